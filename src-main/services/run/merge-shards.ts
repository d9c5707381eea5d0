/**
 * `merge`: joins the shards of an evaluation into one run. The result equals that of an unsplit run to the last bit. Shards are
 * documents that `evaluate --shard i/N --json` printed, or runs in the project.
 */
import { z } from 'zod';
import { accessProblem, SpikeloomError } from '../../../src-shared/errors/index.ts';
import { type Message, option, plainNote, say } from '../../../src-shared/message/index.ts';
import { type RunReport, runReportSchema } from '../../../src-shared/results/index.ts';
import { type EngineId, isEngineId } from '../../../src-shared/engine/index.ts';
import { openProject, type Project, type RunRecord } from '../../project/index.ts';
import { readUserText } from '../../files/user-file.ts';
import { buildRunReport } from '../report/build-run-report.ts';
import { openProjectNetwork } from '../project/open-project-network.ts';
import type { ServiceContext } from '../progress.ts';
import { reportFrame } from '../report/report-frame.ts';
import { checkArchiveFile, recordsOf, requireRecords, withSamples, writeSamples } from './kept-samples.ts';
import { damagedRun, storedBatches } from './run-store.ts';
import {
  formatShard,
  isShard,
  parseShard,
  parseShardDocument,
  type Shard,
  type ShardDocument,
  type ShardedWork,
  shardedWork,
  shardNote,
} from './shard.ts';
import { isProjectFile } from '../project/project-file.ts';
import { areAlike } from './stored-batch.ts';

export interface MergeRequest {
  /** Paths of shard documents, and of at most one project, which may hold shards and stores the whole run. */
  readonly parts: readonly string[];
  /** File (.npz) for the records of the samples. */
  readonly samples?: string | undefined;
}

export interface MergeResult {
  readonly run: number | undefined;
  readonly shards: number;
  readonly report: RunReport;
}

/** Merges shards. Throws `dataset.format` for files that are no shards, and `option.invalid` for shards that do not belong together. */
export async function mergeShards({ parts, samples }: MergeRequest, { signal }: ServiceContext): Promise<MergeResult> {
  if (samples !== undefined) await checkArchiveFile(samples, 'samples');
  const projects: string[] = [];
  const documents: { readonly name: string; readonly shard: ShardDocument }[] = [];
  for (const part of parts) {
    if (await isProjectFile(part)) projects.push(part);
    else documents.push({ name: part, shard: parseShardDocument(await readText(part), part) });
  }
  if (projects.length > 1)
    throw wrong(`Shards are merged into one project, but ${projects.length} are named: ${projects.join(', ')}.`, projects[1]!);
  using project = projects[0] === undefined ? undefined : openProject(projects[0]);
  const found = project ? await shardsIn(project, documents[0]?.shard) : [];
  // A shard that ran on this project is stored in it, and may also be named as a document. It counts once.
  const named = new Set(documents.map(({ shard }) => shard.index));
  const given = [...documents, ...found.filter(({ shard }) => !named.has(shard.index))];
  checkComplete(given, parts[0]!);
  // The order in which shards were named does not matter: the settings of the first shard apply to the whole.
  const shards = given.toSorted((a, b) => a.shard.index - b.shard.index);
  signal.throwIfAborted();
  const [first] = shards;
  const { frame, source, work } = first!.shard;
  const outcome = {
    source,
    batches: shards.flatMap(({ shard }) => shard.batches),
    totalMs: shards.reduce((sum, { shard }) => sum + shard.totalMs, 0),
    notes: shards.flatMap(({ shard }) => shard.notes),
  };
  const report = withSamples(frame, outcome.batches, buildRunReport(frame, outcome));
  if (!runReportSchema.safeParse(report).success)
    throw wrong(`${parts.join(', ')}: their numbers cannot be those of an evaluation; run the shards again.`, parts[0]!);
  if (samples !== undefined) requireRecords(frame, outcome.batches);
  const run = project && (await storeMerged(project, work, outcome, report));
  if (samples !== undefined) await writeSamples(samples, recordsOf(frame, outcome.batches));
  return { run, shards: shards.length, report };
}

const positive = z.int().min(1);
/** The fields of a shard's settings that merging needs. */
const runSettingsSchema = z.object({
  shard: z.string().refine(isShard),
  steps: positive,
  batch: positive,
  samples: positive,
  data: z.string(),
  numbers: z.enum(['int8']).optional(),
});

/** The shards that a project holds as runs: those of the evaluation that `like` belongs to, or of the newest one. */
async function shardsIn(project: Project, like: Pick<ShardDocument, 'work' | 'count'> | undefined) {
  const prepared = await openProjectNetwork(project);
  const runs = project
    .runs()
    .filter(({ state, settings, plan, calibration }) => {
      const ofPlan = plan === prepared.planRecord.id && calibration === prepared.calibration.id;
      return state === 'done' && ofPlan && settings.shard !== undefined;
    })
    .map((run) => ({ run, ...settingsOf(run) }));
  const evaluationOf = ({ work, count }: Pick<ShardDocument, 'work' | 'count'>): string => JSON.stringify([work, count]);
  const wanted = like ?? runs.at(-1);
  const same = runs.filter((one) => evaluationOf(one) === evaluationOf(wanted!));
  const newest = new Map(same.map((one) => [one.index, one]));
  return [...newest.values()].map(({ run, work: own, index, count }) => {
    if (!run.report) throw damagedRun(project, run.id);
    const { notes, timing, settings } = run.report;
    const frame = reportFrame(
      prepared,
      { engine: run.engine as EngineId, threads: settings.threads, numbers: own.numbers },
      own.steps,
    );
    const batches = storedBatches(project, run.id, { frame, ...own });
    const shard = { index, count };
    const document = { ...shard, work: own, source: run.dataset, frame, batches, totalMs: timing.total_ms };
    // The report of the whole makes the other notes anew, from the sums of all shards.
    const made = buildRunReport(frame, { ...document, notes: [shardNote(shard, own.samples)] }).notes.map(plainNote);
    const ofRun = notes.filter((note) => !made.includes(plainNote(note)));
    return { name: `${project.path} (run ${run.id})`, shard: { ...document, notes: ofRun } };
  });

  function settingsOf({ id, engine, settings }: RunRecord): Shard & { readonly work: ShardedWork } {
    const parsed = runSettingsSchema.safeParse(settings);
    if (!parsed.success || !isEngineId(engine)) throw damagedRun(project, id);
    const { shard, ...run } = parsed.data;
    return { ...parseShard(shard), work: shardedWork(prepared, { engine, ...run }) };
  }
}

/** Throws unless every shard 1…N is there once and all are of the same work. `part`: the first path that was named. */
function checkComplete(shards: readonly { readonly name: string; readonly shard: ShardDocument }[], part: string): void {
  const [first, ...others] = shards;
  if (!first) throw wrong(say`${part} holds no shards to merge; run evaluate ${option('shard', 'i/N')} first.`, part);
  const seen = new Map([[first.shard.index, first.name]]);
  for (const { name, shard } of others) {
    const [a, b] = [first.shard, shard];
    if (a.count !== b.count)
      throw wrong(
        `${name} is shard ${formatShard(b)}, ${first.name} is ${formatShard(a)}: they are not of one evaluation.`,
        name,
      );
    const different = (Object.keys(a.work) as (keyof ShardedWork)[]).find((key) => a.work[key] !== b.work[key]);
    if (different) throw wrong(`${name} and ${first.name} differ in their ${different}: they are not of one evaluation.`, name);
    const twin = seen.get(shard.index);
    if (twin !== undefined) throw wrong(`${name} and ${twin} are both shard ${formatShard(shard)}; give each shard once.`, name);
    seen.set(shard.index, name);
  }
  const { count, work } = first.shard;
  const missing = Array.from({ length: count }, (_, i) => i + 1).filter((index) => !seen.has(index));
  if (missing.length > 0)
    throw wrong(`Shard ${missing.map((index) => `${index}/${count}`).join(', ')} is missing; give all ${count}.`, first.name);
  const samples = shards.reduce((sum, { shard }) => sum + shard.batches.reduce((own, batch) => own + batch.samples, 0), 0);
  if (!areAlike(shards.flatMap(({ shard }) => shard.batches)))
    throw wrong('The shards hold sums of different things; run them again.', first.name);
  if (samples !== work.samples)
    throw wrong(`The shards hold ${samples} samples, the dataset ${work.samples}; run them again.`, first.name);
}

/** Stores the whole run in the project that it belongs to. */
async function storeMerged(
  project: Project,
  work: ShardedWork,
  { source, batches }: { readonly source: string; readonly batches: ShardDocument['batches'] },
  report: RunReport,
): Promise<number> {
  const prepared = await openProjectNetwork(project);
  const own = shardedWork(prepared, work);
  const different = (Object.keys(own) as (keyof ShardedWork)[]).find((key) => own[key] !== work[key]);
  if (different)
    throw wrong(`${project.path} and the shards differ in their ${different}: they are not of this project.`, project.path);
  const at = new Date().toISOString();
  const { engine, numbers, steps, batch, samples, data } = work;
  const run = project.startRun({
    plan: prepared.planRecord.id,
    calibration: prepared.calibration.id,
    engine,
    dataset: source,
    settings: { steps, batch, samples, data, ...(numbers ? { numbers } : {}), merged: true },
    at,
  });
  for (const one of batches.toSorted((a, b) => a.position - b.position)) project.addRunBatch(run, one);
  project.finishRun(run, report, at);
  return run;
}

/** Largest shard document. A shard holds sums of every batch, which are long for large networks, and a JavaScript string has a limit. */
const MOST_SHARD_BYTES = 2 ** 29 - 1;

async function readText(file: string): Promise<string> {
  try {
    return await readUserText(file, MOST_SHARD_BYTES);
  } catch (cause) {
    throw new SpikeloomError('dataset.not-found', `${file}: the shard cannot be read: ${accessProblem(cause)}`, {
      at: { file },
      cause,
    });
  }
}

const wrong = (message: Message, file: string): SpikeloomError => new SpikeloomError('option.invalid', message, { at: { file } });
