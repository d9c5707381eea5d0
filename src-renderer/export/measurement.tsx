/** The answers of the program that reads the files: measured when asked for, cancellable, and shown as a table. Nothing is saved. */
import type { ReactElement } from 'react';
import type { JobState } from '../../src-shared/contract/index.ts';
import type { ReaderFigures } from '../../src-shared/export/index.ts';
import { useWorkbench } from '../state/index.ts';
import { exportTexts as texts } from '../texts/export.ts';
import { percent, whole } from '../ui/format.ts';
import { Button, ErrorPanel } from '../ui/index.ts';
import { startMeasurement } from './actions.ts';
import type { ExportDraft } from './draft.ts';
import { Going } from './going.tsx';

export interface MeasurementProps {
  readonly draft: ExportDraft;
  /** Name of the program. */
  readonly reader: string;
  /** Identifies the plan and the choices that decide the figures: those of others are not shown. */
  readonly subject: string;
}

export function Measurement({ draft: { measurement }, reader, subject }: MeasurementProps): ReactElement {
  const own = measurement?.subject === subject ? measurement : null;
  const job = useWorkbench(({ jobs }) => jobs.find(({ id }) => id === own?.job));
  const error = own?.failure ?? job?.error ?? null;
  const start = (): void => void startMeasurement(subject);
  return (
    <section className="export-measurement" aria-label={texts.measurement}>
      <h3>{texts.measurement}</h3>
      {error ? <ErrorPanel error={error} title={texts.notMeasured} onRetry={start} /> : null}
      {error ? null : <Content job={job} isStarting={own?.job === null} reader={reader} onStart={start} />}
    </section>
  );
}

interface ContentProps {
  readonly job: JobState | undefined;
  readonly reader: string;
  readonly isStarting: boolean;
  readonly onStart: () => void;
}

function Content({ job, isStarting, reader, onStart }: ContentProps): ReactElement {
  if (job?.state === 'running') {
    return (
      <div className="export-measuring">
        <Going job={job} cancel={texts.cancelMeasurement} />
      </div>
    );
  }
  if (job?.reader) return <Answers figures={job.reader} />;
  return (
    <div className="export-measuring">
      <p>{texts.measureHint(reader)}</p>
      <Button disabled={isStarting} onClick={onStart}>
        {texts.measure}
      </Button>
    </div>
  );
}

/** Accuracy after T and 4 T steps, or agreement with the float network if the samples have no labels. */
function Answers({ figures: { label, labelled, samples, source, answers } }: { readonly figures: ReaderFigures }): ReactElement {
  const cells = (of: ReaderFigures['answers'][number]['reader']): ReactElement => {
    const { value, interval } = of.accuracy ?? of.agreement;
    return (
      <td>
        {percent(value)} <span className="export-quiet">{interval.map((one) => percent(one)).join(' – ')}</span>
      </td>
    );
  };
  return (
    <table>
      <caption>{texts.measured(labelled, whole(samples), source)}</caption>
      <thead>
        <tr>
          <th scope="col">{texts.rows.steps}</th>
          <th scope="col">{label}</th>
          <th scope="col">{texts.simulated}</th>
        </tr>
      </thead>
      <tbody>
        {answers.map(({ steps, reader, engine }) => (
          <tr key={steps}>
            <th scope="row">{steps}</th>
            {cells(reader)}
            {cells(engine)}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
