/** Firing rules against their definitions, boundaries included. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fireMultiSpike, largestPowers, mostQuanta, fireMultiThreshold, fireOnce } from './fire.ts';
import { spikeBits } from './spike-bits.ts';

/** The definition of §3, threshold by threshold. */
function byLoop(m: number, theta: number, levels: number, credit: number): number {
  for (let k = 0; k < levels; k++) {
    const level = theta / 2 ** k;
    if (m >= 0.75 * level) return level;
    if (m <= -0.75 * level && credit >= level) return -level;
  }
  return 0;
}

const neighbours = (x: number): number[] => {
  const value = new Float64Array([x]);
  const whole = new BigInt64Array(value.buffer);
  const centre = whole[0]!;
  return [-2n, -1n, 0n, 1n, 2n].map((offset) => {
    whole[0] = centre + offset;
    return value[0]!;
  });
};

const thetas = fc.double({ min: 1e-6, max: 1e6, noNaN: true });
const levels = fc.integer({ min: 1, max: 12 });

describe('multi-threshold', () => {
  it('equals the loop over thresholds', () => {
    fc.assert(
      fc.property(
        thetas,
        levels,
        fc.double({ min: -3, max: 3, noNaN: true }),
        fc.double({ min: 0, max: 3, noNaN: true }),
        (theta, n, m, c) => {
          expect(fireMultiThreshold(m * theta, theta, n, c * theta)).toBe(byLoop(m * theta, theta, n, c * theta));
          expect(fireMultiThreshold(m * theta, theta, n, Infinity)).toBe(byLoop(m * theta, theta, n, Infinity));
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('equals it one unit in the last place either side of every ¾·θₖ and of every credit θₖ', () => {
    fc.assert(
      fc.property(thetas, fc.integer({ min: 0, max: 11 }), (theta, k) => {
        const level = theta / 2 ** k;
        for (const edge of neighbours(0.75 * level))
          for (const credit of [0, Infinity, ...neighbours(level)])
            for (const m of [edge, -edge]) expect(fireMultiThreshold(m, theta, 10, credit)).toBe(byLoop(m, theta, 10, credit));
      }),
      { numRuns: 500 },
    );
  });

  it('sends nothing at rest, without credit below zero, or for a credit that rounding left negative', () => {
    expect(fireMultiThreshold(0, 1, 4, Infinity)).toBe(0);
    expect(fireMultiThreshold(-5, 1, 4, 0)).toBe(0);
    expect(fireMultiThreshold(-5, 1, 4, -1e-17)).toBe(0);
  });
});

describe('one threshold', () => {
  it('decides ties as §3 does', () => {
    expect(fireOnce(1, 1, 0)).toBe(1);
    expect(fireOnce(0, 1, 1)).toBe(-1);
    expect(fireOnce(0, 1, 0.5)).toBe(0);
    expect(fireOnce(0.5, 1, Infinity)).toBe(0);
  });
});

describe('multi-spike', () => {
  it('takes back no more than was sent', () => {
    expect(fireMultiSpike(-10, 8, 4, 3)).toBe(-3);
    expect(fireMultiSpike(-10, 8, 4, 0)).toBe(0);
    expect(fireMultiSpike(-100, 8, 4, Infinity)).toBe(-15);
    expect(fireMultiSpike(100, 8, 4, 0)).toBe(15);
  });

  it('sends the largest K of its spikes and keeps the rest, with its sign and within its credit', () => {
    // 13 = 8 + 4 + 1.
    expect([1, 2, 3, 4].map((most) => fireMultiSpike(13, 8, 4, 0, most))).toEqual([8, 12, 13, 13]);
    expect(fireMultiSpike(-12.5, 8, 4, Infinity, 2)).toBe(-12);
    expect(fireMultiSpike(-12.5, 8, 4, 7, 2)).toBe(-6);
    expect(fireMultiSpike(0.5, 8, 4, 0, 1)).toBe(0);
    expect(fireMultiSpike(Number.NaN, 8, 4, 0, 1)).toBeNaN();
    fc.assert(
      fc.property(fc.integer({ min: -65535, max: 65535 }), fc.integer({ min: 1, max: 16 }), (count, most) => {
        const bits = [...Math.abs(count).toString(2)];
        let left = most;
        const kept = bits.map((bit) => (bit === '1' && left-- > 0 ? '1' : '0')).join('');
        expect(largestPowers(count, most)).toBe(Math.sign(count) * Number.parseInt(kept, 2) + 0);
        expect(Math.abs(largestPowers(count, most))).toBeLessThanOrEqual(mostQuanta(16, most));
      }),
    );
    expect([mostQuanta(4), mostQuanta(4, 1), mostQuanta(4, 2)]).toEqual([15, 8, 12]);
  });

  it('counts one spike for each threshold sent at once', () => {
    const ms = { model: 'ms', levels: 4 } as const;
    expect([0, 1, 3, 15, -5].map((s) => spikeBits(s, ms, 8))).toEqual([0, 1, 2, 4, 2]);
    expect(spikeBits(-0.25, { model: 'mt', levels: 4 }, 1)).toBe(1);
  });
});
