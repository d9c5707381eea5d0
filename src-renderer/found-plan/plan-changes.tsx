/** The difference of two plans as a table: each setting, what it is and what it becomes. */
import type { ReactElement } from 'react';
import { diffPlans, type FieldChange, type Plan, type PlanValue } from '../../src-shared/plan/index.ts';
import { foundPlanTexts as texts } from '../texts/found-plan.ts';

export interface PlanChangesProps {
  readonly before: Plan;
  readonly after: Plan;
}

export function PlanChanges({ before, after }: PlanChangesProps): ReactElement {
  const changes = diffPlans(before, after).filter((one): one is FieldChange => one.kind === 'field');
  if (changes.length === 0) return <p className="found-plan-none">{texts.noChanges}</p>;
  return (
    <div className="found-plan-changes" tabIndex={0} role="group" aria-label={texts.changes}>
      <table>
        <thead>
          <tr>
            <th scope="col">{texts.field}</th>
            <th scope="col">{texts.now}</th>
            <th scope="col">{texts.then}</th>
          </tr>
        </thead>
        <tbody className="selectable">
          {changes.map(({ path, from, to }) => (
            <tr key={path.join('\n')}>
              <th scope="row">{path.filter((part) => part !== 'layers').join(' · ')}</th>
              <td>{textOf(from)}</td>
              <td>{textOf(to)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A value as the plan's text has it. */
function textOf(value: PlanValue | undefined): string {
  if (value === undefined) return texts.none;
  if (typeof value !== 'object') return String(value);
  return Object.entries(value)
    .map(([name, part]) => `${name} ${part}`)
    .join(', ');
}
