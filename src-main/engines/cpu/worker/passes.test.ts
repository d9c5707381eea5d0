/** The kernels of statistics against the same passes in plain numbers. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildKernels } from '../../../../scripts/build-kernels.mjs';
import { arrayPasses, largestOf, summarise, type Summary, type SummaryRequest } from '../../../../src-shared/statistics/index.ts';
import { aligned, type KernelMemory, loadKernels } from './kernels.ts';
import { kernelPasses, passesBytes } from './passes.ts';

let memory: KernelMemory;

beforeAll(async () => {
  await buildKernels();
  memory = await loadKernels();
});

/** What the kernels make of the values, and what plain numbers make of them. */
function both(request: SummaryRequest, values: readonly number[], batchRows: number): readonly [Summary, Summary] {
  const data = Float32Array.from(values);
  const scratch = memory.arena(passesBytes(request.shape, request.bins, data.length) + data.byteLength + 128);
  const address = aligned(scratch + passesBytes(request.shape, request.bins, data.length));
  memory.floats(address, data.length).set(data);
  const passes = kernelPasses(memory, address, data.length, request.shape, scratch);
  return [summarise(request, passes, batchRows), summarise(request, arrayPasses(data, request.shape), batchRows)];
}

/** Largest values of each group in order; −0 is 0. */
const largest = ({ largest: kept }: Summary): number[][] =>
  Array.from(kept.ends, (_, group) => Array.from(largestOf(kept, group).toSorted(), (value) => value + 0));

const value = fc.oneof(fc.float({ noNaN: true, min: -50, max: 50 }), fc.constantFrom(0, -0, 1, -4, 2 ** -149, -(2 ** -149)));
const size = (max: number) => fc.integer({ min: 1, max });

/** Some channels of so many values that a few are walked four at a time and a few one by one. */
const cases = fc
  .record({
    rows: size(4),
    channels: size(5),
    inner: size(11),
    level: fc.constantFrom('layer' as const, 'channel' as const, 'neuron' as const),
    of: fc.constantFrom('value', 'magnitude', 'relu'),
    percentile: fc.constantFrom(50, 90, 99.9),
  })
  .chain(({ rows, channels, inner, level, of, percentile }) => {
    const length = rows * channels * inner;
    const request = { shape: [channels, inner], level, percentiles: [percentile], of, bins: 16 };
    return fc.array(value, { minLength: length, maxLength: length }).map((values) => ({ request, values, rows }));
  });

describe('kernels of statistics', () => {
  it('count the same, keep the same, sum the same but for rounding', () => {
    fc.assert(
      fc.property(cases, fc.integer({ min: 0, max: 3 }), ({ request, values, rows }, others) => {
        const [ours, plain] = both(request, values, rows + others);
        expect(ours.histograms).toEqual(plain.histograms);
        expect(largest(ours)).toEqual(largest(plain));
        expect(ours.moments.count).toEqual(plain.moments.count);
        ours.moments.mean.forEach((mean, group) => expect(mean).toBeCloseTo(plain.moments.mean[group]!, 11));
        ours.moments.squares.forEach((squares, group) => expect(squares).toBeCloseTo(plain.moments.squares[group]!, 7));
      }),
      { numRuns: 500 },
    );
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])('find a value that is %s', (bad) => {
    const request: SummaryRequest = { shape: [2, 5], level: 'channel', percentiles: [], of: 'value', bins: 2 };
    for (const at of [0, 3, 4, 7, 19]) {
      const values = Array.from({ length: 20 }, (_, index) => (index === at ? bad : index));
      expect(both(request, values, 2)[0].notFinite).toBe(bad);
    }
  });
});
