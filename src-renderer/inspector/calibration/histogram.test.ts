/** Shares and bars of histograms. */
import { describe, expect, it } from 'vitest';
import { bars, occupied, relativeError, shareBelow } from './histogram.ts';

const one = { low: -2, high: 2, counts: [0, 4, 8, 0] };

describe('a histogram', () => {
  it('tells which share lies below a value, within a bin evenly', () => {
    expect([-5, -1, -0.5, 0, 0.5, 1, 5].map((value) => shareBelow(one, value))).toEqual([0, 0, 1 / 6, 1 / 3, 2 / 3, 1, 1]);
    expect(shareBelow({ low: 0, high: 1, counts: [0] }, 1)).toBe(0);
  });

  it('knows which part is occupied', () => {
    expect(occupied(one)).toEqual([-1, 1]);
    expect(occupied({ low: 0, high: 1, counts: [0, 0] })).toEqual([0, 1]);
  });

  it('becomes bars of whole bins', () => {
    expect(bars(one, [-2, 2], 2)).toEqual([
      { from: -2, to: 0, count: 4 },
      { from: 0, to: 2, count: 8 },
    ]);
    expect(bars(one, [-1, 1], 10)).toHaveLength(2);
  });

  it('weighs the error of a function by its values', () => {
    const relu = (value: number): number => Math.max(0, value);
    expect(relativeError(one, (values) => values.map(relu), relu)).toBe(0);
    expect(relativeError(one, (values) => values.map(() => 0), relu)).toBe(1);
    expect(
      relativeError(
        one,
        (values) => values,
        () => 0,
      ),
    ).toBeNull();
  });
});
