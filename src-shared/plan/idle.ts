/** Settings that mean nothing beside others, and why. */
import { modelOf } from '../units/settings.ts';
import type { NeuronRule } from './defaults.ts';
import type { SettingsField } from './fields.ts';
import type { PlacedLayer } from './resolve.ts';
import type { LayerSettings } from './types.ts';

/** Why a setting has no effect on a layer. */
export type Idle =
  | 'single-threshold-neuron'
  | 'not-multi-spike'
  | 'fixed-value'
  | 'not-percentile'
  | 'never-negative'
  | 'from-histogram';

const STATISTIC: ReadonlySet<SettingsField> = new Set([
  'threshold.percentile',
  'threshold.of',
  'threshold.level',
  'threshold.scale',
]);

/** Why a field has no effect with these settings, on a layer of `rule` where it is about one; null where it has one. */
export function idleOf(field: SettingsField, { neuron, threshold }: LayerSettings, rule?: NeuronRule): Idle | null {
  const model = modelOf(neuron);
  if (field === 'thresholds') return model === 'mt' || model === 'ms' ? null : 'single-threshold-neuron';
  if (field === 'mostSpikes') return model === 'ms' ? null : 'not-multi-spike';
  const fromStatistic = STATISTIC.has(field);
  if (fromStatistic && threshold.value !== undefined) return 'fixed-value';
  // The statistic of a ReLU layer is that of its output, which is its own magnitude.
  if (field === 'threshold.of' && rule === 'relu') return 'never-negative';
  // The histogram that these methods read is of the layer's input itself, with its signs.
  if (field === 'threshold.of' && (threshold.method === 'measured' || threshold.method === 'balanced')) return 'from-histogram';
  return field === 'threshold.percentile' && threshold.method !== 'percentile' ? 'not-percentile' : null;
}

/** Why a field has no effect on any of some layers, at least one, with what each uses; null if it has one on some. */
export function idleOnAll(
  field: SettingsField,
  layers: readonly PlacedLayer[],
  settings: ReadonlyMap<string, LayerSettings>,
): Idle | null {
  const reasons = layers.map(({ name, rule }) => idleOf(field, settings.get(name)!, rule));
  return reasons.every((reason) => reason !== null) ? (reasons[0] ?? null) : null;
}
