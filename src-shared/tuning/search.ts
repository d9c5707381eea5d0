/**
 * The search for the best plan, as a pure state machine: it asks for evaluations, one after another, and decides from their figures what to
 * try next. Uniform plans come first, in successive halving; then groups of layers and single layers are changed in order of rank, and a
 * change is kept only if it gains more than noise; then the settings are refined. Equal figures lead to equal requests.
 */
import { formatPlan, layerSettings, type Plan, setLayers } from '../plan/index.ts';
import { type Figures, firstBatches, joinFigures } from './figures.ts';
import { type Assessed, bestOf, comparePoints, type Goal, hopeOf, isSurelyBetter, mayBeBetter, type Ways } from './goal.ts';
import { freeLayers, type Move, movesFor } from './moves.ts';
import { pointAt } from './points.ts';
import type { Rank } from './rank.ts';
import { canRun, type Subject, uniformPlans } from './uniform.ts';

/** An evaluation that the search asks for: the batches `from`…`to`−1 of the tuning part. */
export interface TrialRequest {
  readonly plan: Plan;
  readonly from: number;
  readonly to: number;
  /** Whether the neuron layers are to be measured too, which takes more time. Otherwise `layers` of the figures stays empty. */
  readonly measure: boolean;
}

/** A plan that was tried. */
export interface TriedPlan {
  readonly plan: Plan;
  /** `published` and `extended`: one setting for all free layers. `layers`: settings found by the search. */
  readonly family: 'published' | 'extended' | 'layers';
  /** The figures of its first batches. */
  readonly figures: Figures;
}

/** What a search depends on. */
export interface SearchSetup {
  readonly subject: Subject;
  readonly goal: Goal;
  /** Number of batches of the tuning part. */
  readonly batches: number;
  readonly rank: Rank;
}

/** A search in progress. */
export interface Search {
  /** The next request; undefined if there is nothing left to try. `figures`: those of the batches of the last request. */
  next(figures?: Figures): TrialRequest | undefined;
  /** The plans that were tried so far, in their order. */
  tried(): readonly TriedPlan[];
}

/** Sizes of the steps of successive halving, in batches: a quarter, a half, all. */
export const rungsOf = (batches: number): readonly number[] => [
  ...new Set([Math.ceil(batches / 4), Math.ceil(batches / 2), batches]),
];

type Steps<T> = Generator<TrialRequest, T, Figures>;

/** Starts a search. */
export function createSearch(setup: SearchSetup): Search {
  const tried = new Map<string, TriedPlan>();
  const steps = search(setup, tried);
  let begun = false;
  return {
    next(figures) {
      const { done, value } = begun && figures ? steps.next(figures) : steps.next(undefined as never);
      begun = true;
      return done ? undefined : value;
    },
    tried: () => [...tried.values()],
  };
}

/** The plan that the search changes, and how good it is. */
interface Incumbent extends Assessed {
  readonly plan: Plan;
}

function* search(setup: SearchSetup, tried: Map<string, TriedPlan>): Steps<void> {
  const { subject, goal, batches } = setup;
  const plans = uniformPlans(subject);
  for (const [family, ways] of [
    ['published', 'plain'],
    ['extended', 'all'],
  ] as const) {
    yield* halve(
      setup,
      tried,
      family,
      plans.filter((one) => one.family === family).map(({ plan }) => plan),
      ways,
    );
  }
  const full = [...tried.values()].filter(({ figures }) => figures.batches.length === batches);
  const assessed = full.map(({ plan, figures }): Incumbent => ({ plan, ...bestOf(goal, figures) }));
  let incumbent = assessed.reduce((best, one) => (comparePoints(goal, one, best) < 0 ? one : best));
  incumbent = yield* withFewerSteps(setup, tried, incumbent);
  const free = freeLayers(subject.plan, subject.layers).map(({ name }) => name);
  for (const size of groupSizes(free.length)) incumbent = yield* changeGroups(setup, tried, incumbent, free, size, 'coarse');
  let before: Incumbent | undefined;
  while (before !== incumbent && free.length > 0) {
    before = incumbent;
    incumbent = yield* changeGroups(setup, tried, incumbent, free, 1, 'fine');
  }
}

/** Evaluates plans on more and more batches, and leaves out the worse half each time. */
function* halve(
  { goal, batches }: SearchSetup,
  tried: Map<string, TriedPlan>,
  family: TriedPlan['family'],
  plans: readonly Plan[],
  ways: Ways,
): Steps<void> {
  let left = plans;
  for (const count of rungsOf(batches)) {
    const results: Incumbent[] = [];
    for (const plan of left) {
      const figures = yield* upTo(tried, family, plan, count);
      results.push({ plan, ...(count < batches ? hopeOf(goal, figures, ways) : bestOf(goal, figures, ways)) });
    }
    const best = results.sort((a, b) => comparePoints(goal, a, b)).slice(0, Math.ceil(left.length / 2));
    left = best.map(({ plan }) => plan);
  }
}

/** The figures of a plan on the first `count` batches. Batches that were evaluated before are not evaluated again. */
function* upTo(tried: Map<string, TriedPlan>, family: TriedPlan['family'], plan: Plan, count: number): Steps<Figures> {
  const key = formatPlan(plan);
  const known = tried.get(key);
  const from = known?.figures.batches.length ?? 0;
  if (from >= count) return firstBatches(known!.figures, count);
  const figures = yield { plan, from, to: count, measure: false };
  const all = known ? joinFigures(known.figures, figures) : figures;
  tried.set(key, { plan, family: known?.family ?? family, figures: all });
  return all;
}

/** The plan with one step more than it needs, so that its variants take less time. Threshold iteration depends on the number of steps. */
function* withFewerSteps(setup: SearchSetup, tried: Map<string, TriedPlan>, incumbent: Incumbent): Steps<Incumbent> {
  const steps = incumbent.point.operation.steps + 1;
  if (steps >= incumbent.figures.steps) return incumbent;
  const plan = { ...incumbent.plan, steps };
  const assessed = bestOf(setup.goal, yield* upTo(tried, 'layers', plan, setup.batches));
  return assessed.excess <= incumbent.excess && !isSurelyBetter(setup.goal, incumbent, assessed)
    ? { plan, ...assessed }
    : incumbent;
}

/** The request for the figures of a plan's layers, which the first batch is enough for. */
export const measurementOf = (plan: Plan): TrialRequest => ({ plan, from: 0, to: 1, measure: true });

/** Sizes of the groups of layers that are changed together: all, halves, quarters, single layers. */
const groupSizes = (layers: number): readonly number[] =>
  layers === 0 ? [] : [...new Set([layers, Math.ceil(layers / 2), Math.ceil(layers / 4), 1])];

/** Tries the changes on every group of `size` layers, in order of rank. A change that was kept is tried again. */
function* changeGroups(
  setup: SearchSetup,
  tried: Map<string, TriedPlan>,
  start: Incumbent,
  free: readonly string[],
  size: number,
  stage: 'coarse' | 'fine',
): Steps<Incumbent> {
  const { layers } = yield measurementOf(start.plan);
  const ranked = setup.rank(layers, setup.goal.minimise).filter((name) => free.includes(name));
  let incumbent = start;
  for (let at = 0; at < ranked.length; at += size) {
    const names = ranked.slice(at, at + size);
    for (const move of movesFor(setup.goal.minimise, stage)) {
      let before: Incumbent | undefined;
      while (before !== incumbent) {
        before = incumbent;
        incumbent = yield* attempt(setup, tried, incumbent, changed(setup.subject, incumbent.plan, names, move));
      }
    }
  }
  return incumbent;
}

/** The plan with the move made on these layers; undefined if it changes nothing or cannot run. */
function changed({ layers }: Subject, plan: Plan, names: readonly string[], move: Move): Plan | undefined {
  const settings = layerSettings(plan, layers);
  const next = names.reduce((now, name) => {
    const change = move.change(settings.get(name)!);
    return change ? setLayers(now, [name], change) : now;
  }, plan);
  return next !== plan && canRun(next, layers) ? next : undefined;
}

/** Evaluates a plan on more and more batches while it may be better. Returns it if it is surely better, and the incumbent otherwise. */
function* attempt(
  { goal, batches }: SearchSetup,
  tried: Map<string, TriedPlan>,
  incumbent: Incumbent,
  plan: Plan | undefined,
): Steps<Incumbent> {
  if (!plan) return incumbent;
  for (const count of rungsOf(batches)) {
    const figures = yield* upTo(tried, 'layers', plan, count);
    const part = firstBatches(incumbent.figures, count);
    const other = { figures: part, point: pointAt(part, incumbent.point.operation), excess: incumbent.excess };
    if (count < batches && !mayBeBetter(goal, figures, other)) return incumbent;
  }
  const assessed = bestOf(goal, tried.get(formatPlan(plan))!.figures);
  return isSurelyBetter(goal, assessed, incumbent) ? { plan, ...assessed } : incumbent;
}
