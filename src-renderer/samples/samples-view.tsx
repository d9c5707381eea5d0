/** What became of each sample of a run: the list, one sample's course, and which classes are confused. */
import { type ReactElement, useEffect, useMemo, useState } from 'react';
import type { RunSummary } from '../../src-shared/contract/index.ts';
import { type SampleFilter, type SampleOrder, selectSamples } from '../../src-shared/results/index.ts';
import { attempt, showRun, useWorkbench } from '../state/index.ts';
import { runTexts } from '../texts/run.ts';
import { samplesTexts as texts } from '../texts/samples.ts';
import { whole } from '../ui/format.ts';
import { EmptyState, ErrorPanel, Progress, RunMarkIcon, Select } from '../ui/index.ts';
import { nameOfClass } from './class-names.ts';
import { ConfusionPart } from './confusion-part.tsx';
import { CoursePart } from './course-part.tsx';
import { SampleControls } from './sample-controls.tsx';
import { SampleList } from './sample-list.tsx';
import { PicturesProvider, usePictureLoader } from './sample-picture.tsx';
import { type RunSamples, useRecords } from './use-records.ts';
import './samples.css';

/** The samples panel. */
export function SamplesView(): ReactElement {
  const [run, choose] = useRunShown();
  return (
    <section className="samples" aria-label={texts.title}>
      <h2 className="visually-hidden">{texts.title}</h2>
      {run ? <OfRun run={run} onRun={choose} /> : <EmptyState title={texts.noRun} />}
    </section>
  );
}

/** Hook: the run that is shown here: the one whose results are shown, unless a person chose one that has not ended. */
function useRunShown(): readonly [RunSummary | undefined, (id: number) => void] {
  const runs = useWorkbench((state) => state.runs);
  const shown = useWorkbench(({ shownRun }) => shownRun?.id ?? null);
  const [chosen, setChosen] = useState<number | null>(null);
  useEffect(() => void setChosen(null), [shown]);
  const withId = (id: number | null): RunSummary | undefined => runs.find((run) => run.id === id);
  const run = withId(chosen) ?? withId(shown) ?? runs.findLast(({ kept }) => kept > 0);
  const choose = (id: number): void => {
    setChosen(id);
    if (withId(id)?.state === 'done') attempt(() => showRun(id));
  };
  return [run, choose];
}

interface OfRunProps {
  readonly run: RunSummary;
  readonly onRun: (id: number) => void;
}

function OfRun({ run, onRun }: OfRunProps): ReactElement {
  const path = useWorkbench(({ project }) => project?.path ?? '');
  // A run that goes on is read as far as it is when it is looked at, and again when it ends.
  const key = `${path} ${run.id} ${run.state} ${run.state === 'running' ? '' : run.kept}`;
  const reading = useRecords(path, run.id, key);
  const picker = <RunChoice run={run} onRun={onRun} />;
  if (reading.state === 'here') return <Samples key={key} path={path} run={run} samples={reading.run} picker={picker} />;
  return (
    <>
      <header className="samples-head">{picker}</header>
      <div className="samples-wait">
        {reading.state === 'reading' && <Progress label={texts.reading} done={reading.done} total={reading.of} />}
        {reading.state === 'missing' && <EmptyState title={texts.missing}>{reading.why}</EmptyState>}
        {reading.state === 'failed' && <ErrorPanel title={texts.failed} error={reading.error} onRetry={reading.retry} />}
      </div>
    </>
  );
}

/** All runs that have finished batches, whether they ended or not. */
function RunChoice({ run, onRun }: OfRunProps): ReactElement {
  const runs = useWorkbench((state) => state.runs);
  const options = runs
    .filter(({ kept, id }) => kept > 0 || id === run.id)
    .toReversed()
    .map(({ id, name, version, kept }) => ({
      value: String(id),
      label: runTexts.runLabel(name || runTexts.runNumber(id), version, whole(kept)),
      icon: <RunMarkIcon run={id} />,
    }));
  return <Select label={texts.picker} value={String(run.id)} options={options} onChange={(id) => onRun(Number(id))} />;
}

interface SamplesProps {
  readonly path: string;
  readonly run: RunSummary;
  readonly samples: RunSamples;
  readonly picker: ReactElement;
}

function Samples({ path, run, samples, picker }: SamplesProps): ReactElement {
  const { records, numbers, names, of } = samples;
  const [filter, setFilter] = useState<SampleFilter>(() => ({
    ...{ kind: 'all', step: records.steps, label: null, answer: null, of: 'spiking' },
    after: Math.max(1, Math.floor(records.steps / 2)),
  }));
  const [order, setOrder] = useState<SampleOrder>('dataset');
  const [chosen, setChosen] = useState<number | null>(null);
  const nameOf = useMemo(() => nameOfClass(names), [names]);
  const rows = useMemo(() => Array.from(selectSamples(records, filter, order)), [records, filter, order]);
  const loader = usePictureLoader(path, run.id);
  // The first one of the list, where the one that was chosen is not in it.
  const row = chosen !== null && rows.includes(chosen) ? chosen : (rows[0] ?? null);
  const change = (part: Partial<SampleFilter>): void => setFilter((before) => ({ ...before, ...part }));
  const { kind, step, label, answer, of: network, after } = filter;
  const isBySteps = kind !== 'all' || answer !== null || order !== 'dataset';
  return (
    <PicturesProvider value={loader}>
      <SampleControls run={samples} nameOf={nameOf} filter={filter} order={order} onChange={change} onOrder={setOrder}>
        {picker}
      </SampleControls>
      {records.samples < of && (
        <p className="samples-note" role="status">
          {(run.state === 'running' ? texts.soFar : texts.partOf)(whole(records.samples), whole(of))}
        </p>
      )}
      <div className="samples-body">
        <SampleList
          run={samples}
          nameOf={nameOf}
          loader={loader}
          rows={rows}
          shownAs={[label, ...(isBySteps ? [kind, step, answer, network, after, order] : [])].join()}
          step={step}
          chosen={row}
          onChoose={setChosen}
        />
        <CoursePart records={records} row={row} number={row === null ? 0 : numbers[row]!} step={step} nameOf={nameOf} />
        <ConfusionPart run={samples} filter={filter} nameOf={nameOf} onFilter={change} />
      </div>
    </PicturesProvider>
  );
}
