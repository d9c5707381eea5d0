/** Thresholds derived from the statistics of an earlier pass equal those of a new pass, to the last bit. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { convertResidual } from '../../../tests/fixtures/converted-residual.ts';
import { formatPlan, type PartialThreshold, type Plan } from '../../../src-shared/plan/index.ts';
import { openProject, type StoredLayer } from '../../project/index.ts';
import { calibrateProject } from './calibrate-project.ts';
import { convertModel } from '../model/convert-model.ts';

const folder = mkdtempSync(join(tmpdir(), 'spikeloom-calibrate-'));
const at = (name: string): string => join(folder, name);
const project = at('p.spikeloom');
const context = { signal: new AbortController().signal };
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));

beforeAll(() => convertResidual(folder));

/** Saves a plan as a version. */
function save(plan: Plan): number {
  using opened = openProject(project);
  return opened.savePlan({ model: 1, message: 'test', json: formatPlan(plan), at: '2025-01-01T00:00:00Z' });
}

/** The newest calibration after it was brought up to date with a plan. `pass`: always run over all samples. */
async function calibrated(plan: Plan, pass: boolean) {
  const version = save(plan);
  const request = { project, version, engine: 'reference' } as const;
  await calibrateProject(pass ? { ...request, pass: { source: at('samples.npy'), batch: 10 } } : request, context);
  using opened = openProject(project, { readOnly: true });
  const found = opened.latestCalibration()!;
  expect(found.plan).toBe(version);
  return found;
}

const thresholds = (layers: readonly StoredLayer[]) =>
  layers.map(({ layer, level, thresholds: { shape, values }, unsolved, silent }) => ({
    layer,
    level,
    shape,
    values,
    unsolved,
    silent,
  }));

const plan = (threshold: PartialThreshold, change: Partial<Plan['defaults']> = {}): Plan => ({
  version: 1,
  steps: 4,
  layers: [],
  defaults: { ...change, threshold },
});

describe('from a pass for percentiles per channel', () => {
  it.each<readonly [string, Plan]>([
    ['another scale', plan({ scale: 1.25 })],
    ['the largest value', plan({ method: 'max' })],
    ['threshold iteration', plan({ method: 'iteration' })],
    ['threshold iteration for other levels', plan({ method: 'iteration', scale: 0.9 }, { thresholds: 4 })],
    ['the least measured error', plan({ method: 'measured' })],
    ['the least measured error for other steps', { ...plan({ method: 'measured' }), steps: 16 }],
    ['a mean error that is taken back', plan({ method: 'max' }, { correction: 'mean' })],
    ['local threshold balancing', plan({ method: 'balanced' })],
    ['threshold iteration for other steps', { ...plan({ method: 'iteration' }), steps: 16 }],
    ['multi-spike neurons', plan({}, { neuron: 'ms', thresholds: 3 })],
    ['a value', plan({ value: 0.3 })],
    ['a value in one layer', { ...plan({}), layers: [{ key: 'rc', settings: { threshold: { value: 2 } } }] }],
  ])('%s is derived', async (_, wanted) => {
    const base = await calibrated(plan({}), true);
    const derived = await calibrated(wanted, false);
    expect(derived).toMatchObject({ base: base.id, source: at('samples.npy'), samples: 30, batch: 10 });
    expect(derived.layers.map(({ statistics }) => statistics)).toEqual(base.layers.map(({ statistics }) => statistics));
    const passed = await calibrated(wanted, true);
    expect(passed.base).toBeNull();
    expect(thresholds(derived.layers)).toEqual(thresholds(passed.layers));
  });

  it.each<readonly [string, Plan]>([
    ['another level', plan({ level: 'neuron' })],
    ['another percentile', plan({ percentile: 90 })],
    [
      'another level of one layer',
      { ...plan({ scale: 2 }), layers: [{ key: 'ra', settings: { threshold: { level: 'layer' } } }] },
    ],
  ])('%s needs a pass', async (_, wanted) => {
    await calibrated(plan({}), true);
    const found = await calibrated(wanted, false);
    expect(found.base).toBeNull();
    expect(thresholds(found.layers)).toEqual(thresholds((await calibrated(wanted, true)).layers));
  });
});

it('derives again from what was derived, always from the statistics of the pass', async () => {
  const base = await calibrated(plan({}), true);
  await calibrated(plan({ value: 0.3 }), false);
  const back = await calibrated(plan({}), false);
  expect(back.base).toBe(base.id);
  expect(thresholds(back.layers)).toEqual(thresholds(base.layers));
});

it('finds the thresholds that are there where a setting was changed and changed back, without a pass', async () => {
  const base = await calibrated(plan({}), true);
  const between = await calibrated(plan({ level: 'layer' }), false);
  expect(between.base).toBeNull();
  const back = await calibrated(plan({}), false);
  expect([back.base, thresholds(back.layers)]).toEqual([base.id, thresholds(base.layers)]);
  // Thresholds from other samples than the last are not brought back.
  const request = { project, version: save(plan({ level: 'layer' })), engine: 'reference' } as const;
  await calibrateProject({ ...request, pass: { source: `${at('samples.npy')}@0:10`, batch: 5 } }, context);
  const other = await calibrated(plan({}), false);
  expect([other.base, other.samples]).toEqual([null, 10]);
});

it('has nothing to do for the plan that the newest calibration is of', async () => {
  const found = await calibrated(plan({ method: 'max' }), true);
  const { calibration } = await calibrateProject({ project, version: found.plan, engine: 'reference' }, context);
  expect(calibration.id).toBe(found.id);
});

it('asks for samples where there were none and a value is taken back', async () => {
  const other = at('values.spikeloom');
  writeFileSync(at('values.json'), formatPlan(plan({ value: 1 })));
  const request = { model: at('model.onnx'), out: other, engine: 'reference', calibration: { batch: 10 } } as const;
  await convertModel({ ...request, plan: { options: {}, file: at('values.json') } }, context);
  const saved = (wanted: Plan): number => {
    using opened = openProject(other);
    return opened.savePlan({ model: 1, message: 'test', json: formatPlan(wanted), at: '2025-01-01T00:00:00Z' });
  };
  const bring = (version: number) => calibrateProject({ project: other, version, engine: 'reference' }, context);
  await expect(bring(saved(plan({})))).rejects.toMatchObject({ code: 'option.invalid', at: { layer: 'ra' } });
  expect((await bring(saved(plan({ value: 2 })))).calibration.layers[0]!.threshold).toEqual([2, 2, 2]);
});
