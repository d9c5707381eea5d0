/** What a search looks for: budgets that must hold and a quantity that is to be small, and which of two plans is better by that. */
import { pairedDifference } from '../results/index.ts';
import { type Budget, totalExcess } from './budget.ts';
import { cautiousSpending, expectedSpending, ownWeight } from './expected-spending.ts';
import type { Figures } from './figures.ts';
import { meanDifference } from './noise.ts';
import { accuracyDifference, type Operation, type Point, pointsOf } from './points.ts';

/** The quantities that a search can minimise. `steps`: the mean number of steps. `error`: the share of wrong answers. */
export const OBJECTIVES = ['energy', 'steps', 'error'] as const;

/** A quantity that a search minimises. */
export type Objective = (typeof OBJECTIVES)[number];

/** Budgets and the objective. */
export interface Goal {
  readonly budgets: readonly Budget[];
  readonly minimise: Objective;
}

/** Figures and the best way to use them. */
export interface Assessed {
  readonly figures: Figures;
  readonly point: Point;
  /** By how much the point exceeds the budgets on other samples, cautiously estimated (`cautiousSpending`); 0 if it meets them. */
  readonly excess: number;
}

/** Which operating points count: all, or only those without early stopping and with the mean from step 1 on. */
export type Ways = 'all' | 'plain';

const allPoints = new WeakMap<Figures, readonly Point[]>();

/** The operating points of the figures, computed once. */
export function pointsFor(figures: Figures, ways: Ways = 'all'): readonly Point[] {
  const points = allPoints.get(figures) ?? pointsOf(figures);
  allPoints.set(figures, points);
  return ways === 'all' ? points : points.filter(({ operation }) => operation.margin === null && operation.from === 1);
}

const wrongShare = ({ right, samples }: Point): number => 1 - right / samples;

/** The quantities of a point in the order in which they decide. */
function order({ minimise }: Goal, point: Point): readonly number[] {
  const [energy, steps, error] = [point.energy, point.meanSteps, wrongShare(point)];
  if (minimise === 'steps') return [steps, energy, error];
  return minimise === 'error' ? [error, energy, steps] : [energy, error, steps];
}

/** Negative if a is better: it exceeds the budgets by less, or the objective is smaller. */
export function comparePoints(goal: Goal, a: Omit<Assessed, 'figures'>, b: Omit<Assessed, 'figures'>): number {
  if (a.excess !== b.excess) return a.excess - b.excess;
  const [left, right] = [order(goal, a.point), order(goal, b.point)];
  const at = left.findIndex((value, i) => value !== right[i]);
  return at < 0 ? 0 : left[at]! - right[at]!;
}

/** The best way to use the figures, by what a plan is likely to stay within on other samples. */
export const bestOf = (goal: Goal, figures: Figures, ways: Ways = 'all'): Assessed =>
  bestBy(goal, figures, ways, ({ budgets }, point) => totalExcess(budgets, cautiousSpending(point)));

/** As `bestOf`, if every drop counts with the favourable end of its interval: what more samples may still show. */
export const hopeOf = (goal: Goal, figures: Figures, ways: Ways = 'all'): Assessed =>
  bestBy(goal, figures, ways, ({ budgets }, point) => {
    const spending = expectedSpending(point);
    const { samples, right, agree, floatRight } = point;
    return totalExcess(budgets, {
      ...spending,
      accuracyDrop:
        spending.accuracyDrop - 100 * ownWeight(point) * slack(samples, Math.abs(floatRight - right) + samples - agree),
      agreementDrop: spending.agreementDrop - 100 * slack(samples, samples - agree),
    });
  });

/** Half the width of the interval of a difference in which at most `changed` samples differ. */
function slack(samples: number, changed: number): number {
  const first = Math.min(samples, changed) / 2;
  const { value, low } = pairedDifference({ both: samples - 2 * first, first, second: first, neither: 0 });
  return value - low;
}

function bestBy(goal: Goal, figures: Figures, ways: Ways, excessOf: (goal: Goal, point: Point) => number): Assessed {
  const [first, ...rest] = pointsFor(figures, ways).map((point) => ({ figures, point, excess: excessOf(goal, point) }));
  return rest.reduce((best, one) => (comparePoints(goal, one, best) < 0 ? one : best), first!);
}

/** The least share of energy or of steps that a change must gain to be kept. */
const LEAST_GAIN = 0.002;

/**
 * True if a is better than b by more than noise. Both are of the same samples. A plan that meets the budgets is better than one that does
 * not. Between two that do, the gain must be outside its paired interval.
 */
export function isSurelyBetter(goal: Goal, a: Assessed, b: Assessed): boolean {
  if (a.excess !== b.excess) return a.excess < b.excess;
  const { minimise } = goal;
  const isCheaper =
    a.point.energy < (1 - LEAST_GAIN) * b.point.energy && meanDifference(a.point.energies, b.point.energies).high < 0;
  if (minimise === 'energy') return isCheaper;
  if (minimise === 'steps') {
    const [own, other] = [a.point.meanSteps, b.point.meanSteps];
    return own < (1 - LEAST_GAIN) * other || (own <= other && isCheaper);
  }
  const gain = accuracyDifference(use(a), use(b));
  return gain.low > 0 || (gain.value >= 0 && isCheaper);
}

/** True if a plan with these figures may still turn out better than b, whose figures are of the same samples. */
export function mayBeBetter(goal: Goal, figures: Figures, b: Assessed): boolean {
  const hope = hopeOf(goal, figures);
  if (hope.excess !== b.excess) return hope.excess < b.excess;
  const [own, other] = [hope.point, b.point];
  if (goal.minimise === 'energy') return own.energy < other.energy;
  if (goal.minimise === 'steps') return own.meanSteps <= other.meanSteps;
  return accuracyDifference(use(hope), use(b)).high > 0;
}

/** The figures with their operation, as differences take them. */
export const use = ({ figures, point }: Pick<Assessed, 'figures' | 'point'>): readonly [Figures, Operation] => [
  figures,
  point.operation,
];
