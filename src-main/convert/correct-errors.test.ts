/** The mean error of a layer in the constant part behind it: what it leaves of the mean error of outputs, in both fast and exact engines. */
import { describe, expect, it } from 'vitest';
import { testBuilder, type TestBuilder } from '../../src-shared/network/operators/testing/builder.ts';
import { randomTensor } from '../../src-shared/network/operators/testing/random.ts';
import type { Network, ValueId } from '../../src-shared/network/index.ts';
import type { Engine } from '../../src-shared/engine/index.ts';
import type { LayerSettings, PartialSettings } from '../../src-shared/plan/index.ts';
import { BATCH } from '../../src-shared/tensor/index.ts';
import { choicesOf } from '../../tests/support/spiking.ts';
import { calibrate } from '../calibrate/index.ts';
import { cpuEngine } from '../engines/cpu/index.ts';
import { referenceEngine } from '../engines/reference/index.ts';
import { compile, placeNeurons } from './index.ts';

const SAMPLES = 64;
const CONV = { kernel: [3, 3], strides: [1, 1], pads: [1, 1, 1, 1], dilations: [1, 1], group: 1 };

/** A ReLU in front of a padded convolution, behind one; then pooling and a linear layer, or a branch. */
const build = (b: TestBuilder): ValueId => {
  const first = b.emit('Relu', [
    b.emit('Conv', ['x', b.constant(randomTensor([4, 2, 3, 3], 1)), b.constant(randomTensor([4], 2))], CONV),
  ]);
  const second = b.emit('Conv', [first, b.constant(randomTensor([4, 4, 3, 3], 3)), b.constant(randomTensor([4], 4))], CONV);
  return b.emit('Add', [first, second]);
};
const network = ((): Network => {
  const b = testBuilder([BATCH, 2, 4, 4]);
  return b.network(build(b));
})();
const data = Float32Array.from(randomTensor([SAMPLES, 2, 4, 4], 9).data);

async function outputs(settings: PartialSettings, engine: Engine, steps: number) {
  const placed = placeNeurons(network);
  const choices = choicesOf(placed, {}, () => settings as Partial<LayerSettings>);
  const { layers } = await calibrate(placed, choices, [{ data, samples: SAMPLES }], { steps, engine: referenceEngine });
  const spiking = compile(placed, choices, new Map([...layers].map(([name, { thresholds }]) => [name, thresholds])));
  await using session = await engine.prepare(spiking);
  const [float] = await session.float(data, SAMPLES);
  const { logits, counted } = await session.run(data, SAMPLES, { steps });
  const size = float!.length;
  const mean = Float64Array.from(float!, (_, i) => {
    let sum = 0;
    for (let t = 0; t < steps; t++) sum += logits[0]![t * size + i]!;
    return sum / steps;
  });
  return { float: float!, mean, counted };
}

/** Mean error of each output channel. */
function channelErrors({ float, mean }: { readonly float: ArrayLike<number>; readonly mean: Float64Array }): number[] {
  const sums = new Array<number>(4).fill(0);
  mean.forEach((value, i) => (sums[Math.floor(i / 16) % 4]! += value - float[i]!));
  return sums.map((sum) => sum / (SAMPLES * 16));
}

const norm = (values: readonly number[]): number => Math.hypot(...values);

describe('a mean error that is taken back', () => {
  it.each([
    ['differential', 'mt', 1],
    ['differential', 'mt', 4],
    ['rate', 'ms', 2],
    ['rate', 'if', 2],
  ] as const)(
    'leaves little of the mean error of %s %s after %i steps, and no trace in the float network',
    async (coding, neuron, steps) => {
      const settings = { coding, neuron, thresholds: 2 } as const;
      const plain = await outputs(settings, referenceEngine, steps);
      const corrected = await outputs({ ...settings, correction: 'mean' }, referenceEngine, steps);
      expect(corrected.float).toEqual(plain.float);
      expect(norm(channelErrors(corrected))).toBeLessThan(norm(channelErrors(plain)) / 4);
      for (const [name, { operations }] of plain.counted) expect(corrected.counted.get(name)!.operations).toEqual(operations);
      const fast = await outputs({ ...settings, correction: 'mean' }, cpuEngine, steps);
      fast.mean.forEach((value, i) => expect(Math.abs(value - corrected.mean[i]!)).toBeLessThan(1e-4));
      fast.float.forEach((value, i) => expect(Math.abs(value - corrected.float[i]!)).toBeLessThan(1e-4));
    },
  );
});
