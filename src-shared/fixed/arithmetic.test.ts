/** Integer operations against the same in big numbers, over the whole range that docs/fixed-point.md allows. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commonMultiple, factorOf, floorDivide, harmonic, MOST, partsOf, rescaled, roundDivide } from './arithmetic.ts';

/** n/d to the nearest whole number, halves away from zero. */
function nearest(n: bigint, d: bigint): bigint {
  const magnitude = ((n < 0n ? -n : n) * 2n + d) / (2n * d);
  return n < 0n ? -magnitude : magnitude;
}

const word = fc.oneof(fc.integer({ min: -MOST, max: MOST }), fc.constantFrom(-MOST, -1, 0, 1, MOST));

describe('whole numbers', () => {
  it('a quotient is rounded to the nearest number, halves away from zero', () => {
    fc.assert(
      fc.property(fc.integer({ min: -(2 ** 50), max: 2 ** 50 }), fc.integer({ min: 1, max: 5000 }), (n, d) => {
        expect(BigInt(roundDivide(n, d))).toBe(nearest(BigInt(n), BigInt(d)));
      }),
    );
    expect([5, -5, 3, -3].map((n) => roundDivide(n, 2))).toEqual([3, -3, 2, -2]);
  });

  it('a quotient is rounded down', () => {
    fc.assert(
      fc.property(word, fc.integer({ min: 1, max: MOST }), (n, d) => {
        const [a, b] = [BigInt(n), BigInt(d)];
        expect(BigInt(floorDivide(n, d))).toBe(a / b - (a % b < 0n ? 1n : 0n));
      }),
    );
  });

  it('a product with a factor is rounded as in big numbers, for every multiplier of 16 bits and every shift', () => {
    fc.assert(
      fc.property(word, fc.integer({ min: 0, max: 2 ** 16 }), fc.integer({ min: 0, max: 62 }), (x, multiplier, shift) => {
        const exact = nearest(BigInt(x) * BigInt(multiplier), 1n << BigInt(shift));
        expect(BigInt(rescaled(x, multiplier, 2 ** shift))).toBe(exact);
      }),
    );
  });

  it('a factor is at most 2⁻¹⁶ off, its multiplier has 31 bits at most and its shift 62', () => {
    fc.assert(
      fc.property(fc.double({ min: 2 ** -47, max: 2 ** 30, noNaN: true }), (value) => {
        const { multiplier, shift } = factorOf(value);
        expect(Number.isInteger(multiplier) && multiplier <= MOST && shift >= 0 && shift <= 62).toBe(true);
        expect(Math.abs(multiplier / 2 ** shift / value - 1)).toBeLessThanOrEqual(2 ** -16);
      }),
    );
  });

  it('a factor below 2⁻⁴⁷ is 0, and no 32-bit number times it would be anything else', () => {
    expect(factorOf(2 ** -48)).toEqual({ multiplier: 0, shift: 0 });
    expect(Math.round(MOST * 2 ** -47)).toBe(0);
  });

  it('1/t of up to 10 steps is a whole number of parts', () => {
    for (let steps = 1; steps <= 10; steps++)
      for (let t = 1; t <= steps; t++) expect(partsOf(steps) % t, `${t} of ${steps} steps`).toBe(0);
    expect([partsOf(8), partsOf(10), partsOf(11), partsOf(64)]).toEqual([840, 2520, 840, 840]);
    expect(commonMultiple(4)).toBe(12);
    expect(harmonic(3)).toBeCloseTo(11 / 6);
  });
});
