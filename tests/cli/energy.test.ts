/** `energy`: recomputed from the counts of a recorded run, with the figures of its report to the last bit, and tables of a person. */
import { readFileSync, rmSync } from 'node:fs';
import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { ENERGY_MODELS, type EnergySummary } from '../../src-shared/energy/index.ts';
import type { RunReport } from '../../src-shared/results/index.ts';
import { golden, json, spikeloom, temporaryFolder } from './support/spikeloom.ts';

const NET = 'vgg-mt-differential';
const folder = temporaryFolder();
const at = (name: string): string => join(folder, name);
const project = at('net.spikeloom');
const model = at('model.onnx');
let report: RunReport;

interface Answer {
  readonly run: number;
  readonly samples: number;
  readonly models: readonly EnergySummary[];
}

beforeAll(async () => {
  await copyFile(golden(NET, 'model.onnx'), model);
  await json('convert', model, '--calibration', golden(NET, 'calibration.npy'), '--thresholds', '4', '--out', project);
  const dataset = ['--dataset', golden(NET, 'inputs.npy'), '--labels', golden(NET, 'labels.npy')];
  report = await json<RunReport>('evaluate', project, ...dataset, '--batch', '4');
});

it.each([8, 3])('gives both energies of the report after %i steps, to the last bit', async (steps) => {
  const { run, samples, models } = await json<Answer>('energy', project, '--run', '1', '--steps', String(steps));
  expect([run, samples]).toEqual([1, report.settings.dataset.samples]);
  expect(models.map((one) => one.model)).toEqual(ENERGY_MODELS.map(({ id }) => id));
  const { energy, energy_ratio } = report.steps[steps - 1]!;
  const [full, paper] = models;
  expect(full!.total!.nom).toBe(energy.total_pj);
  for (const { term, count, pj } of energy.rows) {
    const own = full!.terms.filter((one) => one.term === term);
    expect(own.reduce((sum, one) => sum + one.pj.nom, 0)).toBe(pj);
    expect(own.reduce((sum, one) => sum + one.count, 0)).toBe(count);
  }
  expect(full!.baselines.slice(0, 2).map(({ pj, ratio }) => [pj!.nom, ratio])).toEqual([
    [energy.float32_pj, energy.ratio_float32],
    [energy.int8_pj, energy.ratio_int8],
  ]);
  expect(paper!.baselines[0]!.ratio).toBe(energy_ratio);
});

it('prints groups that may be compared, or one model in full', async () => {
  const all = await spikeloom('energy', project);
  expect(all.stdout).toContain('measured, marginal, chip');
  expect(all.stdout).toContain('Figures of different groups cannot be compared.');
  const { stdout } = await spikeloom('energy', project, '--model', 'odin');
  expect(stdout).toContain('Unpriced, and part of no sum\n');
  expect(stdout).toContain('0.0273 mW, but the table has no time of a step');
  expect(stdout).toMatch(/\d % of .* goes into accumulates of spikes/);
});

it('reuses a fetched weight in the memory-aware model alone', async () => {
  const [once] = (await json<Answer>('energy', project, '--model', 'memory-aware')).models;
  const [often] = (await json<Answer>('energy', project, '--model', 'memory-aware', '--reuse', '8')).models;
  expect(once!.reuse).toEqual({ spikes: 1, dense: 'all' });
  expect(often!.reuse).toEqual({ spikes: 8, dense: 'all' });
  expect(often!.total!.nom).toBeLessThan(once!.total!.nom);
  expect(often!.baselines.map(({ pj }) => pj)).toEqual(once!.baselines.map(({ pj }) => pj));
});

describe('a table of a person', () => {
  const own = JSON.parse(readFileSync('resources/energy/models/odin.json', 'utf8')) as {
    id: string;
    energy_pj: Record<string, unknown>;
  };
  const write = async (name: string, value: unknown): Promise<string> => {
    await writeFile(at(name), JSON.stringify(value));
    return at(name);
  };

  it('is used, as a model or as an energy table', async () => {
    const dear = await write('dear.json', { ...own, id: 'mine', energy_pj: { ...own.energy_pj, syn_op: 16.86 } });
    const [mine] = (await json<Answer>('energy', project, '--table', dear)).models;
    const [odin] = (await json<Answer>('energy', project, '--model', 'odin')).models;
    expect(mine).toMatchObject({ model: 'mine', group: odin!.group });
    expect(mine!.total!.nom).toBeCloseTo(2 * odin!.total!.nom, 3);
    const [table] = (await json<Answer>('energy', project, '--table', 'resources/energy/horowitz-45nm.json')).models;
    expect(table!.total!.nom).toBe(report.steps.at(-1)!.energy.total_pj);
  });

  it.each([
    ['without a field', { ...own, energy_pj: { ...own.energy_pj, syn_op: undefined } }, 'energy_pj.syn_op is missing'],
    ['with a negative price', { ...own, energy_pj: { ...own.energy_pj, syn_op: -1 } }, 'energy_pj.syn_op must not be negative'],
  ])('%s is refused in one sentence', async (name, value, words) => {
    const file = await write(`${name}.json`, value);
    const { status, stderr, stdout } = await spikeloom('energy', project, '--table', file);
    const sentence = `spikeloom: ${file}: not an energy model: ${words}; docs/energy.md describes the fields.\n`;
    expect([status, stdout, stderr]).toEqual([2, '', sentence]);
  });
});

it.each([
  ['an unknown model', ['--model', 'brain'], /There is no energy model brain; choose one of full-ledger, /],
  ['an unknown run', ['--run', '9'], /There is no run 9 in .*net\.spikeloom; choose another one\./],
  ['more steps than the run has', ['--steps', '9'], /Run 1 has 8 steps, not 9; ask for fewer\./],
  ['no number', ['--reuse', '0.5'], /It must be a number, 1 or more; see spikeloom energy --help/],
  ['a file that is not there', ['--table', 'absent.json'], /absent\.json: the energy table cannot be read: it does not exist/],
])('%s: one line', async (_, options, words) => {
  const { status, stderr } = await spikeloom('energy', project, ...options);
  expect(status).toBe(2);
  expect(stderr).toMatch(words);
  expect(stderr.trim()).not.toContain('\n');
});

it('says what is missing: a finished run, and the model', async () => {
  const empty = at('empty.spikeloom');
  await json('convert', model, '--calibration', golden(NET, 'calibration.npy'), '--out', empty);
  expect((await spikeloom('energy', empty)).stderr).toContain('has no finished run; make one: spikeloom evaluate');
  rmSync(model);
  const { status, stderr } = await spikeloom('energy', project);
  expect([status, stderr]).toEqual([2, expect.stringMatching(/The model of .* is gone/)]);
});
