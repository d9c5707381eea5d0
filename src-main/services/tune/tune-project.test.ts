/** Tuning of a small network: figures equal those of a run, trials are kept, the parts are apart, and bad input is refused in one sentence. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { formatPlan, parsePlan } from '../../../src-shared/plan/index.ts';
import { type Figures, MARGINS, parseBudget, pointAt } from '../../../src-shared/tuning/index.ts';
import type { EngineId } from '../../../src-shared/engine/index.ts';
import { ENERGY_MODELS } from '../../../src-shared/energy/index.ts';
import { onCommandLine } from '../../../src-shared/message/index.ts';
import { perceptron, singleLayer } from '../../../tests/fixtures/small-networks.ts';
import { onnxBytes, randomValues } from '../../../tests/support/onnx-graph.ts';
import { formatNpy } from '../../dataset/index.ts';
import { openProject } from '../../project/index.ts';
import { bringUpToDate } from '../calibrate/calibrate-project.ts';
import { convertModel } from '../model/convert-model.ts';
import { openDataset } from '../model/samples.ts';
import { openProjectNetwork } from '../project/open-project-network.ts';
import { evaluateProject } from '../run/evaluate-project.ts';
import { loadEngine } from '../run/load-engine.ts';
import { type EnergyFigures, evaluateTrials, type TrialNetworks } from './evaluate-trial.ts';
import { forecastTuning } from './forecast-tuning.ts';
import type { TuneRequest } from './prepare-search.ts';
import { tuneProject } from './tune-project.ts';

const folder = mkdtempSync(join(tmpdir(), 'spikeloom-tune-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string): string => join(folder, name);
const CONTEXT = { signal: new AbortController().signal };
const SAMPLES = 60;
const engine = 'reference' as const;
const HOUR = 3_600_000;
const labels = (count: number): Int32Array => Int32Array.from({ length: count }, (_, i) => i % 5);

beforeAll(async () => {
  writeFileSync(at('model.onnx'), onnxBytes(perceptron));
  writeFileSync(at('x.npy'), formatNpy(randomValues(SAMPLES * 7, 5), [SAMPLES, 7]));
  writeFileSync(at('y.npy'), formatNpy(labels(SAMPLES), [SAMPLES]));
  writeFileSync(at('same.npy'), formatNpy(new Float32Array(SAMPLES * 7).fill(0.5), [SAMPLES, 7]));
  writeFileSync(at('others.npy'), formatNpy(randomValues(SAMPLES * 7, 6), [SAMPLES, 7]));
  const calibration = { source: at('x.npy'), batch: 32 };
  await convertModel(
    { model: at('model.onnx'), out: at('made.spikeloom'), engine, plan: { options: { steps: 3 } }, calibration },
    CONTEXT,
  );
});

let project: string;
let made = 0;
beforeEach(async () => {
  project = at(`p${made++}.spikeloom`);
  await copyFile(at('made.spikeloom'), project);
});

/** The request that tests change. */
const requested = (): TuneRequest => ({
  project,
  dataset: `${at('x.npy')}#y.npy`,
  engine,
  budgets: [parseBudget('accuracy-drop<=10'), parseBudget('steps<=2')],
  minimise: 'energy',
  energyModel: 'paper-ratio',
  trials: 60,
  seed: 1,
});

const tune = (change: Partial<TuneRequest> = {}) => tuneProject({ ...requested(), ...change }, CONTEXT);

/** The figures with the energies of another model. */
const priced = (figures: Figures, other: EnergyFigures) => ({
  ...other,
  batches: figures.batches.map((batch, i) => ({ ...batch, ...other.batches[i]! })),
});

it('the figures of a trial are those of a run', async () => {
  const request = { project, dataset: `${at('x.npy')}#y.npy`, engine, batch: 20 };
  const { report } = await evaluateProject(request, CONTEXT);
  using opened = openProject(project, { readOnly: true });
  const prepared = await openProjectNetwork(opened);
  const source = await openDataset(request.dataset, prepared.model.placed, prepared.preprocess, {});
  const [full, paper] = ENERGY_MODELS;
  const batches = { source, steps: 3, size: 20, from: 0, to: 3, floats: new Map() };
  const trialsOf = async (id: EngineId, networks: TrialNetworks) =>
    evaluateTrials(networks, batches, { model: paper!, others: [full!] }, await loadEngine({ engine: id }), CONTEXT);
  const [trial] = await trialsOf(engine, { networks: [prepared.network] });
  const { figures, others } = trial!;
  for (const { step, accuracy, agreement, energy_ratio, energy } of report.steps) {
    const operation = { steps: step, from: 1, margin: null };
    const point = pointAt(figures, operation);
    expect([point.right / SAMPLES, point.agree / SAMPLES]).toEqual([accuracy, agreement]);
    expect(point.energy / point.float32!).toBeCloseTo(energy_ratio, 12);
    const whole = pointAt({ ...figures, ...priced(figures, others['full-ledger']!) }, operation);
    expect(whole.energy).toBeCloseTo(energy.total_pj, 4);
    expect(whole.energy / whole.int8!).toBeCloseTo(energy.ratio_int8, 10);
  }
  const swept = report.early_stopping.filter(({ margin }) => MARGINS.some((one) => one === margin));
  expect(swept.length).toBeGreaterThan(1);
  for (const { margin, accuracy, mean_steps, energy_ratio } of swept) {
    const point = pointAt(figures, { steps: 3, from: 1, margin });
    expect([point.right / SAMPLES, point.meanSteps]).toEqual([accuracy, mean_steps]);
    // The report prices a stop by the mean of all samples, a trial by that of its batch.
    expect(point.energy / point.float32!).toBeCloseTo(energy_ratio, 1);
  }
  for (const { from, accuracy } of report.delayed_readout!)
    expect(pointAt(figures, { steps: 3, from, margin: null }).right / SAMPLES).toBe(accuracy!.at(-1));

  // Networks that run together have the figures of each alone, and float outputs are kept for the next one.
  expect([...batches.floats.keys()]).toEqual([0, 1, 2]);
  batches.floats.clear();
  const { network } = prepared;
  const [alone] = await trialsOf('cpu', { networks: [network] });
  expect(await trialsOf('cpu', { networks: [network, network] })).toEqual([alone, alone]);
  expect(await trialsOf('cpu', { networks: [network], base: network })).toEqual([alone]);
});

describe('tuning', () => {
  it('finds a plan within the budget, saves it as a version that runs to the same figures, and repeats itself', async () => {
    const result = await tune();
    const best = result.best!;
    expect(best.tune.meets_budget).toBe(true);
    expect(best.steps).toBeLessThanOrEqual(2);
    expect(best.tune.energy_ratio!).toBeLessThanOrEqual(Math.min(...result.baselines.map((one) => one.tune.energy_ratio!)));
    expect([best.tune.samples, best.holdout.samples]).toEqual([30, 30]);
    expect(Object.keys(best.holdout.energy).sort()).toEqual(ENERGY_MODELS.map(({ id }) => id).sort());
    expect(result).toMatchObject({ budget: ['accuracy-drop<=10', 'steps<=2'], nearest: null, resumed: 0 });
    expect(new Set(result.sensitivity.flatMap((one) => one.layers)).size).toBe(2);
    {
      using opened = openProject(project, { readOnly: true });
      const version = opened.plan(result.version!)!;
      expect(version).toEqual(opened.latestPlan());
      expect(JSON.parse(version.json)).toEqual(best.plan);
      expect(version.message).toContain('Tuned for energy within accuracy-drop<=10, steps<=2, ');
      expect(opened.latestCalibration()!.plan).toBe(version.id);
    }
    const { report } = await evaluateProject({ project, dataset: `${at('x.npy')}#y.npy`, engine, batch: 10 }, CONTEXT);
    const both = (best.tune.agreement + best.holdout.agreement) / 2;
    if (best.stop_margin === null) expect(report.steps[best.steps - 1]!.agreement).toBeCloseTo(both, 12);

    // It starts from the plan that it started from before, and finds every evaluation in the project.
    const again = await tune();
    expect(again.resumed).toBeGreaterThan(40);
    expect({ ...again, resumed: 0 }).toEqual(result);
  });

  it('without labels compares with the float network, and says so', async () => {
    const result = await tune({ dataset: at('others.npy'), trials: 20 });
    expect(result.best!.holdout.accuracy).toBeNull();
    expect(result.best!.holdout.agreement).toBeGreaterThan(0.5);
    expect(result.notes.map(onCommandLine).join()).toContain('The samples have no labels');
  });

  it('keeps fixed layers, and reports on the hold-out that was named', async () => {
    {
      using opened = openProject(project);
      const before = opened.latestPlan()!;
      const name = opened.latestCalibration()!.layers[0]!.layer;
      const fixed = { ...parsePlan(before.json, project), layers: [{ key: name, settings: { thresholds: 7 } }] };
      opened.savePlan({ model: before.model, parent: before.id, message: 'fixed', json: formatPlan(fixed), at: before.created });
      await bringUpToDate(opened, { version: before.id + 1, engine }, CONTEXT);
    }
    const result = await tune({ holdout: `${at('others.npy')}#y.npy`, trials: 34 });
    expect(result.best!.tune.samples).toBe(SAMPLES);
    expect(result.notes.map(onCommandLine).join()).toContain('rules name 1 of 2 neuron layers, which keep their settings.');
    for (const { plan } of result.front)
      expect(Object.values((plan as { layers: Record<string, unknown> }).layers)[0]).toEqual({ thresholds: 7 });
  });

  it('changes nothing but steps, readout and stopping if all layers are fixed, and says so', async () => {
    {
      using opened = openProject(project);
      const before = opened.latestPlan()!;
      const fixed = { ...parsePlan(before.json, project), layers: [{ key: '*', settings: { thresholds: 7 } }] };
      opened.savePlan({ model: before.model, parent: before.id, message: 'fixed', json: formatPlan(fixed), at: before.created });
      await bringUpToDate(opened, { version: before.id + 1, engine }, CONTEXT);
    }
    const result = await tune({ trials: 40 });
    expect(result.sensitivity).toEqual([]);
    expect(result.notes.map(onCommandLine).join()).toContain('only steps, readout and early stopping were searched');
  });

  it('of a network with one neuron layer finds a plan, and says that there is little to find', async () => {
    writeFileSync(at('single.onnx'), onnxBytes(singleLayer));
    project = at('single.spikeloom');
    const calibration = { source: at('x.npy'), batch: 32 };
    const plan = { options: { steps: 3 } };
    await convertModel({ model: at('single.onnx'), out: project, engine, plan, calibration }, CONTEXT);
    const result = await tune({ trials: 50 });
    expect(result.best!.tune.meets_budget).toBe(true);
    expect(result.notes.map(onCommandLine).join()).toContain('The network has one neuron layer');
  });

  it('shows the nearest plan if nothing meets the budget, and saves nothing', async () => {
    const result = await tune({ budgets: [parseBudget('accuracy-drop<=10'), parseBudget('energy<=0.0001')], trials: 34 });
    expect([result.best, result.version]).toEqual([null, null]);
    expect(result.nearest!.tune.meets_budget).toBe(false);
    expect(result.notes.map(onCommandLine).join()).toContain('No plan that was tried meets the budgets');
  });

  it('goes on after a cancellation with what is stored, and with what was left of its time', async () => {
    const whole = await tune();
    project = at(`p${made++}.spikeloom`);
    await copyFile(at('made.spikeloom'), project);
    const kept = await tuneUntil(20);
    expect(kept).toBeGreaterThanOrEqual(20);
    const late = at(`p${made++}.spikeloom`);
    await copyFile(project, late);
    const resumed = await tune({ time: HOUR });
    expect(resumed.resumed).toBe(kept);
    expect({ ...resumed, resumed: 0 }).toEqual(whole);

    // The evaluations so far took an hour: a search of one hour has no time left for more.
    project = late;
    setTimes(late, HOUR / kept);
    const ended = await tune({ time: HOUR });
    expect(ended.trials).toBeLessThan(whole.trials);
    expect(ended.notes.map(onCommandLine).join()).toContain('The search ended before it had tried everything');
    // The first search has ended: the next one has a time of its own, and finds all evaluations.
    const next = await tune({ time: HOUR });
    expect({ ...next, resumed: 0, version: whole.version }).toEqual(whole);
  });
});

it('a forecast has the number of plans of the search to 30 %, and stores nothing', async () => {
  const { trials, complete, ms, memory } = await forecastTuning(requested(), CONTEXT);
  expect(storedTrials(project)).toBe(0);
  const result = await tune();
  expect(Math.abs(trials - result.trials)).toBeLessThanOrEqual(0.3 * result.trials);
  expect(complete).toBe(false);
  expect([ms, memory].every((value) => value > 0)).toBe(true);
});

/** Tunes until so many plans were tried, and cancels. Returns the number of stored evaluations. */
async function tuneUntil(plans: number): Promise<number> {
  const abort = new AbortController();
  const stopped = tuneProject(requested(), {
    signal: abort.signal,
    onProgress: ({ phase, done }) => phase === 'searching' && done >= plans && abort.abort(),
  });
  await expect(stopped).rejects.toThrow();
  return storedTrials(project);
}

/** Makes the stored evaluations ones that took so long each, in ms. */
function setTimes(path: string, ms: number): void {
  const db = new Database(path);
  db.prepare("UPDATE trials SET result = json_set(result, '$.ms', ?)").run(ms);
  db.close();
}

function storedTrials(path: string): number {
  using opened = openProject(path, { readOnly: true });
  return opened.jobs().reduce((sum, { id }) => sum + opened.trials(id).length, 0);
}

describe('bad input', () => {
  it.each([
    [
      'too few samples',
      { budgets: [parseBudget('accuracy-drop<=0.3')] },
      'dataset.empty',
      'has 60 samples, and --budget needs at least 668, half of them',
    ],
    [
      'too few samples for any search',
      { dataset: `${at('x.npy')}@0:18`, budgets: [] },
      'dataset.empty',
      'has 18 samples, and a search needs at least 20, half of them for the search and half held out: fewer tell nothing',
    ],
    [
      'a hold-out of too few samples',
      { holdout: `${at('others.npy')}#y.npy@0:5` },
      'dataset.empty',
      'has 5 samples, and a search needs at least 10: fewer tell nothing',
    ],
    [
      'samples that are all the same',
      { dataset: at('same.npy') },
      'dataset.empty',
      'holds the same samples many times: 0 of those held out are not in the tuning part too, and 10 are needed',
    ],
    [
      'labels of one part alone',
      { holdout: at('others.npy') },
      'option.invalid',
      'others.npy has none, so that figures of --dataset and --holdout would not be of the same thing',
    ],
    ['parts that overlap', { holdout: `${at('x.npy')}@10:40` }, 'option.invalid', 'share 30 samples'],
    ['an unknown model', { energyModel: 'brain' }, 'option.invalid', 'There is no energy model brain'],
    [
      'a model without int8',
      { budgets: [parseBudget('energy<=int8')] },
      'option.invalid',
      'no price for the network in 8-bit integers',
    ],
    ['no time', { time: 1 }, 'option.invalid', 'call it again with more'],
  ] as const)('%s', async (_, change, code, words) => {
    await expect(tune(change)).rejects.toMatchObject({ code, message: expect.stringContaining(words) as string });
  });

  it('a project that is open elsewhere', async () => {
    using _open = openProject(project);
    await expect(tune()).rejects.toMatchObject({
      code: 'project.read-only',
      message: expect.stringContaining('trials could not be stored') as string,
    });
  });
});
