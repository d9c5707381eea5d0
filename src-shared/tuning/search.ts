/**
 * The search for the best plan, as a pure state machine: it asks for evaluations, one request after another, and decides from their figures
 * what to try next. Uniform plans come first, in successive halving; then tables say which changes of layers pay, and plans of many changes
 * are tried; then single layers are refined. At the end the best plans are confirmed with int8 numbers. Equal figures lead to equal requests.
 */
import type { Plan } from '../plan/index.ts';
import { confirmInt8 } from './confirm.ts';
import { bestOf, comparePoints, isSurelyBetter } from './goal.ts';
import { changed, FINE_MOVES, freeLayers } from './moves.ts';
import { plansFrom, rankedLayers, sensitivityTable, type TableRow } from './table.ts';
import {
  assessedPlans,
  attempt,
  halve,
  type Incumbent,
  type SearchSetup,
  type SearchState,
  type Steps,
  type Trial,
  type TrialRequest,
  type TriedPlan,
  upTo,
} from './trials.ts';
import { uniformPlans } from './uniform.ts';

/** A search in progress. */
export interface Search {
  /** The next request; undefined if there is nothing left to try. `trials`: those of the last request, in the order of its plans. */
  next(trials?: readonly Trial[]): TrialRequest | undefined;
  /** Leaves out everything but the end of the search, which confirms the best plans: for a search whose time is nearly used up. Returns its first request. */
  finish(): TrialRequest | undefined;
  /** The plans that were tried so far, in their order. */
  tried(): readonly TriedPlan[];
  /** The last table, which is that of the best plan or of one near it; empty before there is one. */
  table(): readonly TableRow[];
}

/** Uniform plans from which layers are changed. */
const STARTS = 2;

/** Starts a search. */
export function createSearch(setup: SearchSetup): Search {
  const state: SearchState = { ...setup, tried: new Map() };
  let table: readonly TableRow[] = [];
  let steps: Steps<void> = search(state, (rows) => {
    table = rows;
  });
  const take = ({ done, value }: IteratorResult<TrialRequest, void>): TrialRequest | undefined => (done ? undefined : value);
  let begun = false;
  return {
    next(trials) {
      const result = begun && trials ? steps.next(trials) : steps.next(undefined as never);
      begun = true;
      return take(result);
    },
    finish() {
      steps = confirmInt8(state);
      return take(steps.next(undefined as never));
    },
    tried: () => [...state.tried.values()],
    table: () => table,
  };
}

function* search(state: SearchState, onTable: (rows: readonly TableRow[]) => void): Steps<void> {
  const { subject, goal } = state;
  const plans = uniformPlans(subject);
  const of = (family: TriedPlan['family']): Plan[] => plans.filter((one) => one.family === family).map(({ plan }) => plan);
  yield* halve(state, of('published'), { family: 'published', ways: 'plain' });
  yield* halve(state, of('extended'), { family: 'extended' });
  const starts = startsOf(assessedPlans(state).sort((a, b) => comparePoints(goal, a, b)));
  const free = freeLayers(subject.plan, subject.layers).map(({ name }) => name);
  const ends: { readonly incumbent: Incumbent; readonly ranked: readonly string[] }[] = [];
  for (const start of starts) {
    let incumbent = yield* withFewerSteps(state, start);
    let ranked: readonly string[] = free;
    for (let before: Incumbent | undefined; before !== incumbent && free.length > 0; ) {
      before = incumbent;
      const rows = yield* sensitivityTable(state, incumbent, free);
      onTable(rows);
      ranked = rankedLayers(rows);
      const [best] = yield* halve(state, plansFrom(state, incumbent.plan, rows), { family: 'layers', base: incumbent.plan });
      if (best && isSurelyBetter(goal, best, incumbent)) incumbent = best;
    }
    ends.push({ incumbent, ranked });
  }
  const [end] = ends.sort((a, b) => comparePoints(goal, a.incumbent, b.incumbent));
  if (end) yield* refine(state, end.incumbent, end.ranked);
  yield* confirmInt8(state);
}

/** The best plan, and the best ones of other neurons and codings. `ranked`: the best first. */
function startsOf(ranked: readonly Incumbent[]): readonly Incumbent[] {
  const kinds = Map.groupBy(ranked, ({ plan: { defaults } }) => `${defaults.coding} ${defaults.neuron}`);
  return [...kinds.values()].slice(0, STARTS).map(([best]) => best!);
}

/** The plan with one step more than it needs, so that its variants take less time. Threshold iteration depends on the number of steps. */
function* withFewerSteps(state: SearchState, incumbent: Incumbent): Steps<Incumbent> {
  const steps = incumbent.point.operation.steps + 1;
  if (steps >= incumbent.figures.steps) return incumbent;
  const plan = { ...incumbent.plan, steps };
  const [figures] = yield* upTo(state, [plan], state.batches, { family: 'layers' });
  const assessed = bestOf(state.goal, figures!);
  return assessed.excess <= incumbent.excess && !isSurelyBetter(state.goal, incumbent, assessed)
    ? { plan, ...assessed }
    : incumbent;
}

/** Tries small changes of single layers, in order of rank, until none is kept. A change that was kept is tried again. */
function* refine(state: SearchState, start: Incumbent, ranked: readonly string[]): Steps<void> {
  let incumbent = start;
  for (let before: Incumbent | undefined; before !== incumbent; ) {
    before = incumbent;
    for (const name of ranked)
      for (const move of FINE_MOVES)
        for (let last: Incumbent | undefined; last !== incumbent; ) {
          last = incumbent;
          const plan = changed(state.subject, incumbent.plan, [name], move);
          const other = plan && (yield* attempt(state, incumbent, plan));
          if (other && isSurelyBetter(state.goal, other, incumbent)) incumbent = other;
        }
  }
}
