/** A comparison of methods on a small project: its figures are those of evaluations, and its page is whole or not there. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildKernels } from '../../../scripts/build-kernels.mjs';
import { convertResidual } from '../../../tests/fixtures/converted-residual.ts';
import { energyModelNamed } from '../../../src-shared/energy/index.ts';
import { onCommandLine, plainNote } from '../../../src-shared/message/index.ts';
import { EMPTY_PLAN, formatPlan } from '../../../src-shared/plan/index.ts';
import { openProject } from '../../project/index.ts';
import { convertModel } from '../model/convert-model.ts';
import { evaluateProject } from '../run/evaluate-project.ts';
import type { Progress } from '../progress.ts';
import { compareMethods, type CompareMethodsResult } from './compare-methods.ts';
import { projectSearches } from './searched-plans.ts';
import { sensitivityProject } from './sensitivity-project.ts';
import { tuneProject } from './tune-project.ts';

const folder = mkdtempSync(join(tmpdir(), 'spikeloom-methods-'));
const at = (name: string): string => join(folder, name);
const context = { signal: new AbortController().signal };
const energyModel = energyModelNamed('full-ledger', 'energy-model');
const request = { project: at('p.spikeloom'), dataset: at('samples.npy'), energyModel, engine: 'cpu', threads: 1 } as const;
const reports: Progress[] = [];
let result: CompareMethodsResult;

beforeAll(async () => {
  await buildKernels();
  await convertResidual(folder);
  const onProgress = (progress: Progress): unknown => reports.push(progress);
  result = await compareMethods(
    { ...request, out: at('methods.html') },
    { ...context, onProgress: (one) => void onProgress(one) },
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));

it('has every method with as many steps as it takes, and the project’s plan with the figures of a run', async () => {
  const ids = [...result.methods, ...result.left_out].map(({ id }) => id);
  expect(ids.toSorted()).toEqual(['balanced', 'differential', 'iteration', 'multi-spike', 'plan', 'rate', 'tuned']);
  expect(result.methods.find(({ id }) => id === 'multi-spike')!.steps).toHaveLength(1);
  const { report } = await evaluateProject({ ...request, batch: 10 }, context);
  const own = result.methods.find(({ id }) => id === 'plan')!.steps;
  expect(own).toHaveLength(report.steps.length);
  report.steps.forEach(({ agreement, energy }, t) => {
    expect(own[t]!.agreement.value).toBeCloseTo(agreement, 12);
    expect(own[t]!.energy_pj! / energy.total_pj).toBeCloseTo(1, 9);
    expect(own[t]!.accuracy).toBeNull();
  });
});

it('marks a point only if no other is cheaper and better', () => {
  const all = result.methods.flatMap(({ steps }) => steps);
  for (const one of all) {
    const isBeaten = all.some(
      ({ energy_pj: pj, agreement }) =>
        pj! <= one.energy_pj! &&
        agreement.value >= one.agreement.value &&
        (pj! < one.energy_pj! || agreement.value > one.agreement.value),
    );
    expect(one.on_front).toBe(!isBeaten);
  }
});

it('tells how far it is, and draws every method on the page', () => {
  expect(reports.every(({ phase, total }) => phase === 'comparing methods' && total === result.samples)).toBe(true);
  expect(reports.at(-1)!.done).toBe(result.samples);
  const page = readFileSync(at('methods.html'), 'utf8');
  for (const { name, source } of result.methods) {
    expect(page.split(name).length).toBeGreaterThan(3);
    expect(page).toContain(source);
  }
  expect(page).toMatch(/<svg[^>]*role="?img/);
});

it('says that the page cannot be written, and leaves nothing', async () => {
  const out = at('absent/methods.html');
  await expect(compareMethods({ ...request, out }, context)).rejects.toThrow(`the folder ${at('absent')} does not exist`);
  expect(existsSync(out)).toBe(false);
});

it('of a plan that is not saved has its figures', async () => {
  const plan = formatPlan({ ...EMPTY_PLAN, steps: 2, defaults: { thresholds: 2 } });
  const { methods } = await compareMethods({ ...request, plan }, context);
  const [own, differential] = ['plan', 'differential'].map((id) => methods.find((one) => one.id === id)!);
  expect([own!.steps.length, differential!.steps.length]).toEqual([2, 2]);
  expect(own!.plan).toEqual(JSON.parse(plan));
  expect(own!.steps).not.toEqual(result.methods.find(({ id }) => id === 'plan')!.steps.slice(0, 2));
});

it('refuses a network without class scores', async () => {
  const other = mkdtempSync(join(folder, 'map-'));
  await convertResidual(other, {}, ['ra']);
  const wanted = { ...request, project: join(other, 'p.spikeloom') };
  const refusal = (work: string) => new RegExp(`output ra has shape .* is no class vector; ${work} compares answers`);
  await expect(compareMethods(wanted, context)).rejects.toThrow(refusal('comparing methods'));
  await expect(sensitivityProject(wanted, context)).rejects.toThrow(refusal('measuring sensitivity'));
});

it('of a project without calibration samples leaves out the methods that need them, and says what to do', async () => {
  const fixed = mkdtempSync(join(folder, 'fixed-'));
  const own = join(fixed, 'p.spikeloom');
  writeFileSync(join(fixed, 'plan.json'), formatPlan({ ...EMPTY_PLAN, steps: 2, defaults: { threshold: { value: 0.5 } } }));
  const plan = { options: {}, file: join(fixed, 'plan.json') };
  await convertModel({ model: at('model.onnx'), out: own, engine: 'cpu', plan, calibration: { batch: 10 } }, context);
  const { methods, left_out: leftOut } = await compareMethods({ ...request, project: own }, context);
  expect(methods.map(({ id }) => id)).toEqual(['plan']);
  const published = leftOut.filter(({ id }) => id !== 'tuned').map(({ why }) => onCommandLine(why));
  expect(published).toHaveLength(5);
  for (const why of published) expect(why).toContain('without calibration samples');
});

describe('after a search', () => {
  const project = (): string => at('p.spikeloom');
  beforeAll(async () => {
    const goal = { budgets: [{ quantity: 'steps', limit: 2 }], minimise: 'energy', trials: 40, seed: 1 } as const;
    await tuneProject({ ...request, project: project(), ...goal, energyModel: energyModel.id }, context);
  });

  it('has its best plan, as it is used, with the figures that the search had on the same samples', async () => {
    using opened = openProject(project(), { readOnly: true });
    const { tuned } = projectSearches(opened);
    if ('why' in tuned) throw new Error(String(tuned.why));
    const { methods, notes } = await compareMethods(request, context);
    const found = methods.find(({ id }) => id === 'tuned')!;
    expect(found).toMatchObject({ stop_margin: tuned.margin, numbers: tuned.numbers });
    expect(found.steps).toHaveLength(tuned.last);
    expect(tuned.last).toBeLessThanOrEqual(2);
    expect(notes.map(plainNote).join()).toContain(`The tuned plan was chosen on samples of ${at('samples.npy')}`);
    // The search saved it, so that it is the project's plan too.
    const own = methods.find(({ id }) => id === 'plan')!;
    expect(own.plan).toEqual(found.plan);
    if (tuned.margin === null && tuned.numbers === 'float32') expect(own.steps.slice(0, tuned.last)).toEqual(found.steps);
  });

  it('says why a tuned plan of int8 numbers is left out under a model without prices for them', async () => {
    using opened = openProject(project(), { readOnly: true });
    const { tuned } = projectSearches(opened);
    if ('why' in tuned || tuned.numbers !== 'int8') throw new Error('The search ought to find a plan of int8 numbers.');
    const paper = energyModelNamed('paper-ratio', 'energy-model');
    const { methods, left_out: leftOut } = await compareMethods({ ...request, energyModel: paper }, context);
    expect(methods.map(({ id }) => id)).not.toContain('tuned');
    expect(leftOut.map(({ why }) => onCommandLine(why)).join()).toContain('paper-ratio has no prices of its own for them');
  });

  it('has the published methods as they were before it, although its plan is the project’s now', async () => {
    const { methods } = await compareMethods({ ...request, steps: 4 }, context);
    const published = (all: typeof methods) => all.filter(({ id }) => id !== 'plan' && id !== 'tuned').map(({ plan }) => plan);
    expect(published(methods)).toEqual(published(result.methods));
  });
});

it('ends at once if it is cancelled', async () => {
  const control = new AbortController();
  const work = compareMethods(request, { signal: control.signal, onProgress: () => control.abort() });
  await expect(work).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
});
