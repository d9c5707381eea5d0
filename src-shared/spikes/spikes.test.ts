/**
 * Recorded spikes stand for what the reference engine computed: for every neuron and coding, the codes give back the sent values and the
 * running estimates, bit for bit. No recording is larger than was said before.
 */
import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { placeNeurons } from '../../src-main/convert/index.ts';
import { attention, residual, samplesOf } from '../../tests/fixtures/small-networks.ts';
import { compileUniform, importModel, simulate } from '../../tests/support/spiking.ts';
import { CODINGS, isLeaky, neuronsOf } from '../plan/index.ts';
import type { SpikingNetwork } from '../spiking/index.ts';
import { atBatch, sizeOf, tensor64 } from '../tensor/index.ts';
import { neuronThresholds } from '../units/index.ts';
import {
  codesFromBytes,
  codesOf,
  codesToBytes,
  countCodes,
  decodeSpikes,
  encodeSpikes,
  estimatesOf,
  leaveOut,
  mostSpikeBytes,
  sampleBytes,
  type SpikeForm,
  spikeOf,
} from './index.ts';

const STEPS = 6;
const networks = { residual, attention };
const placed = Object.fromEntries(
  await Promise.all(
    Object.entries(networks).map(async ([name, model]) => [name, placeNeurons(await importModel(model))] as const),
  ),
);

/** A run of one sample of a network with the same neurons everywhere. */
async function recorded(name: keyof typeof networks, coding: (typeof CODINGS)[number], neuron: never, thresholds: number) {
  const spiking: SpikingNetwork = compileUniform(placed[name]!, { coding, neuron, thresholds, tau: 0.9 }, 0.6);
  const units = spiking.stages.filter((stage) => stage.kind === 'neuron');
  const shape = atBatch(spiking.network.shapes.get(spiking.network.input.value)!, 1);
  const values = units.map(({ output }) => output);
  const samples = tensor64(shape, Float64Array.from(samplesOf(networks[name], 1, 3)));
  return { spiking, units, result: await simulate(spiking, samples, STEPS, { conversionError: true, values }) };
}

const CASES = CODINGS.flatMap((coding) =>
  neuronsOf(coding).flatMap((neuron) =>
    // Attention has no form with leaky codings.
    (isLeaky(coding) ? (['residual'] as const) : (['residual', 'attention'] as const)).flatMap((name) =>
      (neuron === 'ms' ? [5, 12] : [5]).map((n) => [name, coding, neuron, n] as const),
    ),
  ),
);

describe('spikes of', () => {
  it.each(CASES)('%s, %s, %s, %i thresholds', async (name, coding, neuron, thresholds) => {
    const { spiking, units, result } = await recorded(name, coding, neuron as never, thresholds);
    for (const unit of units) {
      const shape = spiking.network.shapes.get(unit.output)!;
      const theta = neuronThresholds(unit.thresholds, shape);
      const sent = result.values!.get(unit.output)!;
      const activation = result.activations!.get(unit.output)!;
      expect(theta).toHaveLength(sizeOf(atBatch(shape, 1)));
      const steps = Array.from({ length: STEPS }, (_, t) => {
        const now = sent.subarray(t * theta.length, (t + 1) * theta.length);
        const codes = encodeSpikes(unit, now, theta);
        expect(codesFromBytes(unit, codesToBytes(codes), theta.length)).toEqual(codes);
        expect(decodeSpikes(unit, codes, theta)).toEqual(now);
        return codes;
      });
      const layer = { ...unit, shape: [theta.length], tau: spiking.tau };
      const { squaredError, spikes } = result.neurons.get(unit.id)!;
      estimatesOf(layer, steps, theta).forEach((estimate, t) => {
        expect(estimate.reduce((sum, value, i) => sum + (value - activation[i]!) ** 2, 0)).toBe(squaredError![t]);
        expect([...countCodes(steps.slice(t, t + 1)).values()].reduce((sum, count) => sum + count, 0)).toBe(spikes[t]);
      });
    }
  });
});

const FORMS: readonly SpikeForm[] = [
  { model: 'if', levels: 1 },
  { model: 'lif', levels: 1 },
  ...[1, 8, 16].map((levels) => ({ model: 'mt', levels }) as const),
  ...[1, 7, 8, 15, 16].map((levels) => ({ model: 'ms', levels }) as const),
];

describe('codes', () => {
  it.each(FORMS)('of $model with $levels thresholds stand for every size, in order', (form) => {
    const codes = codesOf(form);
    const sizes = codes.map((code) => spikeOf(form, code));
    expect(sizes.toSorted((a, b) => a - b)).toEqual(sizes);
    expect(new Set(sizes).size).toBe(form.model === 'ms' ? 2 * (2 ** form.levels - 1) : 2 * form.levels);
    const theta = sizes.map((_, i) => 0.3 + i / 7);
    const sent = sizes.map((size, i) => size * theta[i]!);
    expect([...encodeSpikes(form, sent, theta)]).toEqual(codes);
    // As an engine of 32 bits sends it.
    expect([...encodeSpikes(form, Float32Array.from(sent), theta)]).toEqual(codes);
    expect([...codesFromBytes(form, codesToBytes(encodeSpikes(form, sent, theta)), codes.length)!]).toEqual(codes);
  });

  it('of a value that the layer cannot send are refused', () => {
    for (const form of FORMS) {
      for (const value of [0.7, 4 * 2 ** form.levels, Number.NaN, 1e-9]) {
        expect(() => encodeSpikes(form, [value], [1]), `${form.model} ${value}`).toThrow(RangeError);
      }
      expect(() => encodeSpikes(form, [1], [0])).toThrow(RangeError);
    }
  });

  it('in bytes of another layer are refused', () => {
    const form = { model: 'mt', levels: 4 } as const;
    expect(codesFromBytes(form, Uint8Array.of(1, 2), 3)).toBeUndefined();
    expect(codesFromBytes(form, Uint8Array.of(1, 5), 2)).toBeUndefined();
    expect(codesFromBytes({ model: 'ms', levels: 8 }, Uint8Array.of(0, 1), 1)).toBeUndefined();
  });
});

describe('the size of a recording', () => {
  it('is the most that its data can take, compressed', () => {
    for (const neurons of [1, 1000, 100_000]) {
      // Data that cannot be compressed.
      let state = 1;
      const noise = Uint8Array.from(
        { length: neurons * 4 },
        () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) >>> 24,
      );
      const layer = { name: 'l', model: 'mt', levels: 8, neurons } as const;
      const bytes = 3 * deflateSync(noise.subarray(0, neurons)).length + deflateSync(noise).length;
      expect(sampleBytes(layer, 3)).toBeGreaterThanOrEqual(bytes);
      expect(sampleBytes(layer, 3)).toBeLessThan(7 * neurons * 1.01 + 100);
    }
  });

  it('says what to leave out', () => {
    const layers = [
      { name: 'small', model: 'mt', levels: 8, neurons: 10_000 },
      { name: 'large', model: 'mt', levels: 8, neurons: 90_000 },
    ] as const;
    const all = mostSpikeBytes(layers, 5, 8);
    expect(leaveOut(layers, 5, 8, all)).toBeNull();
    expect(leaveOut(layers, 5, 8, all - 1)).toEqual({ samples: 1 });
    expect(mostSpikeBytes(layers, 4, 8)).toBeLessThan(all);
    expect(leaveOut(layers, 5, 8, 1e6)).toMatchObject({ layer: 'large' });
  });
});
