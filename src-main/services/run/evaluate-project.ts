/**
 * `evaluate`: accuracy, agreement, firing rate and energy of a project on a dataset, stored as a run. Every finished batch
 * is in the project at once: a run that was cancelled or killed is taken up where it stopped.
 */
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import type { Message } from '../../../src-shared/message/index.ts';
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
import { damagedRun, runStore, type RunStore } from './run-store.ts';
import { openDataset, sampleFingerprint, sampleNotes, type SampleOptions } from '../model/samples.ts';
import { areAlike } from './stored-batch.ts';
import { runCheck } from './self-check.ts';
import { formatShard, type Shard, type ShardDocument, shardedWork, shardNote, shardPositions } from './shard.ts';

export interface EvaluateRequest extends EngineRequest, SampleOptions {
  readonly project: string;
  readonly dataset: string;
  readonly preprocess?: string | undefined;
  readonly batch: number;
  readonly shard?: Shard | undefined;
  /** Name of the run and a note on it; a run that is taken up keeps its own where they are not given. */
  readonly name?: string | undefined;
  readonly note?: string | undefined;
  /** The run to take up. Without it: the one of the same work that did not end, or else a new one. */
  readonly run?: number | undefined;
  /** False for a run that does not compare its first batch with the reference engine. */
  readonly selfCheck?: boolean | undefined;
  /** Go on where the project cannot be written: the result is then in the answer only. */
  readonly unstored?: boolean | undefined;
  /** Id of the parent process, where that has the project open and lets this one write (project/open.ts). */
  readonly writer?: number | undefined;
}

export interface EvaluateResult {
  /** The run in the project; undefined where it could not be stored. */
  readonly run: number | undefined;
  /** Batches that were there already. */
  readonly resumed: number;
  readonly report: RunReport;
  readonly shard?: ShardDocument;
}

/**
 * Evaluates. Throws `project.read-only` where the run cannot be stored, `option.invalid` where the run to take up is not this work, and what
 * reading and running throw.
 */
export async function evaluateProject(request: EvaluateRequest, context: ServiceContext): Promise<EvaluateResult> {
  using project = openProject(request.project, { writer: request.writer });
  if (project.readOnly !== undefined && !request.unstored) throw readOnlyError(project, 'the run could not be stored');
  // Awaited here: the project stays open that long.
  return await evaluateOpened(project, await openProjectNetwork(project, request.preprocess), request, context);
}

/** As `evaluateProject`, of a project that is open and what was prepared from it. */
export async function evaluateOpened(
  project: Project,
  prepared: Awaited<ReturnType<typeof openProjectNetwork>>,
  request: EvaluateRequest,
  context: ServiceContext,
): Promise<EvaluateResult> {
  const began = performance.now();
  const source = await openDataset(request.dataset, prepared.model.placed, prepared.preprocess, request);
  const { shard, engine, batch } = request;
  const steps = stepsOf(prepared.plan);
  const data = await sampleFingerprint(source);
  const work = shardedWork(prepared, { engine, steps, batch, samples: source.count, data });
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
      // Which samples they are, and their order, is another matter where there is a limit.
      ...(source.count === source.all ? {} : { limit: source.count }),
    }),
  };
  const stored = runStore(project, description, { frame, steps, batch, samples: source.count });
  if (request.run !== undefined && stored.run !== request.run) throw notTheSame(request.run);
  const onBatch = context.onPartial && partialRuns(frame, source.count, context.onPartial);
  for (const one of stored.batches) onBatch?.(one);
  const { fresh, notes: engineNotes } = await runRest(request, { prepared, source, steps, stored, onBatch }, context);
  const outcome: RunOutcome = {
    source: request.dataset,
    batches: [...stored.batches, ...fresh],
    // What was done before took at least the time of its batches.
    totalMs: stored.batches.reduce((sum, { result }) => sum + result.annMs + result.snnMs, performance.now() - began),
    notes: [...sampleNotes(source), ...engineNotes],
  };
  const notes = shard ? [...outcome.notes, shardNote(shard, source.count)] : outcome.notes;
  if (!areAlike(outcome.batches)) throw damagedRun(project, stored.run!);
  const report = buildRunReport(frame, { ...outcome, notes });
  stored.finish(report);
  const result = { run: stored.run, resumed: stored.batches.length, report };
  return shard ? { ...result, shard: { ...shard, work, frame, ...outcome } } : result;
}

interface Evaluation {
  readonly prepared: PreparedNetwork;
  readonly source: SampleSource;
  readonly steps: number;
  readonly stored: RunStore;
  readonly onBatch: ((batch: FinishedBatch) => void) | undefined;
}

/** What was run now, and what the engine has to say on how. */
interface Rest {
  readonly fresh: readonly FinishedBatch[];
  readonly notes: readonly Message[];
}

/** Runs what is not stored yet, stores it batch by batch, and returns it. */
async function runRest(request: EvaluateRequest, evaluation: Evaluation, context: ServiceContext): Promise<Rest> {
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
  try {
    const loaded = await loadEngine(request);
    await using session = await loaded.engine.prepare(prepared.network, loaded);
    const check = runCheck(prepared.network, loaded, positions.length, request.selfCheck !== false, context);
    const options = { steps, batch, positions, conversionError: true, onBatch, onFirst: check.onFirst };
    await runDataset(session, prepared.network, source, options, context);
    return { fresh: finished, notes: [...(await session.notes()), ...check.notes()] };
  } catch (error) {
    stored.fail(error, context.signal);
    throw error;
  }
}

const notTheSame = (run: number): SpikeloomError =>
  new SpikeloomError(
    'option.invalid',
    `Run ${run} cannot be taken up: its samples or their preprocessing are not those it began with; start a new run.`,
  );

/** What besides plan, calibration, engine and dataset decides the result of a run. */
function runSettings(
  { batch, shard, labels, skipBad }: EvaluateRequest,
  run: {
    readonly steps: number;
    readonly samples: number;
    readonly data: string;
    readonly preprocess: unknown;
    readonly limit?: number;
  },
): Record<string, unknown> {
  const given = { ...run, batch, labels, skipBad: skipBad === true, ...(shard ? { shard: formatShard(shard) } : {}) };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
