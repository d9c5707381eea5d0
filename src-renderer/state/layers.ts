/** What every neuron layer uses by the working plan, and what is wrong with the plan for this network. Derived, remembered per plan. */
import type { NeuronLayerInfo } from '../../src-shared/contract/index.ts';
import { SpikeloomError } from '../../src-shared/errors/index.ts';
import { type LayerSettings, layerSettings, type Plan, resolvePlan } from '../../src-shared/plan/index.ts';
import { inWindow } from '../texts/messages.ts';
import { useWorkbench, workbench, type WorkbenchState } from './workbench.ts';

export interface PlanInUse {
  readonly settings: ReadonlyMap<string, LayerSettings>;
  /** What keeps the plan from running, with the layer it is about. */
  readonly problem: { readonly code: string; readonly message: string; readonly layer?: string } | null;
}

const NOTHING: PlanInUse = { settings: new Map(), problem: null };
let remembered: { readonly plan: Plan; readonly layers: readonly NeuronLayerInfo[]; readonly result: PlanInUse } | undefined;

const select = ({ project, history }: WorkbenchState): PlanInUse => {
  if (!project || !history) return NOTHING;
  const { plan } = history;
  const { layers } = project.graph;
  if (remembered?.plan !== plan || remembered.layers !== layers) {
    remembered = { plan, layers, result: { settings: layerSettings(plan, layers), problem: problemOf(plan, layers) } };
  }
  return remembered.result;
};

function problemOf(plan: Plan, layers: readonly NeuronLayerInfo[]): PlanInUse['problem'] {
  try {
    resolvePlan(plan, layers);
    return null;
  } catch (error) {
    if (!(error instanceof SpikeloomError)) throw error;
    const { code, sentence, at } = error;
    return { code, message: inWindow(sentence), ...(at.layer === undefined ? {} : { layer: at.layer }) };
  }
}

/** Hook. */
export const usePlanInUse = (): PlanInUse => useWorkbench(select);
/** The same of a given state. */
export const planInUseOf = select;
/** The same outside of a component. */
export const planInUse = (): PlanInUse => select(workbench());

/** Names of the selected neuron layers, in the order of the network. */
export function selectedLayers({
  project,
  selection,
}: Pick<WorkbenchState, 'project' | 'selection'>): readonly NeuronLayerInfo[] {
  if (!project) return [];
  const nodes = new Set(selection);
  return project.graph.layers.filter(({ node }) => nodes.has(node));
}
