/** Runs with int8 numbers: what is recorded, what is measured in place of the self-check, and that no run of other numbers is taken for one. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { attention, basicBlocks, samplesOf } from '../../../tests/fixtures/small-networks.ts';
import { onnxBytes } from '../../../tests/support/onnx-graph.ts';
import { plainNote } from '../../../src-shared/message/index.ts';
import type { RunReport } from '../../../src-shared/results/index.ts';
import { formatNpy } from '../../dataset/index.ts';
import { openProject } from '../../project/index.ts';
import { newestRun } from '../export/manifest.ts';
import { convertModel } from '../model/convert-model.ts';
import { type EvaluateRequest, evaluateProject } from './evaluate-project.ts';
import { mergeShards } from './merge-shards.ts';
import { NOT_COMPARED } from './int8-numbers.ts';

const CONTEXT = { signal: new AbortController().signal };
const folder = mkdtempSync(join(tmpdir(), 'spikeloom-int8-'));
const at = (name: string): string => join(folder, name);
const SAMPLES = 12;

beforeAll(async () => {
  writeFileSync(at('blocks.onnx'), onnxBytes(basicBlocks));
  writeFileSync(at('blocks.npy'), formatNpy(samplesOf(basicBlocks, SAMPLES, 5), [SAMPLES, 3, 5, 7]));
  const request = {
    model: at('blocks.onnx'),
    out: at('blocks.spikeloom'),
    engine: 'reference',
    plan: { options: { steps: 6 } },
    calibration: { source: at('blocks.npy'), batch: 6 },
  } as const;
  await convertModel(request, CONTEXT);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const evaluate = (request: Partial<EvaluateRequest> = {}) =>
  evaluateProject(
    { engine: 'reference', threads: 1, batch: 4, project: at('blocks.spikeloom'), dataset: at('blocks.npy'), ...request },
    CONTEXT,
  );

const notesOf = ({ notes }: RunReport): string[] => notes.map(plainNote);
const runs = () => {
  using project = openProject(at('blocks.spikeloom'), { readOnly: true });
  return project.runs();
};

it('a run says its numbers, and how far its answers are from floating point', async () => {
  const { report, run } = await evaluate({ numbers: 'int8' });
  expect(report.settings).toMatchObject({ engine: 'reference', numbers: 'int8' });
  expect(runs().find(({ id }) => id === run)!.settings).toMatchObject({ numbers: 'int8' });
  const [distance] = notesOf(report).filter((note) => note.includes('relative L2'));
  const [, percent, same] =
    /^Output y with int8 numbers is ([\d.]+) % .* on the first 4 samples\. The largest value is the same in (\d) of 4\.$/.exec(
      distance!,
    )!;
  expect(Number(percent)).toBeGreaterThan(0);
  expect(Number(percent)).toBeLessThan(10);
  expect(same).toBe('4');
});

it('floating-point runs say nothing of numbers, and a package quotes the newest run with the numbers of its weights', async () => {
  const { report, run } = await evaluate();
  expect(report.settings).not.toHaveProperty('numbers');
  const int8 = await evaluate({ numbers: 'int8' });
  expect(int8.run).toBeGreaterThan(run!);
  using project = openProject(at('blocks.spikeloom'), { readOnly: true });
  const { plan } = project.run(run!)!;
  expect(newestRun(project, {}, plan)!.id).toBe(run);
  expect(newestRun(project, { weights: 'float32' }, plan)!.id).toBe(run);
  expect(newestRun(project, { weights: 'int8' }, plan)!.id).toBe(int8.run);
});

it('the energy of memory and of real-valued inputs is that of 8-bit integers', async () => {
  const [float, int8] = [await evaluate(), await evaluate({ numbers: 'int8' })].map(({ report }) => report.steps.at(-1)!.energy);
  expect(int8!.total_pj).toBeLessThan(0.6 * float!.total_pj);
  expect(int8!.int8_pj).toBe(float!.int8_pj);
});

it('shards give the whole run, and do not mix with shards of other numbers', async () => {
  const whole = (await evaluate({ numbers: 'int8' })).report;
  const shard = async (index: number, numbers?: 'int8') => {
    const { report, shard: document } = await evaluate({ numbers, shard: { index, count: 3 }, selfCheck: false });
    const name = at(`${index}${numbers ?? ''}.json`);
    writeFileSync(name, JSON.stringify({ ...report, shard: document }));
    return name;
  };
  const parts = [await shard(1, 'int8'), await shard(2, 'int8'), await shard(3, 'int8')];
  const merged = (await mergeShards({ parts }, CONTEXT)).report;
  expect({ ...merged.settings, steps: merged.steps, layers: merged.layers }).toEqual({
    ...whole.settings,
    steps: whole.steps,
    layers: whole.layers,
  });
  const mixed = [parts[0]!, parts[1]!, await shard(3)];
  await expect(mergeShards({ parts: mixed }, CONTEXT)).rejects.toThrow(/differ in their numbers/);
  const stored = await mergeShards({ parts: [at('blocks.spikeloom'), ...parts] }, CONTEXT);
  expect(stored.report.settings.numbers).toBe('int8');
  expect(runs().find(({ id }) => id === stored.run)!.settings).toMatchObject({ numbers: 'int8', merged: true });
});

it('a comparison that was switched off is named', async () => {
  expect(notesOf((await evaluate({ numbers: 'int8', selfCheck: false })).report)).toContain(NOT_COMPARED);
});

it('a network without a form in whole numbers is refused with the layer, and a failed run says so', async () => {
  writeFileSync(at('attention.onnx'), onnxBytes(attention));
  writeFileSync(at('tokens.npy'), formatNpy(samplesOf(attention, 4, 7), [4, 6, 5]));
  const calibration = { source: at('tokens.npy'), batch: 4 };
  const plan = { options: { steps: 3 } };
  await convertModel({ model: at('attention.onnx'), out: at('a.spikeloom'), engine: 'reference', plan, calibration }, CONTEXT);
  const request = { project: at('a.spikeloom'), dataset: at('tokens.npy'), numbers: 'int8' } as const;
  await expect(evaluate(request)).rejects.toMatchObject({
    code: 'numbers.unsupported',
    message: expect.stringMatching(/: \w+, a real-valued unit, has no form in whole numbers; use a network of ReLU/),
  });
  using project = openProject(at('a.spikeloom'), { readOnly: true });
  expect(project.runs().map(({ state }) => state)).toEqual(['failed']);
});

it('a plan that gives every threshold needs calibration samples all the same', async () => {
  const plan = { version: 1, steps: 4, defaults: { coding: 'rate', neuron: 'if', threshold: { value: 1 } } };
  writeFileSync(at('plan.json'), JSON.stringify(plan));
  await convertModel(
    {
      model: at('blocks.onnx'),
      out: at('given.spikeloom'),
      engine: 'reference',
      plan: { options: {}, file: at('plan.json') },
      calibration: { batch: 4 },
    },
    CONTEXT,
  );
  await expect(evaluate({ project: at('given.spikeloom'), numbers: 'int8' })).rejects.toMatchObject({
    code: 'option.invalid',
    at: { option: 'numbers' },
  });
});
