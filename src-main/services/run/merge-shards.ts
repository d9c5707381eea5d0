/**
 * `merge`: the shards of an evaluation become one run, the same to the last bit as one that was never split. Shards are the
 * documents that `evaluate --shard i/N --json` printed, or runs in the project.
 */
import { z } from 'zod';
import { accessProblem, SpikeloomError } from '../../../src-shared/errors/index.ts';
import { distinct, type Message, option, say } from '../../../src-shared/message/index.ts';
import { type RunReport, runReportSchema } from '../../../src-shared/results/index.ts';
import { type EngineId, isEngineId } from '../../../src-shared/engine/index.ts';
import { openProject, type Project, type RunRecord } from '../../project/index.ts';
import { readUserText } from '../../files/user-file.ts';
import { buildRunReport } from '../report/build-run-report.ts';
import { openProjectNetwork } from '../project/open-project-network.ts';
import type { ServiceContext } from '../progress.ts';
import { reportFrame } from '../report/report-frame.ts';
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
  /** Shard documents, and at most one project: where its shards are, and where the whole run is stored. */
  readonly parts: readonly string[];
}

export interface MergeResult {
  readonly run: number | undefined;
  readonly shards: number;
  readonly report: RunReport;
}

/** Merges. Throws `dataset.format` for parts that are no shards, `option.invalid` for shards that do not fit together. */
export async function mergeShards({ parts }: MergeRequest, { signal }: ServiceContext): Promise<MergeResult> {
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
  // A shard that ran on this project is in it and perhaps named as a document too: it is the same one.
  const named = new Set(documents.map(({ shard }) => shard.index));
  const given = [...documents, ...found.filter(({ shard }) => !named.has(shard.index))];
  checkComplete(given, parts[0]!);
  // In whatever order they were named: what is said of the whole is that of its first shard.
  const shards = given.toSorted((a, b) => a.shard.index - b.shard.index);
  signal.throwIfAborted();
  const [first] = shards;
  const { frame, source, work } = first!.shard;
  const outcome = {
    source,
    batches: shards.flatMap(({ shard }) => shard.batches),
    totalMs: shards.reduce((sum, { shard }) => sum + shard.totalMs, 0),
    notes: distinct(shards.flatMap(({ shard }) => shard.notes)),
  };
  const report = buildRunReport(frame, outcome);
  if (!runReportSchema.safeParse(report).success)
    throw wrong(`${parts.join(', ')}: their numbers cannot be those of an evaluation; run the shards again.`, parts[0]!);
  const run = project && (await storeMerged(project, work, outcome, report));
  return { run, shards: shards.length, report };
}

const positive = z.int().min(1);
/** What of a shard's settings is needed here. */
const runSettingsSchema = z.object({
  shard: z.string().refine(isShard),
  steps: positive,
  batch: positive,
  samples: positive,
  data: z.string(),
});

/** The shards that a project holds as runs: those of the newest evaluation, or of the one that `like` is a shard of. */
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
    const frame = reportFrame(prepared, { engine: run.engine as EngineId, threads: settings.threads }, own.steps);
    const batches = storedBatches(project, run.id, { frame, ...own });
    const shard = { index, count };
    const document = { ...shard, work: own, source: run.dataset, frame, batches, totalMs: timing.total_ms };
    const ofFrame = [...frame.notes, shardNote(shard, own.samples)];
    const ofRun = distinct([...ofFrame, ...notes]).slice(distinct(ofFrame).length);
    return { name: `${project.path} (run ${run.id})`, shard: { ...document, notes: ofRun } };
  });

  function settingsOf({ id, engine, settings }: RunRecord): Shard & { readonly work: ShardedWork } {
    const parsed = runSettingsSchema.safeParse(settings);
    if (!parsed.success || !isEngineId(engine)) throw damagedRun(project, id);
    const { shard, ...run } = parsed.data;
    return { ...parseShard(shard), work: shardedWork(prepared, { engine, ...run }) };
  }
}

/** Every shard of 1…N once, all of the same work. `part`: what was named first. */
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
  const { engine, steps, batch, samples, data } = work;
  const run = project.startRun({
    plan: prepared.planRecord.id,
    calibration: prepared.calibration.id,
    engine,
    dataset: source,
    settings: { steps, batch, samples, data, merged: true },
    at,
  });
  for (const one of batches.toSorted((a, b) => a.position - b.position)) project.addRunBatch(run, one);
  project.finishRun(run, report, at);
  return run;
}

/** A shard holds sums of every batch, which are long for large networks; what is longer cannot be text in one piece. */
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
