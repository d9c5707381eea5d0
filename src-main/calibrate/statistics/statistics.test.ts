/** Statistics against their definitions on sorted values, and how batches combine. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arrayPasses, summarise } from '../../../src-shared/statistics/index.ts';
import { createStatistics } from './statistics.ts';
import type { StatisticsRequest } from './statistics.ts';

const numbers = (min: number, max: number) =>
  fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: min, maxLength: max });

function bySorting(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const position = (percent / 100) * (sorted.length - 1);
  const low = sorted[Math.floor(position)]!;
  return low + (position - Math.floor(position)) * (sorted[Math.ceil(position)]! - low);
}

const request = (change: Partial<StatisticsRequest>): StatisticsRequest => ({
  name: 'relu1',
  shape: [2, 3],
  level: 'channel',
  percentiles: [],
  of: 'value',
  bins: 16,
  ...change,
});

describe('percentiles', () => {
  it('are those of the sorted values, several at once, in any order', () => {
    const ask = [99.9, 0, 50, 100, 37.5];
    fc.assert(
      fc.property(
        fc.oneof(numbers(1, 300), fc.array(fc.constantFrom(0, 0, 0, 1, -2), { minLength: 1, maxLength: 200 })),
        (values) => {
          const statistics = createStatistics(request({ shape: [1], percentiles: ask }));
          statistics.add(Float64Array.from(values), values.length);
          const answers = statistics.result().percentiles.map(([answer]) => answer);
          ask.forEach((percent, i) => expect(answers[i]).toBeCloseTo(bySorting(values, percent), 9));
        },
      ),
    );
  });

  it('need only the largest values, of which enough are kept', () => {
    const rising = Float32Array.from({ length: 5000 }, (_, i) => i);
    for (const values of [rising, rising.toReversed(), rising.map((x) => (x * 1999) % 5000)]) {
      const statistics = createStatistics(request({ shape: [1], percentiles: [99, 99.9, 90] }));
      statistics.add(values, values.length);
      const { percentiles, max } = statistics.result();
      expect(percentiles.map(([answer]) => answer)).toEqual([99, 99.9, 90].map((percent) => bySorting([...rising], percent)));
      expect(max[0]).toBe(4999);
    }
  });

  it.each([
    ['layer', [1], [[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]]],
    [
      'channel',
      [1, 2, 1],
      [
        [0, 1, 2, 6, 7, 8],
        [3, 4, 5, 9, 10, 11],
      ],
    ],
    [
      'neuron',
      [1, 2, 3],
      [
        [0, 6],
        [1, 7],
        [2, 8],
        [3, 9],
        [4, 10],
        [5, 11],
      ],
    ],
  ] as const)('are taken per %s', (level, shape, members) => {
    const data = Float32Array.of(3, -1, 4, 1, -5, 9, 2, 6, -5, 3, 5, 8);
    const statistics = createStatistics(request({ level, percentiles: [75], of: 'relu' }));
    statistics.add(data, 2);
    const result = statistics.result();
    expect(result.shape).toEqual(shape);
    members.forEach((group, i) => {
      const rectified = group.map((index) => Math.max(0, data[index]!));
      expect(result.percentiles[0]![i]).toBeCloseTo(bySorting(rectified, 75), 9);
      expect(result.max[i]).toBe(Math.max(...rectified));
    });
  });
});

describe('of values, magnitudes or a ReLU’s output', () => {
  const OF = { value: (x: number) => x, magnitude: Math.abs, relu: (x: number) => Math.max(0, x) } as const;
  const levels = fc.constantFrom('layer' as const, 'channel' as const, 'neuron' as const);
  // Few different numbers, so that many lie on the edges of the histogram's bins.
  const entries = fc.oneof(fc.float({ noNaN: true, min: -50, max: 50 }), fc.integer({ min: -16, max: 16 }));
  const rows = fc.array(fc.array(entries, { minLength: 6, maxLength: 6 }), { minLength: 1, maxLength: 40 });

  it('percentiles and maxima are those of the sorted numbers', () => {
    fc.assert(
      fc.property(levels, fc.constantFrom('value', 'magnitude', 'relu'), rows, (level, of, values) => {
        const statistics = createStatistics(request({ level, of, percentiles: [30, 75, 99] }));
        const data = Float32Array.from(values.flat());
        statistics.add(data, values.length);
        const { percentiles, max } = statistics.result();
        const groupOf = (index: number): number =>
          level === 'layer' ? 0 : level === 'channel' ? Math.floor((index % 6) / 3) : index % 6;
        for (let group = 0; group < max.length; group++) {
          const own = [...data].filter((_, index) => groupOf(index) === group).map(OF[of]);
          // A zero has no sign here.
          expect(max[group]! + 0).toBe(Math.max(...own) + 0);
          [30, 75, 99].forEach((p, i) => expect(percentiles[i]![group]).toBeCloseTo(bySorting(own, p), 9));
        }
      }),
    );
  });
});

describe('batches', () => {
  it('enter percentiles and maxima weighted by their samples', () => {
    const statistics = createStatistics(request({ shape: [1], percentiles: [50] }));
    statistics.add(Float64Array.of(1, 2, 9), 3);
    statistics.add(Float64Array.of(5), 1);
    expect(statistics.result()).toMatchObject({ samples: 4, percentiles: [Float64Array.of(11 / 4)], max: Float64Array.of(8) });
  });

  it('combine means and variances as if they were one', () => {
    fc.assert(
      fc.property(numbers(1, 20), numbers(1, 20), (a, b) => {
        const statistics = createStatistics(request({ shape: [1] }));
        statistics.add(Float64Array.from(a), a.length);
        statistics.add(Float64Array.from(b), b.length);
        const all = [...a, ...b];
        const mean = all.reduce((sum, x) => sum + x, 0) / all.length;
        expect(statistics.result().mean[0]).toBeCloseTo(mean, 9);
        expect(statistics.result().variance[0]).toBeCloseTo(all.reduce((sum, x) => sum + (x - mean) ** 2, 0) / all.length, 7);
      }),
    );
  });

  it('with a value that is not a number, or none at all, are an error that names the layer', () => {
    const statistics = createStatistics(request({ percentiles: [99] }));
    expect(() => statistics.result()).toThrow(/relu1.*no samples/);
    expect(() => statistics.add(Float64Array.of(1, NaN, 3, 4, 5, 6), 1)).toThrow(/relu1.*NaN/);
    expect(() => statistics.add(Float64Array.of(1, 2, 3, 4, 5, Infinity), 1)).toThrow(/relu1.*Infinity/);
  });
});

describe('parts of a batch', () => {
  it('summarised apart are what the batch is at once', () => {
    const levels = fc.constantFrom('layer' as const, 'channel' as const, 'neuron' as const);
    const rows = fc.array(fc.array(fc.float({ noNaN: true, min: -50, max: 50 }), { minLength: 6, maxLength: 6 }), {
      minLength: 2,
    });
    fc.assert(
      fc.property(levels, fc.constantFrom('value', 'magnitude', 'relu'), rows, fc.nat(), (level, of, values, cut) => {
        const asked = request({ level, of, percentiles: [50, 95] });
        const [whole, apart] = [createStatistics(asked), createStatistics(asked)];
        const count = values.length;
        const first = cut % count;
        const part = (from: number, to: number) =>
          summarise(asked, arrayPasses(Float32Array.from(values.slice(from, to).flat()), asked.shape), count);
        whole.add(Float32Array.from(values.flat()), count);
        apart.addParts([part(0, first), part(first, count)]);
        const [a, b] = [whole.result(), apart.result()];
        expect([b.samples, b.percentiles, b.max, b.histograms]).toEqual([a.samples, a.percentiles, a.max, a.histograms]);
        a.mean.forEach((mean, i) => expect(b.mean[i]).toBeCloseTo(mean, 9));
        a.variance.forEach((variance, i) => expect(b.variance[i]).toBeCloseTo(variance, 9));
      }),
    );
  });
});

describe('histograms', () => {
  it('count every value in its bin, whatever the order of batches', () => {
    fc.assert(
      fc.property(numbers(2, 40), (values) => {
        const forth = createStatistics(request({ shape: [1] }));
        const back = createStatistics(request({ shape: [1] }));
        for (const x of values) forth.add(Float64Array.of(x), 1);
        back.add(Float64Array.from(values.toReversed()), values.length);
        const result = forth.result().histograms;
        expect(result).toEqual(back.result().histograms);
        const range = result.ranges[0]!;
        const counts = new Float64Array(16);
        for (const x of values)
          counts[8 + (x < 0 ? Math.min(-1, Math.floor((x * 8) / range)) : range === 0 ? 0 : Math.floor((x * 8) / range))]!++;
        expect(result.counts).toEqual(counts);
      }),
    );
  });
});
