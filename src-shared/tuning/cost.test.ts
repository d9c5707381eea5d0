/** The cost of requests: what was put in is found again, from few timed requests and from many that are noisy. */
import { describe, expect, it } from 'vitest';
import { mulberry32 } from '../math/mulberry32.ts';
import { EMPTY_PLAN } from '../plan/index.ts';
import { fitCost, type PricedRequest, type RequestCost, requestMs } from './cost.ts';

const COST: RequestCost = { start: 400, plan: 70, sampleStep: 0.6, variantStep: 0.25, int8SampleStep: 20 };
const asked = (plans: number, samples: number, change: Partial<PricedRequest> & { steps?: number } = {}): PricedRequest => {
  const { steps = 8, ...rest } = change;
  return {
    plans: Array.from({ length: plans }, () => ({ ...EMPTY_PLAN, steps })),
    ...{ base: undefined, numbers: 'float32', samples, ...rest },
  };
};
const timed = (one: PricedRequest) => ({ ...one, ms: requestMs(COST, one) });
const VARIANTS = timed(asked(8, 50, { base: EMPTY_PLAN }));

describe('the cost of requests', () => {
  it('is found from as many requests as it has parts', () => {
    const cost = fitCost([
      timed(asked(16, 13)),
      timed(asked(1, 13)),
      timed(asked(6, 100)),
      VARIANTS,
      timed(asked(1, 4, { numbers: 'int8' })),
    ]);
    for (const part of Object.keys(COST) as (keyof RequestCost)[]) expect(cost[part] / COST[part]).toBeCloseTo(1, 3);
  });

  it('of requests that were not timed is near if the times of the others vary by a tenth', () => {
    const next = mulberry32(3);
    const seen = [asked(14, 30), asked(7, 20), asked(4, 50), asked(16, 30), asked(9, 20), asked(1, 100, { steps: 3 })].map(
      (one) => ({ ...one, ms: requestMs(COST, one) * (0.9 + 0.2 * next()) }),
    );
    const cost = fitCost(seen);
    for (const one of [asked(16, 125), asked(1, 125), asked(5, 500, { steps: 4 })])
      expect(Math.abs(requestMs(cost, one) / requestMs(COST, one) - 1)).toBeLessThan(0.3);
  });

  it('has no part below 0, and takes changes for smaller than whole plans until one was timed', () => {
    const cost = fitCost([
      { ...asked(4, 10), ms: 400 },
      { ...asked(4, 20), ms: 300 },
    ]);
    expect(Math.min(...Object.values(cost))).toBeGreaterThanOrEqual(0);
    const one = fitCost([timed(asked(4, 10))]);
    expect(requestMs(one, asked(4, 10))).toBeCloseTo(requestMs(COST, asked(4, 10)), 2);
    expect(one.variantStep).toBeLessThan(one.sampleStep);
  });
});
