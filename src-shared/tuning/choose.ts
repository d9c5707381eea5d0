/** What comes of a search: the best plan, the best uniform plans, the Pareto front, and whether a gain holds on samples that the search never saw. */
import { type Estimate, paretoFront as frontOf } from '../results/index.ts';
import { totalExcess } from './budget.ts';
import { cautiousSpending } from './expected-spending.ts';
import type { Figures } from './figures.ts';
import { type Assessed, comparePoints, type Goal, pointsFor, use, type Ways } from './goal.ts';
import { meanDifference } from './noise.ts';
import { accuracyDifference, type Point, spendingOf } from './points.ts';
import type { TriedPlan } from './trials.ts';

/** A plan with the way to use it, and what it reached on the tuning part. */
export interface Candidate extends Assessed {
  readonly tried: TriedPlan;
}

/** A plan beside others on the front. */
export interface Choice {
  readonly best: Candidate;
  /**
   * The best published setting with floating-point numbers, without early stopping and delayed readout; and the best setting of all uniform
   * ones in any way.
   */
  readonly baselines: readonly Candidate[];
  /** Plans of which no other is both cheaper and more often right; at most `MOST_ON_FRONT`, spread over the front. */
  readonly front: readonly Candidate[];
}

const MOST_ON_FRONT = 6;

/** Chooses among the plans that were tried on all batches. Undefined if there are none. */
export function chooseBest(goal: Goal, tried: readonly TriedPlan[], batches: number): Choice | undefined {
  const full = tried.filter(({ figures }) => figures.batches.length === batches);
  const best = bestAmong(goal, full, 'all');
  if (!best) return undefined;
  const published = bestAmong(
    goal,
    full.filter(({ family, numbers }) => family === 'published' && numbers === 'float32'),
    'plain',
  );
  const uniform = bestAmong(
    goal,
    full.filter(({ family }) => family !== 'layers'),
    'all',
  );
  const baselines = [published, uniform].filter((one) => one !== undefined);
  return { best, baselines, front: thinned(paretoFront(candidatesOf(goal, full, 'all')), MOST_ON_FRONT) };
}

const candidatesOf = (goal: Goal, tried: readonly TriedPlan[], ways: Ways): Candidate[] =>
  tried.flatMap((one) =>
    pointsFor(one.figures, ways).map((point) => ({
      tried: one,
      figures: one.figures,
      point,
      excess: totalExcess(goal.budgets, cautiousSpending(point)),
    })),
  );

function bestAmong(goal: Goal, tried: readonly TriedPlan[], ways: Ways): Candidate | undefined {
  const [first, ...rest] = candidatesOf(goal, tried, ways);
  return first && rest.reduce((best, one) => (comparePoints(goal, one, best) < 0 ? one : best), first);
}

/** The candidates of which no other needs at most as much energy and is at least as often right. Ascending in both. */
export function paretoFront<T extends { readonly point: Point }>(candidates: readonly T[]): T[] {
  const front = frontOf(candidates.map((one) => ({ one, cost: one.point.energy, quality: one.point.right })));
  // Of equal ones, the first is enough.
  return front.filter(({ quality }, i) => quality !== front[i - 1]?.quality).map(({ one }) => one);
}

/** At most `most` elements, the first and the last among them, and the others spread evenly between. */
export function thinned<T>(all: readonly T[], most: number): T[] {
  if (all.length <= most) return [...all];
  return Array.from({ length: most }, (_, i) => all[Math.round((i * (all.length - 1)) / (most - 1))]!);
}

/** How two plans compare on the same samples. Differences are the first minus the second, with 95 % intervals. */
export interface Comparison {
  /** Energy in pJ per sample, over batches. */
  readonly energy: Estimate;
  /** Share of right answers. */
  readonly accuracy: Estimate;
  /**
   * `better`: by the objective, by more than noise. Otherwise the first reason why the first is not called better: its gain is within noise,
   * it is surely less often right, or it exceeds the budgets by more than the second.
   */
  readonly verdict: 'better' | 'within-noise' | 'less-accurate' | 'beyond-budget';
}

/** Compares two plans in their ways of use, on figures of the same samples. */
export function compareOn(
  { minimise, budgets }: Goal,
  a: { readonly figures: Figures; readonly point: Point },
  b: { readonly figures: Figures; readonly point: Point },
): Comparison {
  const energy = meanDifference(a.point.energies, b.point.energies);
  const accuracy = accuracyDifference(use(a), use(b));
  const gains = {
    energy: energy.high < 0,
    steps: a.point.meanSteps < b.point.meanSteps,
    error: accuracy.low > 0,
  };
  const isBeyond = totalExcess(budgets, spendingOf(a.point)) > totalExcess(budgets, spendingOf(b.point));
  const verdict = !gains[minimise] ? 'within-noise' : accuracy.high < 0 ? 'less-accurate' : isBeyond ? 'beyond-budget' : 'better';
  return { energy, accuracy, verdict };
}
