/** Small networks that went wrong once, each with its right answer (README.md). */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildKernels } from '../../scripts/build-kernels.mjs';
import { calibrate } from '../../src-main/calibrate/index.ts';
import { compile } from '../../src-main/convert/index.ts';
import { formatNpy, readNpy } from '../../src-main/dataset/index.ts';
import { compareAnswers, isUnexplained } from '../../src-main/engines/agreement/index.ts';
import { cpuEngine } from '../../src-main/engines/cpu/index.ts';
import { referenceEngine } from '../../src-main/engines/reference/index.ts';
import { choicesOf } from '../../src-main/services/model/choices.ts';
import { loadModel } from '../../src-main/services/model/load-model.ts';
import { simulateModel } from '../../src-main/services/run/simulate-model.ts';
import { evaluateNetwork } from '../../src-shared/network/evaluate.ts';
import { planFromOptions } from '../../src-shared/plan/index.ts';
import type { SpikingNetwork } from '../../src-shared/spiking/index.ts';
import { atBatch, sizeOf } from '../../src-shared/tensor/index.ts';
import { testFolder } from '../support/onnx-graph.ts';
import { relativeDistance } from '../support/onnx-runtime.ts';
import { meanOfSteps } from '../support/spiking.ts';

beforeAll(buildKernels);

const [BATCH, STEPS] = [8, 8];
const at = (name: string): string => join(import.meta.dirname, name);

/** How far the running mean of eight steps may be from the float network; most are within a few percent. */
const FAR = 0.05;

const names = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.onnx'))
  .map((file) => file.replace(/\.onnx$/, ''));

async function samplesFor(size: number): Promise<Float32Array> {
  const { data } = await readNpy(at('samples.npy'));
  return Float32Array.from(data.subarray(0, BATCH * size));
}

async function converted(name: string): Promise<{ spiking: SpikingNetwork; samples: Float32Array }> {
  const { placed } = await loadModel(at(`${name}.onnx`));
  const choices = choicesOf(placed, planFromOptions({ steps: STEPS }));
  const samples = await samplesFor(sizeOf(atBatch(placed.network.shapes.get(placed.network.input.value)!, 1)));
  const batch = { data: samples, samples: BATCH };
  const { layers } = await calibrate(placed, choices, [batch], { steps: STEPS, engine: referenceEngine });
  return {
    spiking: compile(placed, choices, new Map([...layers].map(([layer, { thresholds }]) => [layer, thresholds]))),
    samples,
  };
}

describe.each(names.filter((name) => /^(engine|threshold)-/.test(name)))('%s', (name) => {
  it('is the same on both engines, and approaches the float network by default', async () => {
    const { spiking, samples } = await converted(name);
    const rerun = async (network: SpikingNetwork) => {
      await using session = await referenceEngine.prepare(network);
      return await session.run(samples, BATCH, { steps: STEPS });
    };
    await using session = await cpuEngine.prepare(spiking, { threads: 2 });
    const ours = await session.run(samples, BATCH, { steps: STEPS });
    const reference = await rerun(spiking);
    const { differences } = await compareAnswers({ spiking, batch: BATCH, steps: STEPS, ours, reference, rerun });
    expect(differences.filter(isUnexplained)).toEqual([]);
    // A tie may reach all samples at the end; at the first step hardly any.
    expect(differences.filter(({ steps }) => steps === 1).length).toBeLessThan(BATCH / 2);

    const { network } = spiking;
    const shape = atBatch(network.shapes.get(network.input.value)!, BATCH);
    const [float] = evaluateNetwork(network, { shape, data: Float64Array.from(samples), dtype: 'float' });
    for (const { logits } of [ours, reference])
      expect(relativeDistance(meanOfSteps(logits[0]!, STEPS), float!.data)).toBeLessThan(FAR);
  });
});

it.each([
  ['output-minus1-1', [BATCH, 5, 1]],
  ['output-boxes', [BATCH, 32, 4]],
] as const)('%s: every value is written, those of a sample together', async (name, shape) => {
  using folder = testFolder();
  const { placed } = await loadModel(at(`${name}.onnx`));
  const { network } = placed;
  const input = atBatch(network.shapes.get(network.input.value)!, BATCH);
  const samples = await samplesFor(sizeOf(input.slice(1)));
  const inputs = folder.write('inputs.npy', formatNpy(samples, input));
  const out = join(folder.path, 'out');
  const request = { model: at(`${name}.onnx`), inputs, out, engine: 'reference', batch: 3 } as const;
  const calibration = { source: inputs, batch: BATCH };
  await simulateModel({ ...request, plan: { options: { steps: STEPS } }, calibration }, { signal: new AbortController().signal });
  const float = await readNpy(join(out, 'ann_logits.npy'));
  const decoded = await readNpy(join(out, 'logits.npy'));
  expect(float.shape).toEqual(shape);
  expect(decoded.shape).toEqual([STEPS, ...shape]);
  const [wanted] = evaluateNetwork(network, { shape: input, data: Float64Array.from(samples), dtype: 'float' });
  expect(relativeDistance(float.data, wanted!.data)).toBeLessThan(1e-9);
});

it('every network has its test', () => {
  // Those of `gap-` are tested in gaps.test.ts.
  expect(names.filter((name) => !/^(engine|threshold|output|gap)-/.test(name))).toEqual([]);
  expect(existsSync(at('README.md'))).toBe(true);
  expect(readFileSync(at('README.md'), 'utf8')).toContain('gap-');
});
