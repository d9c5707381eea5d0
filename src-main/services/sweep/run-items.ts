/**
 * Runs items of a sweep. Each result is written under a temporary name and renamed when it is whole. Every process writes under a name of its
 * own, so that an item that runs twice, late, or is killed spoils nothing.
 */
import { hostname } from 'node:os';
import { join } from 'node:path';
import { open, rename, rm } from 'node:fs/promises';
import { accessProblem, SpikeloomError } from '../../../src-shared/errors/index.ts';
import { option, say } from '../../../src-shared/message/index.ts';
import { stepsOf } from '../../../src-shared/plan/index.ts';
import { compile } from '../../convert/index.ts';
import type { SampleSource } from '../../dataset/index.ts';
import { thresholdsOf } from '../calibrate/calibrate-model.ts';
import { choicesOf } from '../model/choices.ts';
import { type LoadedModel, loadModel } from '../model/load-model.ts';
import { type ModelSettings, readModelSettings } from '../model/model-settings.ts';
import type { PreparedNetwork } from '../model/prepared-network.ts';
import { openDataset, sampleFingerprint, sampleNotes } from '../model/samples.ts';
import { unwritable } from '../output-target.ts';
import type { ServiceContext } from '../progress.ts';
import { requireNear, requireNearSamples } from '../project/remote-path.ts';
import { reportFrame } from '../report/report-frame.ts';
import { runRest } from '../run/evaluate-project.ts';
import { UNSTORED } from '../run/run-store.ts';
import { type ShardDocument, shardedWork, type ShardedWork } from '../run/shard.ts';
import { damaged, planOf, readSweepList, shardOf, SWEEP, type SweepItem, type SweepList, type SweepPlan } from './sweep-list.ts';
import { readPlanFile } from './sweep-plans.ts';
import { resultPrefix, resultsOf } from './sweep-results.ts';

export interface RunItemsRequest {
  readonly folder: string;
  readonly items: readonly number[];
  /** The samples, where this machine has them at another place than the one that emitted the sweep. */
  readonly dataset?: string | undefined;
  readonly labels?: string | undefined;
}

export interface RunItemsResult {
  /** Paths of the results that were written. */
  readonly written: readonly string[];
  /** Items that had a whole result before. */
  readonly before: readonly number[];
}

/**
 * Runs items, in the order given. Throws `sweep.damaged` if the folder is not as it was emitted, `option.invalid` for an unknown item and for
 * samples that are not those of the sweep, and `output.unwritable`. Passes on the errors of reading and running.
 */
export async function runItems(
  { folder, items, dataset, labels }: RunItemsRequest,
  context: ServiceContext,
): Promise<RunItemsResult> {
  const list = await readSweepList(folder);
  const wanted = items.map((number) => itemOf(list, number, folder));
  const { sound } = await resultsOf(folder, list, wanted, context.signal);
  const before = wanted.filter(({ item }) => sound.has(item));
  const rest = wanted.filter(({ item }) => !sound.has(item));
  const written: string[] = [];
  if (rest.length > 0) {
    const { model, settings } = await modelOf(folder, list);
    const { skipBad, ...run } = list.run;
    if (dataset === undefined) requireNearSamples(run.dataset);
    if (labels === undefined && run.labels !== undefined) requireNear(run.labels);
    const source = await openDataset(dataset ?? run.dataset, model.placed, settings.preprocess, {
      labels: labels ?? run.labels,
      skipBad,
    });
    const data = await sampleFingerprint(source);
    for (const item of rest) {
      context.signal.throwIfAborted();
      const plan = planOf(list, item);
      if (source.count !== plan.work.samples || data !== plan.work.data) throw otherSamples(dataset ?? run.dataset);
      const network = await preparedPlan(folder, plan, model, settings);
      const shard = await runItem(list, item, network, source, data, context);
      written.push(await writeResult(folder, { sweep: list.digest, item: item.item, shard }));
    }
  }
  return { written, before: before.map(({ item }) => item) };
}

function itemOf(list: SweepList, number: number, folder: string): SweepItem {
  const found = list.items.find(({ item }) => item === number);
  if (found) return found;
  const message = say`${folder} has no item ${number}; ${option('item')} is a number from 1 to ${list.items.length}.`;
  throw new SpikeloomError('option.invalid', message, { at: { option: 'item' } });
}

const otherSamples = (source: string): SpikeloomError =>
  new SpikeloomError(
    'option.invalid',
    say`${source} does not hold the samples that the sweep was emitted for: their number, the labels, or the first or last sample differ; name the same samples with ${option('dataset')}.`,
    { at: { option: 'dataset' } },
  );

/** The model of a sweep. Reports name it by the path that the project has for it, as on one machine. */
async function modelOf(folder: string, { model: { file, origin, sha256, settings: stored } }: SweepList) {
  const settings = readModelSettings(stored);
  if (!settings) throw damaged(folder, 'its settings of the model cannot be read');
  const model = await loadModel(join(folder, file), settings);
  if (model.sha256 !== sha256) throw damaged(folder, `its ${file} has changed since the sweep was emitted`);
  return { model: { ...model, file: origin }, settings };
}

async function preparedPlan(
  folder: string,
  plan: SweepPlan,
  model: LoadedModel,
  { preprocess }: ModelSettings,
): Promise<PreparedNetwork> {
  const read = await readPlanFile(folder, plan);
  const choices = choicesOf(model.placed, read.plan);
  const network = compile(model.placed, choices, thresholdsOf(read.calibrated.layers));
  return { ...read, model, preprocess, choices, network, notes: model.notes };
}

async function runItem(
  { run }: SweepList,
  item: SweepItem,
  prepared: PreparedNetwork,
  source: SampleSource,
  data: string,
  context: ServiceContext,
): Promise<ShardDocument> {
  const began = performance.now();
  const shard = shardOf(item);
  const steps = stepsOf(prepared.plan);
  const { engine, threads, batch } = run;
  const of: ShardedWork = shardedWork(prepared, { engine, steps, batch, samples: source.count, data });
  const request = { engine, threads, batch, shard };
  const evaluation = { prepared, source, steps, stored: UNSTORED, onBatch: undefined, onBegun: () => {} };
  const { fresh, notes } = await runRest(request, evaluation, context);
  return {
    ...shard,
    work: of,
    source: run.source,
    frame: reportFrame(prepared, request, steps),
    batches: fresh,
    totalMs: performance.now() - began,
    notes: [...sampleNotes(source), ...notes],
  };
}

/** Writes a result so that it is on the disk when it gets its name. Returns its path. */
async function writeResult(
  folder: string,
  result: { readonly sweep: string; readonly item: number; readonly shard: ShardDocument },
) {
  const name = `${resultPrefix(result.item)}${hostname()}.${process.pid}.json`;
  const temporary = join(folder, SWEEP.results, `.${name}.part`);
  const path = join(folder, SWEEP.results, name);
  try {
    {
      await using file = await open(temporary, 'w');
      await file.writeFile(JSON.stringify(result));
      await file.sync();
    }
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => {});
    throw unwritable(path, accessProblem(cause), cause);
  }
  return path;
}
