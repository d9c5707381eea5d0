/**
 * The difference that the graph shows: of a plan from the working plan, or of two runs. The graph marks the layers that differ, its
 * legend and the inspector say from what to what, and `closeDifference` leads back to what was shown before.
 */
import type { RunComparison } from '../../src-shared/results/index.ts';
import {
  type FieldDifference,
  layerDifferences,
  type NetworkDifference,
  networkDifferences,
  type Plan,
} from '../../src-shared/plan/index.ts';
import type { DifferenceSide, ShownDifference } from './difference-state.ts';
import { stateTexts } from '../texts/state.ts';
import { FIRST_RUN_CHANGE, isRunChange } from './overlays.ts';
import { planOfVersion } from './versions.ts';
import { setWorkbench, useWorkbench, workbench, type WorkbenchState } from './workbench.ts';

/** A plan to be compared with the working plan, as `showPlanDifference` takes it. */
export interface ShownPlan {
  readonly name: string;
  readonly plan: Plan;
  readonly run?: number | null;
}

/**
 * Shows on the graph in what `plan` differs from the working plan: layers that differ are marked, and the legend, hovered nodes and the
 * inspector have `working value → value of plan`. The difference follows the working plan while that is edited. The legend offers to
 * make `plan` the working plan (one step of the history), so that a caller needs no button of its own for that.
 *
 * Any plan will do: a saved version, the plan of a run, a trial of the tuner. `name` is how the legend calls it (`Trial 12`); `run` is the
 * id of the run whose mark stands beside the name. A difference that was shown before is replaced. Nothing happens without a project.
 */
export function showPlanDifference({ name, plan, run = null }: ShownPlan): void {
  showDifference({ name: stateTexts.workingPlan, run: null, plan: null }, { name, run, plan });
}

/** The same from any plan to any other. */
export function showDifference(from: DifferenceSide, to: DifferenceSide): void {
  show({ from, to, comparison: null });
}

/** The same for a saved version, which is fetched first. Rejects with the service's error. */
export async function showVersionDifference(version: number, name: string, run: number | null = null): Promise<void> {
  const path = workbench().project?.path;
  const plan = await planOfVersion(version);
  if (workbench().project?.path === path) showPlanDifference({ name, plan, run });
}

/** Colours the graph by what two runs differ in, and marks the layers that their plans treat differently. */
export function showRunsDifference(comparison: RunComparison, from: DifferenceSide, to: DifferenceSide): void {
  show({ from, to, comparison });
  if (workbench().shownDifference) setWorkbench({ overlay: FIRST_RUN_CHANGE });
}

function show(difference: Omit<ShownDifference, 'before'>): void {
  if (!workbench().history) return;
  closeDifference();
  setWorkbench({ shownDifference: { ...difference, before: workbench().overlay } });
}

/** Leads back to the graph as it was before a difference was shown. */
export function closeDifference(): void {
  const { shownDifference, overlay } = workbench();
  if (!shownDifference) return;
  setWorkbench({ shownDifference: null, overlay: isRunChange(overlay) ? shownDifference.before : overlay });
}

/** Hook: the difference that is shown; null for none. */
export const useShownDifference = (): ShownDifference | null => useWorkbench(({ shownDifference }) => shownDifference);

/** The difference of two plans. */
export interface PlanDifference {
  /** By the name of the layer, in the order of the network; layers that do not differ are absent. */
  readonly layers: ReadonlyMap<string, readonly FieldDifference[]>;
  readonly network: readonly NetworkDifference[];
}

let remembered: { readonly sides: readonly unknown[]; readonly result: PlanDifference } | undefined;

/** The difference of the plans that are shown, worked out once per change; null if no difference is shown. */
export function planDifferenceOf({ shownDifference, history, project }: WorkbenchState): PlanDifference | null {
  if (!shownDifference || !history || !project) return null;
  const [from, to] = [shownDifference.from.plan ?? history.plan, shownDifference.to.plan ?? history.plan];
  const { layers } = project.graph;
  const sides = [from, to, layers];
  if (!remembered || sides.some((side, index) => side !== remembered!.sides[index])) {
    remembered = { sides, result: { layers: layerDifferences(from, to, layers), network: networkDifferences(from, to) } };
  }
  return remembered.result;
}

/** Hook of the same. */
export const usePlanDifference = (): PlanDifference | null => useWorkbench(planDifferenceOf);
