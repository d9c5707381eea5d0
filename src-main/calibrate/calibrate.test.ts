/** From samples to thresholds: the statistic, the values it is taken of, and the layers that share it (docs/algorithm.md §6, §9). */
import { describe, expect, it } from 'vitest';
import type { Network, ValueId } from '../../src-shared/network/index.ts';
import { testBuilder, type TestBuilder } from '../../src-shared/network/operators/testing/builder.ts';
import { randomTensor } from '../../src-shared/network/operators/testing/random.ts';
import type { LayerSettings, ThresholdSettings } from '../../src-shared/plan/types.ts';
import { BATCH } from '../../src-shared/tensor/index.ts';
import { choicesOf } from '../../tests/support/spiking.ts';
import { compile, placeNeurons } from '../convert/index.ts';
import type { Engine, FloatOptions } from '../../src-shared/engine/index.ts';
import { referenceEngine } from '../engines/reference/index.ts';
import { calibrate, type Calibration, type CalibrationBatch } from './index.ts';
import { thresholdIteration } from './statistics/index.ts';

const THRESHOLD: ThresholdSettings = { method: 'max', percentile: 75, of: 'value', level: 'layer', scale: 1 };

/** Samples of two channels with three values each. The first batch has two samples, the second has one. */
const BATCHES: readonly CalibrationBatch[] = [
  { data: Float64Array.of(1, 2, -3, 4, 0, -1, 8, -2, 0.5, 0.25, 0.125, 0), samples: 2 },
  { data: Float64Array.of(-1, -2, -3, 4, 5, 6), samples: 1 },
];

const network = (build: (b: TestBuilder) => ValueId): Network => {
  const b = testBuilder([BATCH, 2, 3]);
  return b.network(build(b));
};
const relu = network((b) => b.emit('Relu', ['x']));

interface Asked {
  readonly threshold?: Partial<ThresholdSettings>;
  readonly neuron?: LayerSettings['neuron'];
  readonly thresholds?: number;
  readonly mostSpikes?: number;
  readonly but?: (name: string) => Partial<LayerSettings>;
  readonly batches?: Iterable<CalibrationBatch> | AsyncIterable<CalibrationBatch>;
  readonly steps?: number;
  readonly engine?: Engine;
}

async function calibrated(net: Network, asked: Asked = {}): Promise<Calibration> {
  const placed = placeNeurons(net);
  const { neuron = 'mt', thresholds = 4, mostSpikes = 16 } = asked;
  const choices = choicesOf(placed, {}, ({ name }) => ({
    neuron,
    thresholds,
    mostSpikes,
    threshold: { ...THRESHOLD, ...asked.threshold },
    ...asked.but?.(name),
  }));
  return calibrate(placed, choices, asked.batches ?? BATCHES, {
    steps: asked.steps ?? 8,
    engine: asked.engine ?? referenceEngine,
  });
}

/** Thresholds of the only layer. */
async function values(net: Network, asked: Asked = {}): Promise<number[]> {
  const [layer] = [...(await calibrated(net, asked)).layers.values()];
  return [...layer!.thresholds.values];
}

describe('thresholds', () => {
  it('are the maxima of batches, weighted by samples', async () => {
    expect(await values(relu)).toEqual([(2 * 8 + 6) / 3]);
    expect(await values(relu, { threshold: { level: 'channel' } })).toEqual([(2 * 8 + 0) / 3, (2 * 4 + 6) / 3]);
    const neurons = await values(relu, { threshold: { level: 'neuron' } });
    const expected = [16, 4, 1, 8 + 4, 0.25 + 5, 6].map((sum) => sum / 3);
    neurons.forEach((theta, index) => expect(theta).toBeCloseTo(expected[index]!, 12));
  });

  it('have the shape in which they broadcast over the value', async () => {
    for (const [level, shape] of [
      ['layer', [1]],
      ['channel', [1, 2, 1]],
      ['neuron', [1, 2, 3]],
    ] as const) {
      const [layer] = [...(await calibrated(relu, { threshold: { level } })).layers.values()];
      expect(layer!.thresholds).toMatchObject({ level, shape });
    }
  });

  it('are percentiles of the ReLU’s output', async () => {
    // First batch, channel 0: 0 0 0.5 1 2 8, at 75 % between 1 and 2.
    const [first] = await values(relu, { threshold: { method: 'percentile', level: 'channel' } });
    expect(first).toBeCloseTo((2 * (1 + 0.75) + 0) / 3, 12);
  });

  it('are multiplied by the scale', async () => {
    expect(await values(relu, { threshold: { scale: 4 } })).toEqual([(4 * (2 * 8 + 6)) / 3]);
  });

  it('of multi-spike neurons let all bits together reach the statistic', async () => {
    for (const thresholds of [1, 4, 16]) {
      const [theta] = await values(relu, { neuron: 'ms', thresholds });
      const lambda = theta! / 2 ** (thresholds - 1);
      expect(lambda * (2 ** thresholds - 1)).toBeCloseTo(22 / 3, 12);
    }
  });

  it('of multi-spike neurons with a limit let the largest sum that a step may send reach the statistic', async () => {
    for (const [mostSpikes, quanta] of [
      [1, 8],
      [2, 12],
      [4, 15],
      [9, 15],
    ] as const) {
      const [theta] = await values(relu, { neuron: 'ms', mostSpikes });
      expect((theta! / 8) * quanta).toBeCloseTo(22 / 3, 12);
    }
  });

  it.each([
    ['if', 1],
    ['mt', 2 ** 4],
    ['ms', 2 ** 4 - 1],
    ['ms, 2 spikes', 8 + 4],
  ] as const)('by iteration count the levels of %s', async (kind, factor) => {
    const neuron = kind === 'ms, 2 spikes' ? 'ms' : kind;
    const limit = kind === 'ms, 2 spikes' ? { mostSpikes: 2 } : {};
    const [theta] = await values(relu, { neuron, ...limit, threshold: { method: 'iteration' }, steps: 16 });
    const all = BATCHES.flatMap(({ data }) => [...data]);
    const mean = all.reduce((sum, x) => sum + x, 0) / all.length;
    const variance = all.reduce((sum, x) => sum + (x - mean) ** 2, 0) / all.length;
    const base = thresholdIteration([mean], [variance], 16 * factor).values[0]!;
    // For multi-spike neurons iteration finds the most that a step sends, such as λ(2ⁿ−1); θ is its largest bit.
    expect(theta).toBeCloseTo(neuron === 'ms' ? (base * 8) / factor : base, 9);
  });

  it('that the plan gives are taken as they are, for the whole layer', async () => {
    const { layers } = await calibrated(relu, { threshold: { value: 1.25, level: 'channel', scale: 3 } });
    expect([...layers.values()][0]).toMatchObject({
      thresholds: { level: 'layer', shape: [1], values: Float64Array.of(1.25) },
      silent: [],
      unsolved: [],
    });
  });
});

describe('thresholds from histograms', () => {
  /** Mean squared error of the answer after all steps, for a network of one layer. */
  async function errorOf(neuron: LayerSettings['neuron'], threshold: Partial<ThresholdSettings>, steps: number): Promise<number> {
    const placed = placeNeurons(relu);
    // Small values and a few large ones, as activations are.
    const data = Float64Array.from(randomTensor([200, 2, 3]).data, (x) => x * Math.abs(x) ** 3);
    const settings = { neuron, thresholds: 4, threshold: { ...THRESHOLD, percentile: 99.9, ...threshold } } as const;
    const choices = choicesOf(placed, {}, () => settings);
    const options = { steps, engine: referenceEngine };
    const { layers } = await calibrate(placed, choices, [{ data, samples: 200 }], options);
    const thresholds = new Map([...layers].map(([name, layer]) => [name, layer.thresholds]));
    await using session = await referenceEngine.prepare(compile(placed, choices, thresholds));
    const { logits } = await session.run(data, 200, { steps });
    const mean = data.map((_, i) => logits[0]!.reduce((sum, y, at) => (at % data.length === i ? sum + y : sum), 0) / steps);
    return mean.reduce((sum, y, i) => sum + (y - Math.max(0, data[i]!)) ** 2, 0) / data.length;
  }

  it.each([
    ['mt', 1],
    ['mt', 4],
    ['ms', 1],
    ['ms', 2],
    ['if', 4],
  ] as const)('make the error of %s neurons after %i steps the least of all methods', async (neuron, steps) => {
    const measured = await errorOf(neuron, { method: 'measured' }, steps);
    for (const method of ['percentile', 'max', 'iteration', 'balanced'] as const) {
      expect(measured).toBeLessThan(await errorOf(neuron, { method }, steps));
    }
  });
});

describe('thresholds of signed neurons', () => {
  const signed = network((b) => b.emit('Linear', [b.emit('Tanh', ['x']), b.constant(randomTensor([3, 2]))]));
  const mostlyNegative = [{ data: Float64Array.of(-1, -2, -3, 0.5, 1, -1.5), samples: 1 }];

  it('of magnitudes carry a channel that is always negative', async () => {
    const threshold = { of: 'magnitude', level: 'channel' } as const;
    const { layers } = await calibrated(signed, { threshold, batches: mostlyNegative });
    const [layer] = [...layers.values()];
    expect(layer!.silent).toEqual([]);
    [3, 1.5].forEach((most, channel) => expect(layer!.thresholds.values[channel]).toBeCloseTo(Math.tanh(most), 12));
  });

  it('of ReLU layers are the same of values and magnitudes: a ReLU’s output has no sign', async () => {
    const of = (of: 'value' | 'magnitude') => values(relu, { threshold: { of, level: 'channel' }, batches: mostlyNegative });
    expect(await of('magnitude')).toEqual(await of('value'));
  });
});

describe('what calibration lists', () => {
  const signed = network((b) => b.emit('Linear', [b.emit('Tanh', ['x']), b.constant(randomTensor([3, 2]))]));

  it('a signed neuron whose statistic is negative is silent', async () => {
    const below = [{ data: Float64Array.of(-1, -2, -3, 0.5, 1, -1), samples: 1 }];
    const { layers } = await calibrated(signed, { threshold: { level: 'channel' }, batches: below });
    const [layer] = [...layers.values()];
    expect(layer).toMatchObject({ silent: [0], unsolved: [] });
    expect(layer!.thresholds.values[0]).toBe(0);
    expect(layer!.thresholds.values[1]).toBeCloseTo(Math.tanh(1), 12);
  });

  it('a ReLU that is never active has θ = 0, and is not at fault', async () => {
    const below = [{ data: new Float64Array(6).fill(-1), samples: 1 }];
    expect([...(await calibrated(relu, { batches: below })).layers.values()][0]).toMatchObject({
      thresholds: { values: Float64Array.of(0) },
      silent: [],
    });
  });

  it('a channel whose input lies far below zero has no sound answer to iteration', async () => {
    const far = [{ data: Float64Array.of(-10, -10.1, -9.9, 1, -1, 0.5), samples: 1 }];
    const { layers } = await calibrated(relu, { threshold: { method: 'iteration', level: 'channel' }, batches: far });
    const [layer] = [...layers.values()];
    expect(layer).toMatchObject({ unsolved: [0] });
    expect(layer!.thresholds.values[0]).toBe(1);
    expect(layer!.thresholds.values[1]).toBeGreaterThan(0);
  });

  it('threshold iteration for signed neurons is an error', async () => {
    await expect(calibrated(signed, { threshold: { method: 'iteration' } })).rejects.toThrow(
      expect.objectContaining({ code: 'plan.invalid', message: expect.stringContaining('is a signed neuron') }),
    );
  });

  it('a set without samples is an error', async () => {
    for (const batches of [[], [{ data: new Float64Array(0), samples: 0 }]]) {
      await expect(calibrated(relu, { batches })).rejects.toThrow(expect.objectContaining({ code: 'dataset.empty' }));
    }
  });
});

describe('values', () => {
  it('that several layers read in the same way are collected once', async () => {
    const net = network((b) => {
      const weights = [1, 2, 3].map((seed) => b.constant(randomTensor([3, 3], seed)));
      const norm = b.emit('Tanh', ['x']);
      const [q, k, v] = weights.map((w) => b.emit('Linear', [norm, w]));
      return b.emit('Add', [b.emit('Add', [q!, k!]), v!]);
    });
    const { layers } = await calibrated(net, {
      but: (name) => (name === [...placeNeurons(net).sites][2]!.name ? { threshold: { ...THRESHOLD, level: 'channel' } } : {}),
    });
    const [q, k, v] = [...layers.values()];
    expect(q!.statistics).toBe(k!.statistics);
    expect(v!.statistics).not.toBe(k!.statistics);
    expect(v!.thresholds.shape).toEqual([1, 2, 1]);
  });

  it('of which a ReLU and a signed neuron read the same are told apart', async () => {
    const net = network((b) => {
      const w = b.constant(randomTensor([3, 3]));
      const t = b.emit('Tanh', ['x']);
      return b.emit('Add', [b.emit('Relu', [t]), b.emit('Linear', [t, w])]);
    });
    const below = [{ data: new Float64Array(6).fill(-1), samples: 1 }];
    const { layers } = await calibrated(net, { batches: below });
    expect([...layers.values()].map(({ silent, thresholds }) => [silent, thresholds.values[0]])).toEqual([
      [[], 0],
      [[0], 0],
    ]);
  });

  it('with several rows a sample share the thresholds of a row', async () => {
    const net = network((b) => b.emit('Relu', [b.emit('Reshape', ['x'], { shape: [2 * BATCH, 3] })]));
    const { samples, layers } = await calibrated(net, { threshold: { level: 'neuron' } });
    expect(samples).toBe(3);
    const [layer] = [...layers.values()];
    expect(layer!.thresholds.shape).toEqual([1, 3]);
    const expected = [(2 * 8 + 4) / 3, (2 * 2 + 5) / 3, (2 * 0.5 + 6) / 3];
    layer!.thresholds.values.forEach((theta, index) => expect(theta).toBeCloseTo(expected[index]!, 12));
  });

  it('of max pooling are those behind the pool, which comes first', async () => {
    const net = network((b) =>
      b.emit('MaxPool', [b.emit('Relu', ['x'])], { kernel: [3], strides: [3], pads: [0, 0], dilations: [1], ceil: 0 }),
    );
    const [theta] = await values(net, { threshold: { level: 'channel', method: 'percentile', percentile: 50 } });
    expect(theta).toBeCloseTo((2 * ((2 + 8) / 2) + 0) / 3, 12);
  });
});

describe('running', () => {
  it('reports samples, and hands the signal on', async () => {
    const seen: number[] = [];
    const placed = placeNeurons(relu);
    const options = { steps: 4, engine: referenceEngine, onProgress: (samples: number) => seen.push(samples) };
    await calibrate(placed, choicesOf(placed, {}), BATCHES, options);
    expect(seen).toEqual([2, 3]);
    const signal = AbortSignal.abort();
    await expect(calibrate(placed, choicesOf(placed, {}), BATCHES, { ...options, signal })).rejects.toThrow('aborted');
  });

  it('closes the session, also when a batch is bad', async () => {
    let open = 0;
    const engine: Engine = {
      id: 'reference',
      prepare: async (spiking) => {
        const session = await referenceEngine.prepare(spiking);
        open++;
        return {
          ...session,
          float: (data, batch, options?: FloatOptions) => session.float(data, batch, options),
          [Symbol.asyncDispose]: () => {
            open--;
            return Promise.resolve();
          },
        };
      },
    };
    const bad = [{ data: new Float64Array(6).fill(Number.NaN), samples: 1 }];
    await expect(calibrated(relu, { batches: bad, engine })).rejects.toThrow(expect.objectContaining({ code: 'dataset.value' }));
    await calibrated(relu, { engine });
    expect(open).toBe(0);
  });
});
