/** The neuron layers of a run with what decides the size of their recordings. */
import type { RunReport } from '../../src-shared/results/index.ts';
import { isNeuronLayer } from '../../src-shared/results/index.ts';
import type { SizedLayer } from '../../src-shared/spikes/index.ts';
import { modelOf } from '../../src-shared/units/index.ts';
import { planInUseOf, type WorkbenchState } from '../state/index.ts';

/** Of a run that is done. */
export const layersOfReport = ({ layers }: RunReport): SizedLayer[] =>
  layers
    .filter(isNeuronLayer)
    .map(({ name, neuron, thresholds, neurons }) => ({ name, model: modelOf(neuron), levels: thresholds, neurons }));

/** Of a run of the working plan. Layers without settings, in a plan with errors, are left out. */
export function layersOfPlan(state: WorkbenchState): SizedLayer[] {
  const { settings } = planInUseOf(state);
  return (state.project?.graph.layers ?? []).flatMap(({ name, neurons }) => {
    const of = settings.get(name);
    if (!of) return [];
    const model = modelOf(of.neuron);
    return [{ name, model, levels: model === 'mt' || model === 'ms' ? of.thresholds : 1, neurons }];
  });
}
