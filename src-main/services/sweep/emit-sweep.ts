/**
 * `sweep --emit`: writes a folder with everything that the items of a sweep need (model, plans with their thresholds, the list of items) and
 * the job for a scheduler. With `missing`, only the job of an existing folder is written again, for the items without a result.
 */
import { createHash } from 'node:crypto';
import { basename, join, resolve } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import packageJson from '../../../package.json' with { type: 'json' };
import { accessProblem, SpikeloomError } from '../../../src-shared/errors/index.ts';
import { type Message, option, say } from '../../../src-shared/message/index.ts';
import { stepsOf } from '../../../src-shared/plan/index.ts';
import { openProject, type Project } from '../../project/index.ts';
import { modelFiles } from '../capsule/export-capsule.ts';
import { openPackageFolder } from '../export/package-folder.ts';
import { openDataset, sampleFingerprint, sampleNotes, type SampleOptions } from '../model/samples.ts';
import { kindOfTarget, unwritable } from '../output-target.ts';
import type { ServiceContext } from '../progress.ts';
import { openProjectNetwork } from '../project/open-project-network.ts';
import { type EngineRequest, loadEngine } from '../run/load-engine.ts';
import { shardedWork } from '../run/shard.ts';
import { thresholdMaker } from '../tune/candidate-network.ts';
import { jobFiles, type Scheduler } from './job-files.ts';
import { formatSweepList, itemsOf, readSweepList, SWEEP, type SweepPlan } from './sweep-list.ts';
import { chosenPlans, digestOfText, formatPlanFile, type PlanChoice } from './sweep-plans.ts';
import { resultsOf } from './sweep-results.ts';

export interface EmitRequest extends EngineRequest, Pick<SampleOptions, 'labels' | 'skipBad'> {
  readonly project: string;
  readonly dataset: string;
  readonly scheduler: Scheduler;
  readonly out: string;
  readonly plans?: PlanChoice | undefined;
  /** Paths of plan files. */
  readonly planFiles: readonly string[];
  readonly shards: number;
  readonly batch: number;
}

export interface EmitMissingRequest {
  readonly folder: string;
  readonly scheduler: Scheduler;
  /** The project, to make sure that it is still as it was when the sweep was emitted. */
  readonly project?: string | undefined;
}

export interface EmitResult {
  readonly folder: string;
  /** Path of the job's file. */
  readonly job: string;
  readonly plans: number;
  /** Items of the job. */
  readonly items: number;
  readonly notes: readonly Message[];
}

/** Largest model file: Node reads no larger one at once. */
const MOST_MODEL_BYTES = 2 ** 31 - 1;

/** Emits a sweep. Throws `output.exists`, `output.unwritable`, `option.invalid`, and what reading, choosing thresholds and plans throw. */
export async function emitSweep(request: EmitRequest, context: ServiceContext): Promise<EmitResult> {
  const { out, scheduler, shards, engine, threads, batch, skipBad = false } = request;
  if ((await kindOfTarget(out)) !== 'absent') throw taken(out);
  using project = openProject(request.project, { readOnly: true });
  const prepared = await openProjectNetwork(project);
  const { model, planRecord, calibration } = prepared;
  const named = await chosenPlans(project, prepared, model, request.plans, request.planFiles);
  const source = await openDataset(request.dataset, model.placed, prepared.preprocess, request);
  const data = await sampleFingerprint(source);
  await using folder = await openPackageFolder({ out, zip: false, force: false });
  const make = thresholdMaker(project, prepared, calibration, planRecord.model, await loadEngine(request));
  const { source: from, samples, batch: size } = calibration;
  const plans: SweepPlan[] = [];
  for (const { name, plan } of named) {
    context.onProgress?.({ phase: 'emitting', done: plans.length, total: named.length });
    const { layers } = await make(plan, context);
    context.signal.throwIfAborted();
    const calibrated = { source: from, samples, batch: size, layers, notes: [] };
    const text = formatPlanFile(plan, calibrated);
    const id = String(plans.length + 1).padStart(4, '0');
    await folder.write(`${SWEEP.plans}/${id}.json`, Buffer.from(text));
    const run = { engine, steps: stepsOf(plan), batch, samples: source.count, data };
    plans.push({ plan: id, name, sha256: digestOfText(text), work: shardedWork({ model, plan, calibrated }, run) });
  }
  const items = itemsOf(plans, shards);
  const files = await modelFiles(model, MOST_MODEL_BYTES);
  for (const [name, content] of files) await folder.write(name, content);
  const dataset = absolute(request.dataset);
  const labels = request.labels === undefined ? {} : { labels: resolve(request.labels) };
  const list = formatSweepList({
    format: 'spikeloom-sweep',
    sweep: 1,
    spikeloom: packageJson.version,
    project: { path: resolve(request.project), state: stateOf(project) },
    model: {
      file: `model/${basename(model.file)}`,
      origin: model.file,
      sha256: model.sha256,
      settings: JSON.parse(JSON.stringify(project.model(planRecord.model)!.preprocess ?? null)) as null,
    },
    run: { engine, ...(threads === undefined ? {} : { threads }), batch, dataset, source: request.dataset, ...labels, skipBad },
    plans,
    items,
  });
  await folder.write(SWEEP.list, Buffer.from(list));
  // Both exist before the first item writes there.
  for (const name of [SWEEP.results, SWEEP.logs]) await folder.write(`${name}/.keep`, Buffer.of());
  const job = jobFiles(scheduler, {
    items: items.map(({ item }) => item),
    threads,
    dataset,
    ...labels,
    folder: basename(resolve(out)),
  });
  for (const [name, text] of job.files) await folder.write(name, Buffer.from(text));
  const path = await folder.commit();
  return { folder: path, job: join(path, job.main), plans: plans.length, items: items.length, notes: sampleNotes(source) };
}

/** Emits the missing items of a sweep. Throws `option.invalid` if none is missing or the project has changed, `sweep.damaged`, `sweep.differs` and `output.unwritable`. */
export async function emitMissing(
  { folder, scheduler, project: path }: EmitMissingRequest,
  { signal }: ServiceContext,
): Promise<EmitResult> {
  const list = await readSweepList(folder);
  if (path !== undefined) {
    using project = openProject(path, { readOnly: true });
    if (stateOf(project) !== list.project.state) throw changed(path, folder);
  }
  const { sound, unusable } = await resultsOf(folder, list, undefined, signal);
  const items = list.items.map(({ item }) => item).filter((item) => !sound.has(item));
  if (items.length === 0) {
    const message = say`${folder} has a result of each of its ${list.items.length} items, so that none is missing; merge them with ${option('collect', folder)}.`;
    throw new SpikeloomError('option.invalid', message, { at: { file: folder, option: 'missing' } });
  }
  const { threads, dataset, labels } = list.run;
  const job = jobFiles(scheduler, { items, threads, dataset, labels, folder: basename(resolve(folder)) });
  for (const [name, text] of job.files) {
    const file = join(folder, name);
    await writeFileAtomic(file, text).catch((cause: unknown) => {
      throw unwritable(file, accessProblem(cause), cause);
    });
  }
  const notes = unusable.map(({ why }) => why);
  return { folder: resolve(folder), job: join(resolve(folder), job.main), plans: list.plans.length, items: items.length, notes };
}

/** A source of samples whose path does not depend on the folder that a command runs in. Its parts (`#`, `@`) stay as they are. */
const absolute = (source: string): string => `${resolve(source)}${/[/\\]$/.test(source) ? '/' : ''}`;

/** What the thresholds of a sweep come from: the newest plan and calibration of a project, and their model. */
function stateOf(project: Project): string {
  const calibration = project.latestCalibration();
  const plan = calibration && project.plan(calibration.plan);
  const hash = createHash('sha256').update(plan ? plan.json + project.model(plan.model)!.sha256 : '');
  for (const { layer, thresholds } of calibration?.layers ?? [])
    hash.update(layer).update(new Uint8Array(thresholds.values.slice().buffer));
  return hash.digest('hex');
}

const taken = (out: string): SpikeloomError =>
  new SpikeloomError(
    'output.exists',
    say`${out} is there already, and a sweep needs a folder of its own; choose another name, or emit what a sweep lacks with ${option('missing')}.`,
    { at: { file: out, option: 'out' } },
  );

const changed = (project: string, folder: string): SpikeloomError =>
  new SpikeloomError(
    'option.invalid',
    say`${project} has changed since ${folder} was emitted: its newest plan, thresholds or model are others. ${folder} has all that its missing items need, with the thresholds of the other items; leave the project out to emit them, or emit a new sweep into another folder.`,
    { at: { file: project } },
  );
