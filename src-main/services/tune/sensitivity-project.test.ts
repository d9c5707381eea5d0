/** A sensitivity table of a small project: its rows are what evaluations of the changed plans measure, and what cannot be measured is refused. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildKernels } from '../../../scripts/build-kernels.mjs';
import { convertResidual } from '../../../tests/fixtures/converted-residual.ts';
import { energyModelNamed, estimate, workloadOf } from '../../../src-shared/energy/index.ts';
import { formatPlan, setLayers } from '../../../src-shared/plan/index.ts';
import { answersOf } from '../../../src-shared/tuning/sensitivity-sums.ts';
import { formatNpy, readNpy } from '../../dataset/index.ts';
import { cpuEngine } from '../../engines/cpu/index.ts';
import { openProject } from '../../project/index.ts';
import { bringUpToDate } from '../calibrate/calibrate-project.ts';
import { openProjectNetwork } from '../project/open-project-network.ts';
import type { Progress } from '../progress.ts';
import { countSums } from '../run/batch-sums.ts';
import { sensitivityProject, type SensitivityResult } from './sensitivity-project.ts';

const folder = mkdtempSync(join(tmpdir(), 'spikeloom-sensitivity-'));
const at = (name: string): string => join(folder, name);
const context = { signal: new AbortController().signal };
const energyModel = energyModelNamed('full-ledger', 'energy-model');
const request = { project: at('p.spikeloom'), dataset: at('samples.npy'), energyModel, threads: 1 };
let table: SensitivityResult;
const reports: Progress[] = [];

beforeAll(async () => {
  await buildKernels();
  await convertResidual(folder);
  table = await sensitivityProject(request, { ...context, onProgress: (progress) => reports.push(progress) });
});
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));

it('has every change of every layer once, with intervals around the values', () => {
  const names = table.rows.map(({ layer, field, to }) => `${layer} ${field} ${to}`);
  expect(new Set(names).size).toBe(names.length);
  expect(new Set(table.rows.map(({ layer }) => layer)).size).toBeGreaterThan(2);
  expect(new Set(table.rows.map(({ field }) => field))).toEqual(new Set(['coding', 'neuron', 'thresholds', 'method', 'scale']));
  for (const { agreement, divergence, energy, accuracy } of table.rows) {
    expect(accuracy).toBeNull();
    for (const { value, low, high } of [agreement, divergence, energy!]) {
      expect(low).toBeLessThanOrEqual(value);
      expect(high).toBeGreaterThanOrEqual(value);
    }
  }
  expect(table.samples).toBe(30);
  expect(table.shared).toBeGreaterThan(0.2);
});

it('reports the samples that are done', () => {
  expect(reports.every(({ phase, total }) => phase === 'comparing' && total === 30)).toBe(true);
  expect(reports.map(({ done }) => done)).toEqual(reports.map(({ done }) => done).toSorted((a, b) => a - b));
  expect(reports.at(-1)!.done).toBe(30);
});

/** The newest plan of the project on all samples: mean divergence, share of agreement, energy. */
async function measured(project: ReturnType<typeof openProject>) {
  const { network } = await openProjectNetwork(project);
  const { data } = await readNpy(at('samples.npy'));
  await using session = await cpuEngine.prepare(network, { threads: 1 });
  const [float] = await session.float(Float32Array.from(data), 30);
  const result = await session.run(Float32Array.from(data), 30, { steps: 4 });
  const { divergence, agrees } = answersOf({ steps: 4, classes: float!.length / 30, logits: result.logits[0]!, float: float! });
  const workload = workloadOf(network, { samples: 30, steps: 4, ...countSums(network, result) });
  return {
    divergence: divergence.reduce((sum, value) => sum + value, 0) / 30,
    agreement: agrees.filter(Boolean).length / 30,
    energy: estimate(energyModel, workload, 4).total!.nom,
  };
}

it.each([
  ['coding', 'rate', { coding: 'rate', neuron: 'mt' }],
  ['thresholds', '2', { thresholds: 2 }],
  ['method', 'max', { threshold: { method: 'max' } }],
  ['scale', '2', { threshold: { scale: 2 } }],
] as const)('the row of %s %s is the difference of two evaluations', async (field, to, change) => {
  await convertResidual(folder);
  using project = openProject(request.project);
  const plan = await measured(project);
  const layer = table.rows[0]!.layer;
  const { plan: given } = await openProjectNetwork(project);
  const json = formatPlan(setLayers(given, [layer], change));
  const version = project.savePlan({ model: 1, message: field, json, at: '2025-01-01T00:00:00Z' });
  await bringUpToDate(project, { version, engine: 'cpu', threads: 1 }, context);
  const changed = await measured(project);
  const row = table.rows.find((one) => one.layer === layer && one.field === field && one.to === to)!;
  expect(row.divergence.value).toBeCloseTo(changed.divergence - plan.divergence, 10);
  expect(row.agreement.value).toBeCloseTo(changed.agreement - plan.agreement, 10);
  expect(row.energy!.value).toBeCloseTo(changed.energy / plan.energy - 1, 8);
  expect(table.plan.energy).toBeCloseTo(plan.energy, 4);
});

it('of a plan that is not saved has the rows of a project with that plan', async () => {
  await convertResidual(folder);
  using project = openProject(request.project);
  const { plan } = await openProjectNetwork(project);
  const json = formatPlan(setLayers(plan, [table.rows[0]!.layer], { thresholds: 2, threshold: { scale: 2 } }));
  const unsaved = await sensitivityProject({ ...request, plan: json }, context);
  const version = project.savePlan({ model: 1, message: 'saved', json, at: '2025-01-01T00:00:00Z' });
  await bringUpToDate(project, { version, engine: 'cpu', threads: 1 }, context);
  expect(unsaved).toEqual(await sensitivityProject(request, context));
  expect(unsaved.plan.divergence).not.toBe(table.plan.divergence);
});

it('stops at once if it is cancelled', async () => {
  const controller = new AbortController();
  const running = sensitivityProject(request, {
    signal: controller.signal,
    onProgress: ({ done }) => done > 0 && controller.abort(new Error('stop')),
  });
  await expect(running).rejects.toThrow('stop');
});

it('refuses samples that are too few for an interval', async () => {
  writeFileSync(at('few.npy'), formatNpy(new Float32Array(5 * 432), [5, 3, 12, 12]));
  await expect(sensitivityProject({ ...request, dataset: at('few.npy') }, context)).rejects.toMatchObject({
    code: 'option.invalid',
    message: expect.stringContaining('5 samples give no interval') as string,
  });
});
