/**
 * The search in worlds made up for it: every layer needs a number of thresholds, each threshold costs energy, and a layer with too few spoils
 * answers. What is best is known.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layerSettings, type Plan, type PlacedLayer } from '../plan/index.ts';
import { type Budget, parseBudget } from './budget.ts';
import { chooseBest, compareOn, paretoFront, thinned } from './choose.ts';
import { type Figures, readoutsOf } from './figures.ts';
import { isSurelyBetter, pointsFor } from './goal.ts';
import { meanDifference, studentQuantile } from './noise.ts';
import { createSearch } from './search.ts';
import { rungsOf, type Trial, triedKey, type TrialRequest, type TriedPlan } from './trials.ts';
import { uniformPlans } from './uniform.ts';

const BATCHES = 8;
const SIZE = 40;
const STEPS = 3;

/** Thresholds that each layer needs, by name. */
type World = Readonly<Record<string, number>>;

const layersOf = (world: World): PlacedLayer[] => Object.keys(world).map((name) => ({ name, rule: 'relu' }));

interface Evaluation {
  readonly plan: Plan;
  readonly from: number;
  readonly to: number;
}

/** What the world says of a plan on some batches. Batches differ a little in their energy, in all plans alike. */
function figuresIn(world: World, { plan, from, to }: Evaluation): Figures {
  const settings = layerSettings(plan, layersOf(world));
  let [cost, lacking] = [1, 0];
  for (const [name, needed] of Object.entries(world)) {
    const { neuron, thresholds, coding, threshold } = settings.get(name)!;
    const own = neuron === 'if' ? 1 : thresholds;
    cost += own * (coding === 'rate' ? 2 : 1) * (neuron === 'ms' ? 3 : 1);
    lacking += Math.max(0, needed - own) + (threshold.scale > 1.1 || threshold.scale < 0.9 ? 1 : 0);
  }
  const steps = plan.steps!;
  const count = to - from;
  /** Every sample is right if its number is at least what the plan lacks, in fortieths. */
  const wrong = (n: number): number => Math.min(SIZE, 2 * lacking + 4 * (STEPS - Math.min(n, STEPS)));
  const row = (n: number): string => ('0'.repeat(wrong(n)) + '3'.repeat(SIZE - wrong(n))).repeat(count);
  return {
    steps,
    labelled: true,
    batches: Array.from({ length: count }, (_, b) => ({
      samples: SIZE,
      energy: Array.from({ length: steps }, (__, t) => cost * (t + 1) * (1 + 0.01 * ((from + b) % 3))),
      divergence: Array.from({ length: steps }, (__, t) => (wrong(t + 1) / SIZE / 0.4) ** 2),
    })),
    float32: 100,
    int8: 20,
    float: '1'.repeat(count * SIZE),
    answers: readoutsOf(steps).map(({ steps: n }) => row(n)),
    margins: Array.from({ length: steps }, () => '0'.repeat(count * SIZE)),
  };
}

/** Energies of int8 numbers: a quarter of those of floating-point ones. */
const quarter = (pj: readonly number[]): number[] => pj.map((one) => one / 4);
const withInt8 = (figures: Figures): Figures => ({
  ...figures,
  batches: figures.batches.map((one) => ({ ...one, int8Energy: quarter(one.energy) })),
});
const inInt8 = (figures: Figures): Figures => ({
  ...figures,
  batches: figures.batches.map((one) => ({ ...one, energy: quarter(one.energy) })),
});

/** Runs a search to its end. `int8`: what int8 numbers reach, from what floating-point ones do; null for a plan without a form in them. */
function searched(
  world: World,
  budgets: readonly Budget[],
  {
    plan = { version: 1, defaults: {}, layers: [] },
    int8,
  }: { readonly plan?: Plan; readonly int8?: (figures: Figures, plan: Plan) => Trial } = {},
) {
  const goal = { budgets, minimise: 'energy' as const };
  const subject = { plan, layers: layersOf(world), steps: STEPS };
  const search = createSearch({ subject, goal, batches: BATCHES, int8: int8 !== undefined });
  const requests: TrialRequest[] = [];
  const answered = (request: TrialRequest): Trial[] =>
    request.plans.map((one) => {
      const figures = figuresIn(world, { ...request, plan: one });
      if (int8 === undefined) return figures;
      return request.numbers === 'int8' ? int8(figures, one) : withInt8(figures);
    });
  for (let request = search.next(); request; request = search.next(answered(request))) requests.push(request);
  return { requests, tried: search.tried(), choice: chooseBest(goal, search.tried(), BATCHES)! };
}

const worlds = fc
  .array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 4 })
  .map((needs): World => Object.fromEntries(needs.map((needed, i) => [`l${i}`, needed])));

const NO_LOSS = parseBudget('accuracy-drop<=0');

describe('a search', () => {
  it('finds for every layer the fewest thresholds that it needs', () => {
    const { choice } = searched({ a: 2, b: 6, c: 3 }, [NO_LOSS]);
    const settings = layerSettings(choice.best.tried.plan, layersOf({ a: 2, b: 6, c: 3 }));
    expect(choice.best.excess).toBe(0);
    expect(['a', 'b', 'c'].map((name) => settings.get(name)!.thresholds)).toEqual([2, 6, 3]);
    expect(choice.best.point.operation).toEqual({ steps: STEPS, from: 1, margin: null });
    expect(choice.best.point.energy).toBeLessThan(choice.baselines[0]!.point.energy);
  });

  it('in any world reaches the best uniform plan or a better one, within the budget', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const { choice } = searched(world, [NO_LOSS]);
        expect(choice.best.excess).toBe(0);
        for (const one of choice.baselines)
          if (one.excess === 0) expect(choice.best.point.energy).toBeLessThanOrEqual(one.point.energy);
      }),
      { numRuns: 5 },
    );
  });

  it('asks for the same trials again, each once, and for batches in their order', () => {
    const [first, second] = [searched({ a: 2, b: 5 }, [NO_LOSS]), searched({ a: 2, b: 5 }, [NO_LOSS])];
    expect(second.requests).toEqual(first.requests);
    const seen = new Map<string, number>();
    for (const { plans, from, to, numbers } of first.requests) {
      expect(plans.length).toBeLessThanOrEqual(16);
      expect(new Set(plans.map(({ steps }) => steps)).size).toBe(1);
      expect(rungsOf(BATCHES)).toContain(to);
      for (const plan of plans) {
        expect(from).toBe(seen.get(triedKey(plan, numbers)) ?? 0);
        seen.set(triedKey(plan, numbers), to);
      }
    }
    expect(seen.size).toBe(first.tried.length);
  });

  it('keeps the layers that the plan fixes', () => {
    const rule = { key: 'b', settings: { thresholds: 7 } };
    const { tried } = searched({ a: 2, b: 2 }, [NO_LOSS], { plan: { version: 1, defaults: {}, layers: [rule] } });
    for (const { plan } of tried) expect(plan.layers.find(({ key }) => key === 'b')).toEqual(rule);
    expect(tried.some(({ plan }) => plan.layers.some(({ key }) => key === 'a'))).toBe(true);
  });

  it('has only uniform plans and their changes for a network of one layer', () => {
    const { choice } = searched({ a: 4 }, [NO_LOSS]);
    expect(layerSettings(choice.best.tried.plan, layersOf({ a: 4 })).get('a')!.thresholds).toBe(4);
  });

  it('comes as near as it can to a budget that nothing meets', () => {
    const { choice } = searched({ a: 3 }, [NO_LOSS, parseBudget('energy<=0.01')]);
    expect(choice.best.excess).toBeGreaterThan(0);
  });

  it('leaves most plans before it has evaluated them in full', () => {
    const { tried } = searched({ a: 2, b: 6, c: 3 }, [NO_LOSS]);
    const full = tried.filter(({ figures }) => figures.batches.length === BATCHES);
    expect(full.length).toBeLessThan(0.6 * tried.length);
  });
});

describe('int8 numbers', () => {
  const world = { a: 2, b: 6, c: 3 };

  it('are those of the best plan where they are as good, and of few plans', () => {
    const { choice, tried, requests } = searched(world, [NO_LOSS], { int8: inInt8 });
    const plain = searched(world, [NO_LOSS]).choice;
    expect(choice.best.tried.numbers).toBe('int8');
    expect(choice.best.point.energy).toBeCloseTo(plain.best.point.energy / 4, 9);
    expect(choice.baselines.map((one) => one.tried.numbers)).toEqual(['float32', 'int8']);
    expect(tried.filter(({ numbers }) => numbers === 'int8').length).toBeLessThanOrEqual(4);
    expect(requests.slice(0, -1).every(({ base }, i) => requests[i]!.numbers === 'float32' || base === undefined)).toBe(true);
  });

  it('are not those of the best plan where they spoil it, or where it has no form in them', () => {
    const spoilt = (figures: Figures): Figures => ({
      ...inInt8(figures),
      answers: figures.answers.map((row) => row.replaceAll('3', '0')),
    });
    for (const int8 of [spoilt, () => null]) {
      const { choice } = searched(world, [NO_LOSS], { int8 });
      expect(choice.best.excess).toBe(0);
      expect(choice.best.tried.numbers).toBe('float32');
    }
  });
});

it('a search that is to finish asks for nothing but the confirmation of its best plans', () => {
  const goal = { budgets: [NO_LOSS], minimise: 'energy' as const };
  const world = { a: 2, b: 3 };
  const search = createSearch({
    subject: { plan: { version: 1, defaults: {}, layers: [] }, layers: layersOf(world), steps: STEPS },
    goal,
    batches: BATCHES,
    int8: true,
  });
  const answered = (request: TrialRequest): Trial[] =>
    request.plans.map((plan) => {
      const figures = figuresIn(world, { ...request, plan });
      return request.numbers === 'int8' ? inInt8(figures) : withInt8(figures);
    });
  let request = search.next();
  for (let i = 0; i < 8; i++) request = search.next(answered(request!));
  for (request = search.finish(); request; request = search.next(answered(request))) expect(request.numbers).toBe('int8');
  expect(chooseBest(goal, search.tried(), BATCHES)!.best.tried.numbers).toBe('int8');
});

it('takes a gain within noise for none', () => {
  const figures = figuresIn(
    { a: 3 },
    { plan: { version: 1, steps: 1, defaults: { thresholds: 3 }, layers: [] }, from: 0, to: 8 },
  );
  const noisy: Figures = {
    ...figures,
    batches: figures.batches.map(({ energy, ...batch }, i) => ({
      ...batch,
      energy: energy.map((pj) => pj * (i % 2 === 0 ? 0.8 : 1.18)),
    })),
  };
  const less: Figures = {
    ...figures,
    batches: figures.batches.map((one) => ({ ...one, energy: one.energy.map((pj) => 0.99 * pj) })),
  };
  const goal = { budgets: [], minimise: 'energy' as const };
  const assessed = (of: Figures) => ({ figures: of, point: pointsFor(of)[0]!, excess: 0 });
  expect(assessed(noisy).point.energy).toBeLessThan(assessed(figures).point.energy);
  expect(isSurelyBetter(goal, assessed(noisy), assessed(figures))).toBe(false);
  expect(isSurelyBetter(goal, assessed(less), assessed(figures))).toBe(true);
});

it('knows the quantiles of Student’s distribution', () => {
  // Published: 3.182, 2.571, 2.228, 2.045.
  for (const [freedom, quantile] of [
    [3, 3.182],
    [5, 2.571],
    [10, 2.228],
    [29, 2.045],
  ] as const)
    expect(studentQuantile(freedom)).toBeCloseTo(quantile, freedom < 5 ? 1 : 2);
  expect(meanDifference([1, 2, 3], [0, 0, 0])).toEqual({ value: 2, low: -Infinity, high: Infinity });
});

describe('the front', () => {
  it('holds no plan that another one is better than, and every plan is on it or beaten', () => {
    const pairs = fc.array(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 20 })), { minLength: 1 });
    fc.assert(
      fc.property(pairs, (all) => {
        const candidates = all.map(([energy, right]) => ({ point: { energy, right } as TriedPoint }));
        const front = paretoFront(candidates);
        const beats = (a: TriedPoint, b: TriedPoint): boolean =>
          a.energy <= b.energy && a.right >= b.right && (a.energy < b.energy || a.right > b.right);
        for (const one of front) expect(candidates.some(({ point }) => beats(point, one.point))).toBe(false);
        for (const { point } of candidates)
          expect(
            front.some(
              (one) => beats(one.point, point) || (one.point.energy === point.energy && one.point.right === point.right),
            ),
          ).toBe(true);
      }),
    );
  });

  it('is thinned evenly, with both ends', () => {
    expect(thinned([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 4)).toEqual([0, 3, 6, 9]);
    expect(thinned([1, 2], 4)).toEqual([1, 2]);
  });
});

type TriedPoint = ReturnType<typeof pointsFor>[number];

it('has no result before a plan was tried on all batches', () => {
  const part: TriedPlan = {
    plan: { version: 1, defaults: {}, layers: [] },
    family: 'layers',
    numbers: 'float32',
    figures: figuresIn({ a: 1 }, { plan: { version: 1, steps: 1, defaults: {}, layers: [] }, from: 0, to: 2 }),
  };
  expect(chooseBest({ budgets: [], minimise: 'energy' }, [part], BATCHES)).toBeUndefined();
});

describe('two plans on the hold-out', () => {
  const plan = { version: 1 as const, steps: 1, defaults: { thresholds: 3 }, layers: [] };
  const figures = figuresIn({ a: 3 }, { plan, from: 0, to: BATCHES });
  const cheaper = (share: number, answers: (row: string) => string = (row) => row): Figures => ({
    ...figures,
    batches: figures.batches.map((one) => ({ ...one, energy: one.energy.map((pj) => share * pj) })),
    answers: figures.answers.map(answers),
  });
  const verdict = (a: Figures, budgets: readonly Budget[] = []): string => {
    const held = (of: Figures) => ({ figures: of, point: pointsFor(of)[0]! });
    return compareOn({ budgets, minimise: 'energy' }, held(a), held(figures)).verdict;
  };

  it.each([
    ['better', cheaper(0.5)],
    ['within-noise', cheaper(1)],
    ['less-accurate', cheaper(0.5, (row) => row.replaceAll('3', '0'))],
  ])('%s', (words, a) => {
    expect(verdict(a)).toBe(words);
  });

  it('beyond-budget', () => {
    const oneLess = cheaper(0.5, (row) => row.replace('3', '0'));
    expect(verdict(oneLess)).toBe('better');
    expect(verdict(oneLess, [NO_LOSS])).toBe('beyond-budget');
  });
});

it('uniform plans of signed neurons need no threshold iteration, and those of a leaky project leave its coding', () => {
  const layers: PlacedLayer[] = [
    { name: 'a', rule: 'signed' },
    { name: 'b', rule: 'relu' },
  ];
  const plan: Plan = { version: 1, defaults: { coding: 'leaky-rate', neuron: 'lif' }, layers: [] };
  const [own, ...others] = uniformPlans({ plan, layers, steps: STEPS });
  expect(own!.plan.defaults).toEqual(plan.defaults);
  expect(others.filter(({ family }) => family === 'published')).toHaveLength(8);
  for (const one of others) {
    expect(one.plan.defaults.threshold!.method).toBe('percentile');
    expect(['rate', 'differential']).toContain(one.plan.defaults.coding);
  }
});
