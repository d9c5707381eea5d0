/**
 * From a layer's settings in a plan to the behaviour of its neurons. Both a compiled network and a drawing of one neuron need
 * this.
 */
import type { NeuronRule } from '../plan/defaults.ts';
import type { Coding, LayerSettings, NeuronKind } from '../plan/types.ts';
import type { NeuronModel, ValueCoding } from '../spiking/index.ts';
import type { NeuronSettings } from './neuron.ts';

const MODELS: Readonly<Record<NeuronKind, NeuronModel>> = {
  if: 'if',
  'if-negative': 'if',
  lif: 'lif',
  'lif-negative': 'lif',
  mt: 'mt',
  'mt-negative': 'mt',
  ms: 'ms',
};

/** Membrane dynamics of a plan's neuron. */
export const modelOf = (neuron: NeuronKind): NeuronModel => MODELS[neuron];

/** The coding of values along edges: the leaky codings differ from the others only in neurons, input and output. */
export const valueCoding = (coding: Coding): ValueCoding =>
  coding === 'rate' || coding === 'leaky-rate' ? 'rate' : 'differential';

/** The limit K of spikes in one step, if the neurons have one that is less than their number of thresholds (§9). */
export const mostSpikesOf = ({
  neuron,
  thresholds,
  mostSpikes = thresholds,
}: Pick<LayerSettings, 'neuron' | 'thresholds' | 'mostSpikes'>): { readonly mostSpikes?: number } =>
  neuron === 'ms' && mostSpikes < thresholds ? { mostSpikes } : {};

/**
 * The neurons of a layer with these settings. `inputCoding` is the coding of the layer's input; `tau` is the plan's leak, which
 * only LIF neurons have. Neurons with differential output, signed neurons and multi-spike neurons always send negative spikes
 * (docs/algorithm.md §3, §9).
 */
export function neuronSettingsOf(
  settings: LayerSettings,
  rule: NeuronRule,
  inputCoding: ValueCoding,
  tau: number,
): NeuronSettings {
  const coding = valueCoding(settings.coding);
  const model = MODELS[settings.neuron];
  return {
    model,
    rule,
    inputCoding,
    coding,
    negative: rule === 'signed' || coding === 'differential' || model === 'ms' || settings.neuron.endsWith('-negative'),
    levels: model === 'mt' || model === 'ms' ? settings.thresholds : 1,
    tau: model === 'lif' ? tau : 1,
    ...mostSpikesOf(settings),
    ...(settings.initial === undefined ? {} : { initial: settings.initial }),
  };
}
