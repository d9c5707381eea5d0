/**
 * Plans with int8 numbers. A search for them looks at answers of floating-point numbers and at the prices of int8, since the simulator of
 * whole numbers takes many times as long. The plans that are best by that are then evaluated in whole numbers.
 */
import { layerSettings, type Plan, type PlacedLayer } from '../plan/index.ts';
import { type Assessed, bestOf, comparePoints, hopeOf } from './goal.ts';
import type { Operation } from './points.ts';
import { assessedPlans, type Incumbent, rungsOf, type SearchState, type Steps, upTo } from './trials.ts';

/** Plans that are tried until one meets the budgets. */
const MOST = 3;

/** Evaluates the best plans with int8 numbers until one meets the budgets, then the best uniform one. */
export function* confirmInt8(state: SearchState): Steps<void> {
  if (!state.int8) return;
  const ranked = assessedPlans(state).sort((a, b) => comparePoints(state.goal, a, b));
  for (const one of ranked.slice(0, MOST)) {
    const found = yield* confirmed(state, one);
    if (found?.excess === 0) break;
  }
  const uniform = ranked.find(({ family }) => family !== 'layers');
  if (uniform) yield* confirmed(state, uniform, uniform.family);
}

/** What the plan reaches with int8 numbers in as many steps as it needs. Undefined if it has no form in them, or cannot meet the budgets. */
function* confirmed(
  state: SearchState,
  { plan, point, excess }: Incumbent,
  family: 'published' | 'extended' | 'layers' = 'layers',
): Steps<Assessed | undefined> {
  const { goal, batches, subject } = state;
  const used = withSteps(plan, point.operation, subject.layers);
  for (const count of rungsOf(batches)) {
    const [figures] = yield* upTo(state, [used], count, { family, numbers: 'int8' });
    if (!figures) return undefined;
    if (count === batches) return bestOf(goal, figures);
    if (hopeOf(goal, figures).excess > excess) return undefined;
  }
  return undefined;
}

/** The plan with the steps that its answer needs, if its thresholds allow that; two methods depend on the number of steps. */
export function withSteps(plan: Plan, { steps }: Operation, layers: readonly PlacedLayer[]): Plan {
  const depends = [...layerSettings(plan, layers).values()].some(
    ({ threshold: { method, value } }) => (method === 'iteration' || method === 'measured') && value === undefined,
  );
  return depends ? plan : { ...plan, steps };
}
