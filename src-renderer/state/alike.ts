/** Changes of many layers at once: written in one place of the plan, or layer by layer, as the person prefers. */
import { create } from 'zustand';
import {
  type PartialSettings,
  type PlanOrigin,
  type Reach,
  setAlike,
  setLayers,
  shortReach,
} from '../../src-shared/plan/index.ts';
import { stateTexts } from '../texts/state.ts';
import { notify } from './notices.ts';
import { currentPlan, editPlan } from './plan.ts';
import { workbench } from './workbench.ts';

export type ReachChoice = 'short' | 'layers';

/** More equal rows than this are hard to read in a plan: the short way is preselected then. */
const MANY = 20;

const usePreference = create<{ readonly choice: ReachChoice | null }>()(() => ({ choice: null }));

const chosen = (preferred: ReachChoice | null, count: number): ReachChoice => preferred ?? (count > MANY ? 'short' : 'layers');

/** Hook: how changes of `count` layers are written, and a function that chooses. */
export function useReachChoice(count: number): readonly [ReachChoice, (choice: ReachChoice) => void] {
  const preferred = usePreference(({ choice }) => choice);
  return [chosen(preferred, count), (choice) => usePreference.setState({ choice })];
}

/** The short way to write a change of the layers `names` of the open project; undefined where there is none. */
export const shortReachOf = (names: readonly string[]): Reach | undefined =>
  shortReach(names, workbench().project?.graph.layers.map(({ name }) => name) ?? []);

/**
 * Lays `settings` over those of the named layers, as one step of the history. `label` gets how it is written. Where other rules of the plan
 * have the last word, it is written layer by layer, and a notice says so.
 */
export function editAlike(
  label: (reach: Reach) => string,
  origin: PlanOrigin,
  names: readonly string[],
  settings: PartialSettings,
): void {
  const plan = currentPlan();
  const layers = workbench().project?.graph.layers ?? [];
  const reach = chosen(usePreference.getState().choice, names.length) === 'short' ? shortReachOf(names) : undefined;
  const next = reach && setAlike(plan, layers, names, settings, reach);
  if (reach && next) return editPlan(label(reach), origin, next);
  if (reach) notify({ kind: 'info', message: stateTexts.layerByLayer });
  editPlan(label({ kind: 'layers' }), origin, setLayers(plan, names, settings));
}
