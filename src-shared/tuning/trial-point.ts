/** The plans that a search has tried as points that windows draw, and as plans to use. */
import { formatPlan, layerSettings, type Plan, type PlacedLayer } from '../plan/index.ts';
import type { Figures } from './figures.ts';
import { bestOf, type Goal, type Objective, OBJECTIVES } from './goal.ts';
import type { TrialPoint } from './outcome.ts';
import { spendingOf } from './points.ts';

/** The point of a plan. `start`: the plan that the search started from, whose rules for layers every plan has. */
export function trialPoint(goal: Goal, plan: Plan, figures: Figures, start: Plan): TrialPoint {
  const { point, excess } = bestOf(goal, figures);
  const { operation, samples, labelled, right, agree, floatRight, meanSteps, energy } = point;
  return {
    plan: formatPlan(plan),
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

/** The points with newer ones in place of older ones of the same plans. */
export function mergePoints(known: readonly TrialPoint[], added: readonly TrialPoint[]): TrialPoint[] {
  const all = new Map(known.map((one) => [one.plan, one]));
  for (const one of added) if (one.samples >= (all.get(one.plan)?.samples ?? 0)) all.set(one.plan, one);
  return [...all.values()];
}

/** The plan with the steps that its answer needs, if the thresholds allow it; threshold iteration depends on the number of steps. */
export function planToUse(plan: Plan, steps: number, layers: readonly PlacedLayer[]): Plan {
  const iterates = [...layerSettings(plan, layers).values()].some(
    ({ threshold }) => threshold.method === 'iteration' && threshold.value === undefined,
  );
  return iterates ? plan : { ...plan, steps };
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
