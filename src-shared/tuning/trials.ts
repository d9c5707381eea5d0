/** The evaluations of a search: what it asks for, what it has learnt of every plan, and successive halving among plans. */
import { formatPlan, type Plan } from '../plan/index.ts';
import { asInt8, type Figures, firstBatches, joinFigures, type Numbers } from './figures.ts';
import { type Assessed, bestOf, comparePoints, type Goal, hopeOf, mayBeBetter, type Ways } from './goal.ts';
import { pointAt } from './points.ts';
import type { Subject } from './uniform.ts';

/** Evaluations that the search asks for: the batches `from`…`to`−1 of the tuning part, for each of the plans. */
export interface TrialRequest {
  /** At most `MOST_AT_ONCE`, all of them of the same number of steps. */
  readonly plans: readonly Plan[];
  /** A plan that the others are small changes of, so that they can be evaluated as its variants. */
  readonly base: Plan | undefined;
  readonly from: number;
  readonly to: number;
  readonly numbers: Numbers;
}

/** The figures of a plan; null if it has no form in these numbers. */
export type Trial = Figures | null;

/** A plan that was tried. */
export interface TriedPlan {
  readonly plan: Plan;
  readonly numbers: Numbers;
  /** `published` and `extended`: one setting for all free layers. `layers`: settings found by the search. */
  readonly family: 'published' | 'extended' | 'layers';
  /** The figures of its first batches. */
  readonly figures: Figures;
}

/** The inputs of a search. */
export interface SearchSetup {
  readonly subject: Subject;
  readonly goal: Goal;
  /** Number of batches of the tuning part. */
  readonly batches: number;
  /** True if int8 numbers are wanted, which the energy model must price. */
  readonly int8: boolean;
}

/** A search with what it has learnt, by numbers and plan. */
export interface SearchState extends SearchSetup {
  readonly tried: Map<string, TriedPlan>;
}

/** The plan that a search changes, and how good it is. */
export interface Incumbent extends Assessed {
  readonly plan: Plan;
}

/** Part of a search: it yields requests, and receives their trials. */
export type Steps<T> = Generator<TrialRequest, T, readonly Trial[]>;

/** Plans of one request: enough for variants to share the work, and few enough for limits of time to be kept. */
const MOST_AT_ONCE = 16;

/** Sizes of the steps of successive halving, in batches: a quarter, a half, all. */
export const rungsOf = (batches: number): readonly number[] => [
  ...new Set([Math.ceil(batches / 4), Math.ceil(batches / 2), batches]),
];

/** The key of a plan among those that were tried. */
export const triedKey = (plan: Plan, numbers: Numbers): string => `${numbers} ${formatPlan(plan)}`;

/** Groups of plans that a request may hold, in their order. */
function* groupsOf<T>(all: readonly T[], groupOf: (one: T) => unknown): Generator<readonly T[]> {
  const groups = new Map<unknown, T[]>();
  for (const one of all) {
    const key = groupOf(one);
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  for (const group of groups.values())
    for (let at = 0; at < group.length; at += MOST_AT_ONCE) yield group.slice(at, at + MOST_AT_ONCE);
}

/**
 * What is known of plans after their first `count` batches, in their order. Batches that were evaluated before are not evaluated again. The
 * figures of a search for int8 numbers have their prices. Null: the plan has no form in these numbers.
 */
export function* upTo(
  { tried, int8 }: SearchState,
  plans: readonly Plan[],
  count: number,
  { family, base, numbers = 'float32' }: { family: TriedPlan['family']; base?: Plan | undefined; numbers?: Numbers },
): Steps<readonly Trial[]> {
  const known = (plan: Plan): TriedPlan | undefined => tried.get(triedKey(plan, numbers));
  const from = (plan: Plan): number => known(plan)?.figures.batches.length ?? 0;
  const refused = new Set<Plan>();
  const missing = [...new Map(plans.map((plan) => [formatPlan(plan), plan])).values()].filter((plan) => from(plan) < count);
  for (const group of groupsOf(missing, (plan) => `${from(plan)} ${plan.steps}`)) {
    const begin = from(group[0]!);
    const trials = yield { plans: group, base, from: begin, to: count, numbers };
    group.forEach((plan, i) => {
      const trial = trials[i]!;
      if (!trial) {
        refused.add(plan);
        return;
      }
      const before = known(plan);
      const figures = before ? joinFigures(before.figures, trial) : trial;
      tried.set(triedKey(plan, numbers), { plan, numbers, family: before?.family ?? family, figures });
    });
  }
  return plans.map((plan) => {
    const figures = known(plan)?.figures;
    return figures ? firstBatches(int8 ? asInt8(figures) : figures, count) : null;
  });
}

/** Evaluates plans on more and more batches, and leaves out the worse half each time. Returns those evaluated in full, the best first. */
export function* halve(
  state: SearchState,
  plans: readonly Plan[],
  { family, base, ways = 'all' }: { family: TriedPlan['family']; base?: Plan; ways?: Ways },
): Steps<Incumbent[]> {
  const { goal, batches } = state;
  let left: readonly Incumbent[] = [];
  for (const count of rungsOf(batches)) {
    const of = count === rungsOf(batches)[0] ? plans : left.slice(0, Math.ceil(left.length / 2)).map(({ plan }) => plan);
    const figures = yield* upTo(state, of, count, { family, base });
    left = of
      .map((plan, i): Incumbent => {
        const own = figures[i]!;
        return { plan, ...(count < batches ? hopeOf(goal, own, ways) : bestOf(goal, own, ways)) };
      })
      .sort((a, b) => comparePoints(goal, a, b));
  }
  return [...left];
}

/** Evaluates a plan on more and more batches while it may be better than the incumbent. Undefined if it was left out. */
export function* attempt(state: SearchState, incumbent: Incumbent, plan: Plan): Steps<Incumbent | undefined> {
  const { goal, batches } = state;
  let own: Figures | undefined;
  for (const count of rungsOf(batches)) {
    const [trial] = yield* upTo(state, [plan], count, { family: 'layers' });
    own = trial!;
    const part = firstBatches(incumbent.figures, count);
    const other = { figures: part, point: pointAt(part, incumbent.point.operation), excess: incumbent.excess };
    if (count < batches && !mayBeBetter(goal, own, other)) return undefined;
  }
  return { plan, ...bestOf(goal, own!) };
}

/** The plans of a search that were evaluated in full, as it judges them. */
export const assessedPlans = ({ tried, goal, batches, int8 }: SearchState): (Incumbent & Pick<TriedPlan, 'family'>)[] =>
  [...tried.values()]
    .filter(({ figures, numbers }) => numbers === 'float32' && figures.batches.length === batches)
    .map(({ plan, family, figures }) => ({ plan, family, ...bestOf(goal, int8 ? asInt8(figures) : figures) }));
