/** Sums of batches add up, those of an older version among them. */
import { expect, it } from 'vitest';
import { addCounts, type CountSums } from './batch-sums.ts';

const losses = (clipped: number, shut: number, small: number) => ({
  clipped: { count: clipped, squaredError: clipped / 2 },
  shut: { count: shut, squaredError: shut / 4 },
  small: { count: small, squaredError: small / 8 },
});
const sums = (lost?: ReturnType<typeof losses>): CountSums => ({
  neurons: {
    relu: { spikes: [3, 4], bits: [3, 4], squaredError: [2, 1], squaredNorm: 8, ...(lost ? { losses: lost } : {}) },
  },
  counted: {},
});

it('what thresholds lose is added loss by loss', () => {
  expect(addCounts(sums(losses(1, 2, 3)), sums(losses(10, 20, 30))).neurons['relu']).toEqual({
    spikes: [6, 8],
    bits: [6, 8],
    squaredError: [4, 2],
    squaredNorm: 16,
    losses: losses(11, 22, 33),
  });
});

it('a run that an older version began does not say what was lost: it is not known of all of its samples', () => {
  for (const [a, b] of [
    [sums(), sums(losses(1, 2, 3))],
    [sums(losses(1, 2, 3)), sums()],
  ] as const) {
    const added = addCounts(a, b).neurons['relu']!;
    expect(added.losses).toBeUndefined();
    expect(added.squaredError).toEqual([4, 2]);
  }
});
