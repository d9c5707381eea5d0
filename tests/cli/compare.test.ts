/** `compare`: two runs of a project, with the figures of `evaluate --json` and those of the files that `--samples` writes. */
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import type { Overview, RunComparison, RunReport } from '../../src-shared/results/index.ts';
import { golden, json, spikeloom, temporaryFolder } from './support/spikeloom.ts';

type Evaluated = RunReport & { readonly overview: Overview };

const NET = 'vgg-mt-differential';
const folder = temporaryFolder();
const project = join(folder, 'net.spikeloom');
const labelled = ['--dataset', golden(NET, 'inputs.npy'), '--labels', golden(NET, 'labels.npy'), '--batch', '4'];
let runs: [Evaluated, Evaluated];

beforeAll(async () => {
  const model = join(folder, 'model.onnx');
  await copyFile(golden(NET, 'model.onnx'), model);
  const convert = (thresholds: string, ...options: string[]) =>
    json(
      'convert',
      model,
      '--calibration',
      golden(NET, 'calibration.npy'),
      '--thresholds',
      thresholds,
      '--out',
      project,
      ...options,
    );
  await convert('4');
  const first = await json<Evaluated>('evaluate', project, ...labelled, '--name', 'four');
  await convert('1', '--steps', '4');
  runs = [first, await json<Evaluated>('evaluate', project, ...labelled)];
});

it('gives the figures of both evaluations, of the same samples', async () => {
  const comparison = await json<RunComparison>('compare', project, '1', '2');
  const { first, second, sameSamples, steps, last, missing } = comparison;
  const samples = runs[0].settings.dataset.samples;
  expect([first, second]).toEqual([
    { run: 1, name: 'four', steps: 8, samples },
    { run: 2, name: '', steps: 4, samples },
  ]);
  expect([sameSamples, missing, steps.length, last.steps]).toEqual([true, [], 4, [8, 4]]);
  for (const { steps: at, accuracy, agreement, energyPj } of [...steps, last])
    for (const [which, of] of (['first', 'second'] as const).entries()) {
      const shown = runs[which]!.overview.steps[at[which]! - 1]!;
      expect([accuracy![of], agreement![of], energyPj[which]]).toEqual([shown.accuracy, shown.agreement, shown.energyPj]);
      expect(accuracy!.method).toBe('paired');
    }
  for (const { name, kind, energyPj } of comparison.layers) {
    const layer = runs[1].layers.find((one) => one.name === name && one.kind === kind)!;
    expect(energyPj[1]).toBe(Object.values(layer.energy!).reduce((sum, series) => sum + series.at(-1)!, 0));
  }
  expect(comparison.settings).toEqual(
    expect.arrayContaining([
      { setting: 'defaults › thresholds', first: '4', second: '1' },
      expect.objectContaining({ setting: 'steps' }),
    ]),
  );
});

it('prints the verdict, a row for every step, and the settings', async () => {
  const { stdout } = await spikeloom('compare', project, '1', '2');
  const { verdict } = await json<RunComparison>('compare', project, '1', '2');
  expect(stdout.startsWith(`${verdict}\n`)).toBe(true);
  expect(stdout).toMatch(/^ *8 \/ 4 /m);
  expect(stdout).toMatch(/^defaults › thresholds +4 +1$/m);
  expect(stdout).toContain('Layers whose conversion error differs most');
});

it.each([
  ['a run that is not there', ['1', '9'], /There is no run 9 in .*net\.spikeloom; choose another one\./],
  ['no number', ['1', 'two'], /It must be a whole number, 1 or more/],
  ['one run alone', ['1'], /missing required argument 'second'/],
])('%s: one line', async (_, numbers, words) => {
  const { status, stderr } = await spikeloom('compare', project, ...numbers);
  expect([status, stderr]).toEqual([2, expect.stringMatching(words)]);
});
