/** The plans that a search has tried as points that windows draw, and as plans to use. */
import { formatPlan, type Plan, type PlacedLayer } from '../plan/index.ts';
import { withSteps } from './confirm.ts';
import { bestOf, type Goal, type Objective, OBJECTIVES } from './goal.ts';
import type { TrialPoint } from './outcome.ts';
import { type Operation, spendingOf } from './points.ts';
import type { TriedPlan } from './trials.ts';

type Tried = Pick<TriedPlan, 'plan' | 'numbers' | 'figures'>;

/** The point of a plan. `start`: the plan that the search started from, whose rules for layers every plan has. */
export function trialPoint(goal: Goal, { plan, numbers, figures }: Tried, start: Plan): TrialPoint {
  const { point, excess } = bestOf(goal, figures);
  const { operation, samples, labelled, right, agree, floatRight, meanSteps, energy } = point;
  return {
    plan: formatPlan(plan),
    numbers,
    uniform: plan.layers.length === start.layers.length,
    ...operation,
    samples,
    labelled,
    right,
    agree,
    floatRight,
    meanSteps,
    energy,
    energyRatio: spendingOf(point).energyRatio,
    excess: Number.isFinite(excess) ? excess : Number.MAX_VALUE,
  };
}

/** The key of a point's plan among those of a search. */
export const pointKey = ({ plan, numbers }: Pick<TrialPoint, 'plan' | 'numbers'>): string => `${numbers} ${plan}`;

/** The points with newer ones in place of older ones of the same plans. */
export function mergePoints(known: readonly TrialPoint[], added: readonly TrialPoint[]): TrialPoint[] {
  const all = new Map(known.map((one) => [pointKey(one), one]));
  for (const one of added) if (one.samples >= (all.get(pointKey(one))?.samples ?? 0)) all.set(pointKey(one), one);
  return [...all.values()];
}

/** The plan with the steps that its answer needs, if its thresholds allow that, and with its readout. */
export function planToUse(plan: Plan, operation: Operation, layers: readonly PlacedLayer[]): Plan {
  const { readout: _, ...used } = withSteps(plan, operation, layers);
  return operation.from === 1 ? used : { ...used, readout: { from: operation.from } };
}

/** True if the first is the better one by the objective: it exceeds the budgets by less, or needs less. */
export function isBetterPoint(minimise: Objective, a: TrialPoint, b: TrialPoint): boolean {
  if (a.excess !== b.excess) return a.excess < b.excess;
  const [own, other] = [a, b].map(({ energy, meanSteps, right, samples }) => {
    const figures = { energy, steps: meanSteps, error: 1 - right / samples };
    const [first, ...rest] = OBJECTIVES.toSorted((x, y) => Number(y === minimise) - Number(x === minimise));
    return [first!, ...rest].map((one) => figures[one]);
  }) as [number[], number[]];
  const at = own.findIndex((value, i) => value !== other[i]);
  return at >= 0 && own[at]! < other[at]!;
}
