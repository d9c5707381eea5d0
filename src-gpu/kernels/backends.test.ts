/** Neuron kernels on gpu.js' WebAssembly backend: float32, every operation rounded, so that it decides as the recurrences of §3 do in 32 bits. */
import gpujs from 'gpu.js';
import { expect, it } from 'vitest';
import { paperNeuron } from '../../tests/properties/support/paper-neurons.ts';
import type { NeuronSettings } from '../../src-shared/units/index.ts';
import { neuronKernel, packingOf } from './neuron.ts';

const SIZE = 512;
const STEPS = 8;

interface Library {
  readonly GPU: new (settings: {
    readonly mode: string;
  }) => {
    createKernel(source: string, settings: object): (...values: unknown[]) => unknown;
  };
}
const { GPU } = gpujs as unknown as Library;

const FORMS = (['if', 'mt'] as const).flatMap((model) =>
  (['rate', 'differential'] as const).flatMap((coding) =>
    (['relu', 'signed'] as const).map((rule): NeuronSettings => {
      return { model, rule, negative: true, inputCoding: coding, coding, levels: model === 'mt' ? 5 : 1, tau: 1 };
    }),
  ),
);
const numbers = (length: number, seed: number): Float32Array =>
  Float32Array.from({ length }, (_, i) => (((i + 1) * 0.618033988749895 + seed * 0.414213562373095) * 97.31) % 1);

/** Sums of inputs and constant parts are exact. */
const onGrid = (value: number): number => Math.round(value * 1024) / 1024;

it.each(FORMS.map((form) => [`${form.model}, ${form.coding}, ${form.rule}`, form] as const))('%s', async (_, settings) => {
  const theta = numbers(SIZE, 1).map((value) => 0.5 + value);
  const b = numbers(SIZE, 2).map((value) => onGrid(value - 0.5));
  const inverse = Float32Array.from({ length: STEPS }, (__, t) => 1 / (t + 1));
  const x = Array.from({ length: STEPS }, (__, t) => numbers(SIZE, 3 + t).map((value) => onGrid(value * 1.8 - 0.6)));
  const share = Array.from({ length: STEPS }, (__, t) => theta.map((value) => value / (t + 1)));
  const text = neuronKernel({ settings, estimated: false, steps: STEPS, first: 0, until: STEPS });
  const kernel = new GPU({ mode: 'webasm' }).createKernel(text.source, { output: [SIZE, 1], precision: 'single' });
  const codes = (await kernel(x, [b], [theta], share, inverse, 1, 1, SIZE, 1, SIZE, 1)) as readonly (readonly Float32Array[])[];
  const { values, bits, perWord } = packingOf(settings);
  const unit = { kind: 'neuron', id: 'n', name: 'n', node: 'n', input: 'x', output: 'y', ...settings } as const;
  const thresholds = { level: 'neuron', shape: [1, SIZE], values: Float64Array.from(theta) } as const;
  const step = paperNeuron({ ...unit, thresholds }, Float64Array.from(theta), Float64Array.from(b), Math.fround);
  let different = 0;
  for (let t = 0; t < STEPS; t++) {
    // Values travel without their constant part.
    const sent = step(
      Float64Array.from(x[t]!, (value, i) => value + b[i]!),
      t,
    );
    for (let i = 0; i < SIZE; i++) {
      const word = codes[0]![i]![Math.floor(t / perWord)]!;
      const code = Math.floor(word / 2 ** (bits * (t % perWord))) % 2 ** bits;
      if (Math.abs(values[code]! * theta[i]! - sent[i]!) > 1e-6) different++;
    }
  }
  // A differential input is divided by t+1 as a product with 1/(t+1), which is a last bit off at times: that decides a few ties.
  expect(different / (SIZE * STEPS)).toBeLessThanOrEqual(settings.coding === 'rate' ? 0 : 0.005);
});
