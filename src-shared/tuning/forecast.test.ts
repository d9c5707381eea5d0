/** Forecasts of searches whose costs are known: they follow the limits, and time grows with what an evaluation takes. */
import { describe, expect, it } from 'vitest';
import { EMPTY_PLAN } from '../plan/index.ts';
import { parseBudget } from './budget.ts';
import { type Figures, joinFigures, readoutsOf } from './figures.ts';
import type { RequestCost } from './cost.ts';
import { forecastSearch } from './forecast.ts';
import { fewChanges } from './moves.ts';
import { createSearch } from './search.ts';
import type { Trial } from './trials.ts';
import { isBetterPoint, mergePoints, planToUse, trialPoint } from './trial-point.ts';
import { uniformPlans } from './uniform.ts';

const STEPS = 3;
const layers = ['a', 'b', 'c'].map((name) => ({ name, rule: 'relu' as const }));
const subject = { plan: EMPTY_PLAN, layers, steps: STEPS };
const SAMPLES = 10;
const figures = (energy: number): Figures => ({
  steps: STEPS,
  labelled: true,
  batches: [{ samples: SAMPLES, energy: [energy, 2 * energy, 3 * energy], divergence: [0.3, 0.2, 0.1] }],
  float32: 100,
  int8: null,
  float: '1'.repeat(SAMPLES),
  answers: readoutsOf(STEPS).map(() => '3'.repeat(SAMPLES)),
  margins: Array.from({ length: STEPS }, () => '5'.repeat(SAMPLES)),
});
const measured = uniformPlans(subject).map(({ plan }, i) => ({ plan, figures: figures(10 + i) }));
const COST: RequestCost = { start: 20, plan: 5, sampleStep: 1, variantStep: 0.5, int8SampleStep: 20 };

const input = (change: { trials?: number; time?: number; cost?: Partial<RequestCost>; before?: number } = {}) => ({
  setup: { subject, goal: { budgets: [parseBudget('accuracy-drop<=1')], minimise: 'energy' as const }, batches: 4, int8: false },
  limits: { trials: change.trials ?? 1000, time: change.time ?? Infinity, int8: false },
  sizes: [10, 10, 10, 10],
  holdout: 40,
  before: change.before ?? 100,
  cost: { ...COST, ...change.cost },
  measured,
});
const forecast = (...args: Parameters<typeof input>) => forecastSearch(input(...args));

describe('a forecast', () => {
  it('is of a whole search without limits, and takes longer if evaluations do', () => {
    const whole = forecast();
    expect(whole.complete).toBe(true);
    expect(whole.trials).toBeGreaterThan(measured.length);
    const twice = forecast({ before: 200, cost: { start: 40, plan: 10, sampleStep: 2, variantStep: 1 } });
    expect([twice.trials, twice.ms]).toEqual([whole.trials, 2 * whole.ms]);
    expect(forecast()).toEqual(whole);
  });

  it('stays within the number of plans and the time', () => {
    const whole = forecast();
    const few = forecast({ trials: 20 });
    expect(few.complete).toBe(false);
    expect(few.trials).toBeLessThanOrEqual(20);
    const short = forecast({ time: whole.ms / 2 });
    expect(short.complete).toBe(false);
    expect(short.trials).toBeLessThan(whole.trials);
    expect(short.ms).toBeLessThan(whole.ms);
  });
});

describe('a forecast of a search that goes on', () => {
  it('takes known answers as they are, in no time, and begins at the time that is used', () => {
    const search = createSearch(input().setup);
    const asked = search.next()!;
    const answer = asked.plans.map((_, i) => figures(50 + i));
    const answers = [answer];
    const later = forecastSearch({ ...input({ before: 5000 }), known: () => answers.shift() });
    const anew = forecastSearch(input({ before: 5000 }));
    expect(later.ms).toBeGreaterThan(5000);
    expect(later.ms).not.toBe(anew.ms);
    // Everything is known: nothing takes time but the hold-out.
    const requests: (readonly Trial[])[] = [];
    const whole = forecastSearch({
      ...input(),
      known: ({ plans, from, to }) => {
        const all = plans.map((_, i) => Array.from({ length: to - from }, () => figures(10 + i)).reduce(joinFigures));
        requests.push(all);
        return all;
      },
    });
    expect(requests.length).toBeGreaterThan(3);
    expect(whole.ms).toBeLessThan(100 + 8 * (20 + 5 + 40 * STEPS));
  });

  it('expects changes of layers to gain as much as those that were measured', () => {
    const [first] = measured;
    const changed = fewChanges(subject, first!.plan, 3).concat(fewChanges(subject, { ...first!.plan, steps: 2 }, 3));
    const layered = Array.from({ length: 16 }, (_, i) => ({ plan: changed[i % changed.length]!, figures: figures(100 + i) }));
    const dear = forecastSearch({ ...input(), measured: [...measured, ...layered] });
    // No change is cheaper than the plan that it changes, so that none is kept and the search ends early.
    expect(dear.trials).toBeLessThan(forecast().trials);
  });
});

describe('small changes to measure', () => {
  it('are of different layers, spread over the network, and of none that is fixed', () => {
    const changes = fewChanges(subject, measured[0]!.plan, 2);
    expect(changes.map(({ layers: rules }) => rules.map(({ key }) => key))).toEqual([['a'], ['b']]);
    const fixed = { ...EMPTY_PLAN, layers: [{ key: '*', settings: { thresholds: 7 } }] };
    expect(fewChanges({ ...subject, plan: fixed }, fixed, 8)).toEqual([]);
  });
});

describe('points of plans', () => {
  const goal = { budgets: [parseBudget('energy<=0.5')], minimise: 'energy' } as const;
  const point = (energy: number, steps = STEPS) =>
    trialPoint(goal, { plan: { ...EMPTY_PLAN, steps }, numbers: 'float32', figures: figures(energy) }, EMPTY_PLAN);

  it('say what the best use of a plan reaches, and by how much it exceeds the budgets', () => {
    expect(point(10)).toMatchObject({
      steps: 1,
      from: 1,
      margin: null,
      right: SAMPLES,
      energyRatio: 0.1,
      excess: 0,
      uniform: true,
    });
    expect(point(75).excess).toBeCloseTo(0.5, 12);
  });

  it('are replaced by those of more samples, of the same plan and numbers alone', () => {
    const [small, other] = [{ ...point(10), samples: 5 }, point(10, 2)];
    expect(mergePoints([small], [point(10)])).toEqual([point(10)]);
    expect(mergePoints([point(10)], [small, other])).toEqual([point(10), other]);
    expect(mergePoints([point(10)], [{ ...point(10), numbers: 'int8' }])).toHaveLength(2);
  });

  it('are compared by the budgets first, then by the objective', () => {
    expect(isBetterPoint('energy', point(10), point(20))).toBe(true);
    expect(isBetterPoint('error', { ...point(20), right: 10 }, { ...point(10), right: 9 })).toBe(true);
    expect(isBetterPoint('steps', point(75), point(10))).toBe(false);
    expect(isBetterPoint('energy', point(10), point(10))).toBe(false);
  });

  it('are used with the steps and the readout of their answer', () => {
    const plan = { ...EMPTY_PLAN, steps: STEPS };
    expect(planToUse(plan, { steps: 2, from: 2, margin: null }, layers)).toEqual({ ...plan, steps: 2, readout: { from: 2 } });
    expect(planToUse({ ...plan, readout: { from: 2 } }, { steps: 3, from: 1, margin: 0.5 }, layers)).toEqual(plan);
    const iterated = { ...plan, defaults: { threshold: { method: 'iteration' as const } } };
    expect(planToUse(iterated, { steps: 2, from: 1, margin: null }, layers).steps).toBe(STEPS);
  });
});
