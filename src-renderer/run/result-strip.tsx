/** What a run reached, step by step: curves beside the float network's line, the figures, and what they come to in words. */
import { type ReactElement, useEffect, useMemo, useState } from 'react';
import { accuracyChart, energyChart, inColourOf } from '../../src-shared/charts/index.ts';
import { Chart } from '../charts/index.ts';
import { CommandButton } from '../commands/index.ts';
import { readoutFromOf } from '../../src-shared/plan/index.ts';
import { type Overview, overviewOf, type RunReport } from '../../src-shared/results/index.ts';
import { useWorkbench, waitText } from '../state/index.ts';
import { runTexts as texts } from '../texts/run.ts';
import { format, whole } from '../ui/format.ts';
import { Button, EmptyState, SegmentedControl } from '../ui/index.ts';
import { chooseSamples } from './bar/dataset-picker.tsx';
import { FiguresTable } from './results/figures-table.tsx';
import { type RunNote, runNotes } from './results/notes.ts';
import { NotesButton, NotesList, useNotesOpen } from './results/notes-section.tsx';
import { type Part, PARTS, ReadoutPart, StoppingPart } from './results/parts.tsx';
import { OlderPlan } from './results/older-plan.tsx';
import { RunLabelEditor } from './results/run-label-editor.tsx';
import { RunPicker } from './results/run-picker.tsx';
import { figuresOfProgress, figuresOfReport, type RunFigures } from './results/step-figures.ts';
import { accuracyWords, costWords, curveWords, stoppingWords } from './results/words.ts';
import './run.css';
import { useRunningJob } from './jobs.ts';
import { useRunOptions } from './run-options.ts';

/** The results panel. */
export function ResultStrip(): ReactElement {
  const shown = useWorkbench(({ shownRun }) => shownRun);
  const progress = useWorkbench(({ runProgress, jobs, project }) =>
    runProgress?.path === project?.path && jobs.some(({ id, state }) => id === runProgress?.job && state === 'running')
      ? runProgress
      : null,
  );
  const job = progress?.job ?? null;
  // What goes on is shown until somebody picks a finished run; the next one is shown again.
  const [live, setLive] = useState(true);
  useEffect(() => void setLive(true), [job]);
  const isLive = live && progress !== null;
  const running = useWorkbench(({ runs }) => runs.find(({ state }) => state === 'running')?.id ?? 1);
  const run = isLive || !shown ? running : shown.id;
  const figures = useMemo(
    () => (isLive ? figuresOfProgress(progress) : shown ? figuresOfReport(shown.report) : null),
    [isLive, progress, shown],
  );
  const [part, setPart] = useState<Part>('steps');
  // Null while the run goes on.
  const report = isLive || !shown ? null : shown.report;
  const overview = useMemo(() => report && overviewOf(report), [report]);
  // Null while the run goes on: they come with its report.
  const notes = useMemo(() => (isLive || !shown ? null : runNotes(shown.report.notes)), [isLive, shown]);
  return (
    <section className="run-results" aria-label={texts.results}>
      <h2 className="visually-hidden">{texts.results}</h2>
      {figures ? (
        <>
          <Head isLive={isLive} onLive={setLive} part={part} onPart={setPart} />
          <Sum figures={figures} overview={overview} notes={notes} part={part} />
          {figures.steps.length === 0 ? (
            <p className="run-wait">{texts.starting}</p>
          ) : (
            <Body run={run} figures={figures} notes={notes} report={report} overview={overview} part={part} />
          )}
        </>
      ) : (
        <Empty />
      )}
    </section>
  );
}

/** Before there are results: how far the first run is, or what to do for one. */
function Empty(): ReactElement {
  const { dataset, samples } = useRunOptions();
  const job = useRunningJob();
  const jobs = useWorkbench(({ jobs }) => jobs);
  if (job) {
    return (
      <EmptyState title={waitText(job, jobs) ?? texts.doing(job.phase, whole(job.done), whole(job.total))}>
        {job.kind === 'run' ? texts.curvesCome : null}
      </EmptyState>
    );
  }
  const count = samples === null ? '' : whole(samples);
  return (
    <EmptyState
      title={dataset === null ? texts.emptyNoDataset : samples === null ? texts.noCount : texts.empty(count)}
      action={
        dataset === null ? (
          <Button variant="primary" onClick={chooseSamples}>
            {texts.chooseDataset}
          </Button>
        ) : samples === null ? null : (
          <CommandButton id="run.start" variant="primary">
            {texts.runNow(count)}
          </CommandButton>
        )
      }
    />
  );
}

interface HeadProps {
  readonly isLive: boolean;
  readonly onLive: (live: boolean) => void;
  readonly part: Part;
  readonly onPart: (part: Part) => void;
}

function Head({ isLive, onLive, part, onPart }: HeadProps): ReactElement {
  const progress = useWorkbench(({ runProgress }) => runProgress);
  const run = useWorkbench(({ runs, shownRun }) => runs.find(({ id }) => id === shownRun?.id));
  return (
    <header className="run-head">
      <RunPicker live={isLive} onLive={onLive} />
      {isLive || !run ? null : <RunLabelEditor run={run} />}
      {isLive ? null : (
        <CommandButton id="run.share" variant="quiet">
          {texts.share}
        </CommandButton>
      )}
      {isLive ? null : <OlderPlan />}
      {isLive && progress && <p className="run-about">{texts.soFar(whole(progress.samples), whole(progress.of))}</p>}
      <SegmentedControl
        label={texts.partsName}
        value={isLive ? 'steps' : part}
        options={PARTS.map((value) => ({ value, label: texts.parts[value], disabled: isLive && value !== 'steps' }))}
        onChange={onPart}
      />
    </header>
  );
}

interface SumProps {
  readonly figures: RunFigures;
  /** Null while the run goes on. */
  readonly overview: Overview | null;
  readonly notes: readonly RunNote[] | null;
  readonly part: Part;
}

/** What the run comes to in words, and its notes. */
function Sum({ figures, overview, notes, part }: SumProps): ReactElement {
  const cost = costWords(figures);
  return (
    <div className="run-sum">
      <p className="run-words" role="status">
        {part === 'stopping' && overview ? (
          stoppingWords(figures)
        ) : (
          <>
            {overview ? overview.verdict : accuracyWords(figures)}{' '}
            {overview?.findings.map((finding) => (
              <strong key={finding} data-dearer>
                {finding}{' '}
              </strong>
            ))}
            <strong data-dearer={cost === texts.cheaper ? undefined : true}>{cost}</strong>
          </>
        )}
      </p>
      <NotesButton notes={notes} />
    </div>
  );
}

interface BodyProps extends SumProps {
  readonly run: number;
  readonly report: RunReport | null;
}

function Body({ run, figures, notes, report, overview, part }: BodyProps): ReactElement {
  const isNoted = useNotesOpen();
  const [hovered, setHovered] = useState<number | null>(null);
  const shares = overview?.steps ?? null;
  const from = report ? readoutFromOf(report.settings) : 1;
  const accuracy = useMemo(
    () => inColourOf(run, accuracyChart(figures.steps, figures.annAccuracy, shares, format, from)),
    [figures, shares, run, from],
  );
  const energy = useMemo(() => inColourOf(run, energyChart(figures.steps)), [figures, run]);
  const hover = { index: hovered, onIndex: setHovered };
  const list = isNoted ? <NotesList notes={notes} /> : null;
  if (report && part !== 'steps') {
    return (
      <div className="run-body" data-part data-noted={isNoted || undefined}>
        {list}
        {part === 'stopping' ? <StoppingPart run={run} report={report} /> : <ReadoutPart run={run} report={report} />}
      </div>
    );
  }
  return (
    <div className="run-body" data-noted={isNoted || undefined}>
      {list}
      <Chart
        className="run-chart"
        {...accuracy}
        about={overview ? `${accuracy.about} ${texts.intervalAbout(whole(overview.samples))}` : accuracy.about}
        summary={curveWords(accuracy.title, accuracy.plot)}
        hover={hover}
      />
      <Chart className="run-chart" {...energy} summary={curveWords(energy.title, energy.plot)} hover={hover} />
      <FiguresTable figures={figures} shares={shares} hovered={hovered} onHover={setHovered} />
    </div>
  );
}
