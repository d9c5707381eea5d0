/**
 * `evaluate`: measures accuracy, agreement, firing rate and energy of a project on a dataset and stores them as a run. Every
 * finished batch is saved at once, so that a cancelled or killed run continues from the last finished batch.
 */
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import { type Message, say, withoutStop } from '../../../src-shared/message/index.ts';
import { stepsOf } from '../../../src-shared/plan/index.ts';
import type { RunReport } from '../../../src-shared/results/index.ts';
import type { SampleSource } from '../../dataset/index.ts';
import { openProject, type Project } from '../../project/index.ts';
import { buildRunReport, type RunOutcome } from '../report/build-run-report.ts';
import { type EngineRequest, loadEngine } from './load-engine.ts';
import { openProjectNetwork } from '../project/open-project-network.ts';
import { partialRuns } from './partial-run.ts';
import type { PreparedNetwork } from '../model/prepared-network.ts';
import type { ServiceContext } from '../progress.ts';
import { readOnlyError } from '../project/read-only.ts';
import { reportFrame } from '../report/report-frame.ts';
import { batchCount, type FinishedBatch, runDataset } from './run-dataset.ts';
import { checkArchiveFile, recordsOf, requireRecords, withSamples, writeSamples } from './kept-samples.ts';
import { damagedRun, runStore, type RunStore } from './run-store.ts';
import { openDataset, sampleFingerprint, sampleNotes, type SampleOptions } from '../model/samples.ts';
import { planRecording, type RecordingRequest } from '../spikes/plan-recording.ts';
import { type RecordingResult, recordSpikes } from '../spikes/record-spikes.ts';
import { writeSpikes } from '../spikes/write-spikes.ts';
import { areAlike } from './stored-batch.ts';
import { int8Engine, numbersCheck } from './int8-numbers.ts';
import { runCheck } from './self-check.ts';
import { formatShard, type Shard, type ShardDocument, shardedWork, shardNote, shardPositions } from './shard.ts';

export interface EvaluateRequest extends EngineRequest, SampleOptions {
  readonly project: string;
  readonly dataset: string;
  readonly preprocess?: string | undefined;
  readonly batch: number;
  readonly shard?: Shard | undefined;
  /** Name of the run and a note on it. A resumed run keeps its own if these are undefined. */
  readonly name?: string | undefined;
  readonly note?: string | undefined;
  /** File (.npz) for the records of the samples. */
  readonly samples?: string | undefined;
  /** Layers and samples whose spikes are recorded. A resumed run keeps what it was asked for if this is undefined. */
  readonly recording?: RecordingRequest | undefined;
  /** File (.npz) for the recorded spikes. */
  readonly spikes?: string | undefined;
  /** The run to resume. If undefined, an unfinished run of the same work is resumed, or else a new one begins. */
  readonly run?: number | undefined;
  /** Number format of weights and states; undefined: floating point, as the engine has it. */
  readonly numbers?: 'int8' | undefined;
  /** False leaves out the comparison of the first batch with the reference engine. */
  readonly selfCheck?: boolean | undefined;
  /** Continue even if the project cannot be written. The result is then only in the answer. */
  readonly unstored?: boolean | undefined;
  /** Id of the parent process, where that has the project open and lets this one write (project/open.ts). */
  readonly writer?: number | undefined;
}

export interface EvaluateResult {
  /** The run in the project; undefined where it could not be stored. */
  readonly run: number | undefined;
  /** Number of batches that an earlier process had finished. */
  readonly resumed: number;
  readonly report: RunReport;
  readonly shard?: ShardDocument;
  /** What was recorded of spikes; absent if nothing was asked for. */
  readonly recorded?: RecordingResult;
}

/**
 * Evaluates a project. Throws `project.read-only` if the run cannot be stored, and `option.invalid` if the run to resume is of
 * other work. Passes on the errors of reading and running.
 */
export async function evaluateProject(request: EvaluateRequest, context: ServiceContext): Promise<EvaluateResult> {
  using project = openProject(request.project, { writer: request.writer });
  if (project.readOnly !== undefined && !request.unstored) throw readOnlyError(project, 'the run could not be stored');
  // Awaited here, so that the project stays open until the evaluation ends.
  return await evaluateOpened(project, await openProjectNetwork(project, request.preprocess), request, context);
}

/** As `evaluateProject`, for a project that is already open and a network already prepared from it. */
export async function evaluateOpened(
  project: Project,
  prepared: Awaited<ReturnType<typeof openProjectNetwork>>,
  request: EvaluateRequest,
  context: ServiceContext,
): Promise<EvaluateResult> {
  const began = performance.now();
  if (request.samples !== undefined) await checkArchiveFile(request.samples, 'samples');
  if (request.spikes !== undefined) await checkArchiveFile(request.spikes, 'spikes');
  const source = await openDataset(request.dataset, prepared.model.placed, prepared.preprocess, request);
  const { shard, engine, batch, numbers } = request;
  const steps = stepsOf(prepared.plan);
  const data = await sampleFingerprint(source);
  const work = shardedWork(prepared, { engine, ...(numbers ? { numbers } : {}), steps, batch, samples: source.count, data });
  const frame = reportFrame(prepared, request, steps);
  const description = {
    plan: prepared.planRecord.id,
    calibration: prepared.calibration.id,
    engine,
    dataset: request.dataset,
    settings: runSettings(request, {
      steps,
      samples: source.count,
      data,
      preprocess: prepared.preprocess,
      // A limit changes which samples are used and in which order, so it is part of the settings.
      ...(source.count === source.all ? {} : { limit: source.count }),
    }),
  };
  const stored = runStore(project, description, { frame, steps, batch, samples: source.count });
  if (request.run !== undefined && stored.run !== request.run) throw notTheSame(request.run);
  if (request.samples !== undefined) requireRecords(frame, stored.batches);
  const of = { numbers, shard, steps, samples: source.count };
  const planned = request.recording && planRecording(prepared.network, request.recording, of);
  if (planned && project.readOnly !== undefined) throw readOnlyError(project, 'the spikes could not be stored');
  const onBatch = context.onPartial && partialRuns(frame, source.count, context.onPartial);
  for (const one of stored.batches) onBatch?.(one);
  // Known to the project from the beginning: whatever ends the run, it can say which spikes are missing.
  const onBegun = (): void => void (planned && project.chooseSpikes(stored.run!, planned.choice));
  const { fresh, notes: engineNotes } = await runRest(request, { prepared, source, steps, stored, onBatch, onBegun }, context);
  const outcome: RunOutcome = {
    source: request.dataset,
    batches: [...stored.batches, ...fresh],
    // Earlier batches took at least the sum of their measured times.
    totalMs: stored.batches.reduce((sum, { result }) => sum + result.annMs + result.snnMs, performance.now() - began),
    notes: [...sampleNotes(source), ...engineNotes],
  };
  const notes = shard ? [...outcome.notes, shardNote(shard, source.count)] : outcome.notes;
  if (!areAlike(outcome.batches)) throw damagedRun(project, stored.run!);
  const report = withSamples(frame, outcome.batches, buildRunReport(frame, { ...outcome, notes }));
  stored.finish(report);
  if (request.samples !== undefined) await writeSamples(request.samples, recordsOf(frame, outcome.batches));
  const choice = stored.run === undefined ? undefined : project.runRecording(stored.run)?.choice;
  const recordedRun = { run: stored.run!, prepared, source, steps, batch, batches: outcome.batches };
  const recorded = choice && (await recordSpikes(project, recordedRun, choice, request, context));
  if (request.spikes !== undefined) {
    if (recorded?.missing !== null) throw notRecorded(request.spikes, recorded?.missing);
    await writeSpikes(request.spikes, project, stored.run!, steps);
  }
  const result = { run: stored.run, resumed: stored.batches.length, report, ...(recorded ? { recorded } : {}) };
  return shard ? { ...result, shard: { ...shard, work, frame, ...outcome } } : result;
}

interface Evaluation {
  readonly prepared: PreparedNetwork;
  readonly source: SampleSource;
  readonly steps: number;
  readonly stored: RunStore;
  readonly onBatch: ((batch: FinishedBatch) => void) | undefined;
  /** Called when the run is in the project, before its first batch. */
  readonly onBegun: () => void;
}

/** What decides how batches run. */
export type RestRequest = EngineRequest &
  Pick<EvaluateRequest, 'batch' | 'shard' | 'numbers' | 'selfCheck'> & {
    readonly name?: string | undefined;
    readonly note?: string | undefined;
  };

/** The batches that were run now, and the engine's notes on them. */
interface Rest {
  readonly fresh: readonly FinishedBatch[];
  readonly notes: readonly Message[];
}

/** Runs the batches that are not stored yet, stores each as it finishes, and returns them. */
export async function runRest(request: RestRequest, evaluation: Evaluation, context: ServiceContext): Promise<Rest> {
  const { prepared, source, steps, stored } = evaluation;
  const { batch, shard } = request;
  const count = batchCount(source, batch);
  const wanted = shard ? shardPositions(shard, count) : Array.from({ length: count }, (_, position) => position);
  const done = new Set(stored.batches.map(({ position }) => position));
  const positions = wanted.filter((position) => !done.has(position));
  const finished: FinishedBatch[] = [];
  const onBatch = (one: FinishedBatch): void => {
    stored.add(one);
    finished.push(one);
    evaluation.onBatch?.(one);
  };
  stored.begin({ name: request.name, note: request.note });
  evaluation.onBegun();
  try {
    const loaded = await loadEngine(request);
    const engine = request.numbers ? await int8Engine(prepared, loaded.engine, steps, context) : loaded.engine;
    await using session = await engine.prepare(prepared.network, loaded);
    const wanted = request.selfCheck !== false;
    const check = request.numbers
      ? numbersCheck(prepared.network, loaded, wanted, context)
      : runCheck(prepared.network, loaded, positions.length, wanted, context);
    const options = { steps, batch, positions, conversionError: true, onBatch, onFirst: check.onFirst };
    await runDataset(session, prepared.network, source, options, context);
    return { fresh: finished, notes: [...(await session.notes()), ...check.notes()] };
  } catch (error) {
    stored.fail(error, context.signal);
    throw error;
  }
}

/** The error for a file of spikes that cannot be written, since there are none or not all. */
function notRecorded(file: string, missing: Message = 'nothing was recorded'): SpikeloomError {
  const message = say`${file} was not written: ${withoutStop(missing)}. The run itself is stored.`;
  return new SpikeloomError('output.unwritable', message, { at: { file, option: 'spikes' } });
}

const notTheSame = (run: number): SpikeloomError =>
  new SpikeloomError(
    'option.invalid',
    `Run ${run} cannot be taken up: its samples or their preprocessing are not those it began with; start a new run.`,
  );

/** Settings that decide the result of a run, besides plan, calibration, engine and dataset. */
function runSettings(
  { batch, shard, labels, skipBad, numbers }: EvaluateRequest,
  run: {
    readonly steps: number;
    readonly samples: number;
    readonly data: string;
    readonly preprocess: unknown;
    readonly limit?: number;
  },
): Record<string, unknown> {
  const given = { ...run, batch, numbers, labels, skipBad: skipBad === true, ...(shard ? { shard: formatShard(shard) } : {}) };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
