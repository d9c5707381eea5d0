/** A comparison of methods on a small project: its figures are those of evaluations, and its page is whole or not there. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildKernels } from '../../../scripts/build-kernels.mjs';
import { convertResidual } from '../../../tests/fixtures/converted-residual.ts';
import { energyModelNamed } from '../../../src-shared/energy/index.ts';
import type { MethodComparison } from '../../../src-shared/tuning/index.ts';
import { evaluateProject } from '../run/evaluate-project.ts';
import type { Progress } from '../progress.ts';
import { compareMethods } from './compare-methods.ts';

const folder = mkdtempSync(join(tmpdir(), 'spikeloom-methods-'));
const at = (name: string): string => join(folder, name);
const context = { signal: new AbortController().signal };
const energyModel = energyModelNamed('full-ledger', 'energy-model');
const request = { project: at('p.spikeloom'), dataset: at('samples.npy'), energyModel, engine: 'cpu', threads: 1 } as const;
const reports: Progress[] = [];
let result: MethodComparison;

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
  expect(ids.toSorted()).toEqual(['balanced', 'differential', 'iteration', 'multi-spike', 'plan', 'rate']);
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
  expect(reports.every(({ phase, total }) => phase === 'comparing' && total === result.samples)).toBe(true);
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

it('ends at once if it is cancelled', async () => {
  const control = new AbortController();
  const work = compareMethods(request, { signal: control.signal, onProgress: () => control.abort() });
  await expect(work).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
});
