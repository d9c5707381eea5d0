/**
 * The setting to change if a layer's thresholds lose activations that matter (docs/thresholds.md): one sentence for every
 * surface, in the names of a plan's fields.
 */
import type { Loss } from '../units/index.ts';
import { thresholdLossesOf } from './figures.ts';
import type { NeuronLayerResult } from './layers.ts';

/**
 * The error in lost activations matters if it is at least this share of the size of the layer's activations. The same limit
 * applies to the error of answers.
 */
const MATTERS = 0.1;
/** It must also be at least this share of the layer's squared error. Below that, most of the error has other causes. */
const PART = 0.25;

type Layer = Pick<NeuronLayerResult, 'lost' | 'conversion_error' | 'threshold' | 'neuron'>;

/** The remedy as a sentence; null if no loss matters or none was measured. */
export function thresholdRemedy(layer: Layer): string | null {
  const { lost, threshold, neuron } = layer;
  const losses = thresholdLossesOf(layer);
  if (!lost || !losses || losses.cost < PART || (losses.size ?? 0) < MATTERS) return null;
  const most = (['clipped', 'shut', 'small'] satisfies Loss[]).reduce((a, b) => (lost[b].error > lost[a].error ? b : a));
  return most === 'small' ? finer(neuron) : wider(threshold, most);
}

/** The remedy for a θ that is too small. */
function wider({ level, statistic }: Layer['threshold'], loss: 'clipped' | 'shut'): string {
  if (!statistic) return 'Give threshold.value a larger number, or leave it out for a statistic.';
  const { method, of, scale } = statistic;
  if (of === 'value') return 'Set threshold.of to magnitude: the values of these channels are mostly negative.';
  if (loss === 'clipped') {
    const larger = `threshold.scale to more than ${scale}`;
    return method === 'max' ? `Set ${larger}, or calibrate on more samples.` : `Set threshold.method to max, or ${larger}.`;
  }
  return level === 'layer'
    ? 'Calibrate on more samples: those used did not activate this layer.'
    : 'Set threshold.level to layer, or calibrate on more samples: those used did not activate these channels.';
}

/** The remedy for a θ whose smallest spike is too large. */
const finer = (neuron: Layer['neuron']): string =>
  neuron.startsWith('m')
    ? 'Set thresholds or steps to more, or threshold.scale to less.'
    : 'Set neuron to mt or ms, steps to more, or threshold.scale to less.';
