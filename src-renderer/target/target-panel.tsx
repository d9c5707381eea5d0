/** The use of the chosen target: what each core holds, or how much of a memory is used, and what the check leaves out. */
import CircleCheck from 'lucide-react/icons/circle-check';
import TriangleAlert from 'lucide-react/icons/triangle-alert';
import type { ReactElement } from 'react';
import type { CoreUse, FitReport } from '../../src-shared/fit/index.ts';
import { useFit, useTargetChoice } from '../state/index.ts';
import { inWindow } from '../texts/messages.ts';
import { fitTexts as texts } from '../texts/fit.ts';
import { whole } from '../ui/format.ts';
import { Button, classNames, EmptyState } from '../ui/index.ts';
import { showView } from '../views/index.ts';
import { TargetBar } from './target-bar.tsx';
import './target.css';

/** The panel. */
export const TargetPanel = (): ReactElement => (
  <div className="target-panel">
    <TargetBar />
    <Answer />
  </div>
);

function Answer(): ReactElement {
  const { target } = useTargetChoice();
  const { report, error } = useFit();
  if (target === null) return <EmptyState title={texts.emptyTitle}>{texts.empty}</EmptyState>;
  if (error) {
    return (
      <p className="target-verdict" role="status">
        {texts.failed} {inWindow(error.message)}
      </p>
    );
  }
  if (!report) {
    return (
      <p className="target-verdict" role="status">
        {texts.waiting}
      </p>
    );
  }
  return (
    <div className="target-answer" tabIndex={0} role="group" aria-label={texts.cores}>
      <Verdict report={report} />
      <Uses cores={report.cores} unplaced={report.unplaced} />
      <section className="target-notes" aria-label={texts.notes}>
        <h2>{texts.notes}</h2>
        <ul>
          {report.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      </section>
    </div>
  );
}

const Verdict = ({ report: { fits, label, violations } }: { readonly report: FitReport }): ReactElement => (
  <p className={classNames('target-verdict', fits ? 'target-fits' : 'target-fits-not')}>
    {fits ? <CircleCheck size={14} aria-hidden /> : <TriangleAlert size={14} aria-hidden />}
    <span role="status">{fits ? texts.fits(label) : texts.fitsNot(label, violations.length)}</span>
    {fits ? null : (
      <Button variant="quiet" onClick={() => showView('problems')}>
        {texts.showProblems}
      </Button>
    )}
  </p>
);

type Uses = Pick<FitReport, 'cores' | 'unplaced'>;

/** Several cores of one kind have a row each; otherwise every use has a row. */
function Uses({ cores, unplaced }: Uses): ReactElement {
  const columns = cores[0]!.uses.map(({ what }) => what).join();
  const isAlike = cores.length > 1 && cores.every(({ uses }) => uses.map(({ what }) => what).join() === columns);
  return isAlike ? <CoreRows cores={cores} unplaced={unplaced} /> : <UseRows cores={cores} />;
}

const CoreRows = ({ cores, unplaced }: Uses): ReactElement => (
  <table className="target-table">
    <thead>
      <tr>
        <th scope="col">{texts.core}</th>
        <th scope="col">{texts.layer}</th>
        {cores[0]!.uses.map(({ what, unit }) => (
          <th key={what} scope="col" className="target-number">
            {texts.columns(what, unit)}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {[...cores, ...unplaced.map((one) => ({ ...one, name: texts.unplaced }))].map(({ name, layer, uses }) => (
        <tr key={`${name} ${layer}`} className={classNames(layer === null && 'target-free')}>
          <th scope="row">{name}</th>
          <td>{layer ?? texts.free}</td>
          {uses.map((use) => (
            <Amount key={use.what} use={use} />
          ))}
        </tr>
      ))}
    </tbody>
  </table>
);

const UseRows = ({ cores }: Pick<Uses, 'cores'>): ReactElement => (
  <table className="target-table">
    <thead>
      <tr>
        <th scope="col">{texts.place}</th>
        <th scope="col">{texts.part}</th>
        <th scope="col" className="target-number">
          {texts.used}
        </th>
      </tr>
    </thead>
    <tbody>
      {cores.flatMap(({ name, uses }) =>
        uses.map((use, index) => (
          <tr key={`${name} ${use.what}`}>
            <th scope="row">{index === 0 ? name : <span className="visually-hidden">{name}</span>}</th>
            <td>{use.what}</td>
            <Amount use={use} unit />
          </tr>
        )),
      )}
    </tbody>
  </table>
);

/** A number with its limit; beyond the limit it is marked. */
function Amount({ use: { used, limit, unit }, unit: withUnit = false }: AmountProps): ReactElement {
  const suffix = withUnit && unit !== '' ? ` ${unit}` : '';
  const isOver = limit !== null && used > limit;
  return (
    <td className={classNames('target-number', isOver && 'target-over')}>
      {limit === null ? whole(used) : texts.of(whole(used), whole(limit))}
      {suffix}
    </td>
  );
}

interface AmountProps {
  readonly use: CoreUse['uses'][number];
  readonly unit?: boolean;
}
