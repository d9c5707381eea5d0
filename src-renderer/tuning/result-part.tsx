/** The result of a search: the best plan or the nearest one, on the hold-out, beside the best uniform plans, with its reasons and notes. */
import type { ReactElement } from 'react';
import { baselineKinds, type PlanResult, type TuneResult, type Versus } from '../../src-shared/tuning/index.ts';
import { nameOfUse, planText, PlanToApply } from '../found-plan/index.ts';
import { inWindow } from '../texts/messages.ts';
import { tuningTexts as texts } from '../texts/tuning.ts';
import { percent, points, ratio, significant, whole } from '../ui/format.ts';

export function ResultPart({ result }: { readonly result: TuneResult }): ReactElement {
  const { best, nearest, budget, versus, reasons, notes, baselines } = result;
  const found = (best ?? nearest)!;
  const { holdout } = found;
  const kinds = baselineKinds(baselines);
  const rows = [
    [best ? texts.best : texts.nearest, useOf(found), found] as const,
    ...baselines.map((one, i) => {
      const isPublished = kinds[i] === 'published';
      const hint = `${texts.baselineHints[kinds[i]!]}: ${useOf(one)}`;
      return [isPublished ? texts.bestPublished : texts.bestUniform, hint, one] as const;
    }),
  ];
  return (
    <div className="tuning-scroll" tabIndex={0} role="group" aria-label={texts.parts.result}>
      <p className="tuning-verdict">
        {best ? texts.found(useOf(best)) : texts.nothingMeets(budget.join(', '), useOf(found))}
        {best && !holdout.meets_budget ? ` ${texts.notOnHoldout}` : ''}
      </p>
      <table className="tuning-figures selectable">
        <caption>{texts.onHoldoutOf(whole(holdout.samples))}</caption>
        <thead>
          <tr>
            <th scope="col">{texts.columns.plan}</th>
            <th scope="col">{holdout.accuracy === null ? texts.columns.agreement : texts.columns.quality}</th>
            <th scope="col">{texts.perFloat}</th>
            <th scope="col">{texts.perInt8}</th>
            <th scope="col">{texts.meanSteps}</th>
            <th scope="col">{texts.columns.budget}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, hint, one]) => (
            <Row key={name} name={name} hint={hint} result={one} />
          ))}
        </tbody>
      </table>
      {versus.map((one, i) => (
        <p key={kinds[i]}>{versusWords(one, kinds[i] === 'published' ? texts.thePublished : texts.theUniform)}</p>
      ))}
      <PlanToApply
        plan={planText(found.plan)}
        operation={operationOf(found)}
        name={useOf(found)}
        label={texts.label(useOf(found))}
      />
      {reasons.length > 0 ? (
        <section aria-label={texts.reasons}>
          <h3>{texts.reasons}</h3>
          <ul className="selectable">
            {reasons.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        </section>
      ) : null}
      {notes.length > 0 ? (
        <section aria-label={texts.notes}>
          <h3>{texts.notes}</h3>
          <ul className="selectable">
            {notes.map(inWindow).map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </section>
      ) : null}
    </div>
  );
}

const operationOf = ({ steps, readout: { from }, stop_margin: margin }: PlanResult) => ({ steps, from, margin });
const useOf = (result: PlanResult): string => nameOfUse({ ...operationOf(result), numbers: result.numbers });

interface RowProps {
  readonly name: string;
  readonly hint: string;
  readonly result: PlanResult;
}

function Row({ name, hint, result: { holdout } }: RowProps): ReactElement {
  const [low, high] = holdout.interval.map((one) => (100 * one).toFixed(1));
  const share = (value: number | null): string => (value === null ? texts.none : ratio(value));
  return (
    <tr title={hint}>
      <th scope="row">{name}</th>
      <td>{`${percent(holdout.accuracy ?? holdout.agreement)} (${low}–${high})`}</td>
      <td>{share(holdout.energy_ratio)}</td>
      <td>{share(holdout.int8_ratio)}</td>
      <td>{significant(holdout.mean_steps)}</td>
      <td>{holdout.meets_budget ? texts.met : texts.notMet}</td>
    </tr>
  );
}

/** `Better than the best published setting: 63 % less energy, accuracy −0.2 points (−1.4 to 1.0).` */
function versusWords({ energy_share: share, accuracy, verdict }: Versus, name: string): string {
  const energy = texts.energyChange(percent(Math.abs(1 - share)), share <= 1);
  const [low, high] = accuracy.interval;
  return `${texts.verdicts[verdict](name)}: ${energy}, ${texts.accuracyChange(points(accuracy.value), points(low), points(high))}`;
}
