/** The firing rules in whole numbers against those of `src-shared/units`, on numbers that a double holds exactly. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  fireMultiSpike as floatMultiSpike,
  fireMultiThreshold as floatMultiThreshold,
  fireOnce as floatOnce,
} from '../units/fire.ts';
import { fireMultiSpike, fireMultiThreshold, fireOnce } from './fire.ts';

/** λ in units; the membrane potential often lies on a threshold, or one unit beside it. */
const cases = fc
  .record({
    quantum: fc.constantFrom(4, 16, 840 * 4, 4096),
    levels: fc.integer({ min: 1, max: 8 }),
    most: fc.integer({ min: 1, max: 9 }),
    quarters: fc.integer({ min: -1100, max: 1100 }),
    beside: fc.integer({ min: -1, max: 1 }),
    credit: fc.oneof(fc.constant(Infinity), fc.integer({ min: 0, max: 300 })),
  })
  .map(({ quantum, levels, most, quarters, beside, credit }) => ({
    quantum,
    levels,
    most,
    m: (quarters * quantum) / 4 + beside,
    credit: credit * quantum,
  }));

it('every rule decides as in floating point', () => {
  fc.assert(
    fc.property(cases, ({ quantum, levels, most, m, credit }) => {
      // Floating-point rules take θ, the largest threshold, and return what is sent; whole numbers count quanta.
      const theta = quantum * 2 ** (levels - 1);
      const plus = (sent: number): number => sent / quantum + 0;
      expect(fireOnce(m, quantum, credit) + 0).toBe(plus(floatOnce(m, quantum, credit)));
      expect(fireMultiThreshold(m, quantum, levels, credit) + 0).toBe(plus(floatMultiThreshold(m, theta, levels, credit)));
      expect(fireMultiSpike(m, quantum, levels, credit) + 0).toBe(plus(floatMultiSpike(m, theta, levels, credit)));
      expect(fireMultiSpike(m, quantum, levels, credit, most) + 0).toBe(plus(floatMultiSpike(m, theta, levels, credit, most)));
    }),
    { numRuns: 2000 },
  );
});
