/**
 * The setting to change if a layer's thresholds lose activations that matter, or if its spikes are too coarse (docs/thresholds.md):
 * one sentence for every surface, in the names of a plan's fields, and the same as a change of the layer's settings.
 */
import {
  DEFAULTS,
  defaultSettings,
  isLeaky,
  MOST_THRESHOLDS,
  neuronFor,
  type NeuronRule,
  type PartialSettings,
} from '../plan/index.ts';
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
/** Lowest percentile that no remedy questions. */
const LOW_PERCENTILE = 99;
/** Factor on the scale of thresholds that are too small although they come from the maximum. */
const LARGER = 2;

/** What a remedy needs to know of a layer. */
export type RemediedLayer = Pick<
  NeuronLayerResult,
  'lost' | 'conversion_error' | 'threshold' | 'neuron' | 'thresholds' | 'coding'
>;

/** What to do, in a sentence, and as new settings of the layer; null if no setting of a plan does it. */
export interface SettingsRemedy {
  readonly sentence: string;
  readonly settings: PartialSettings | null;
}

/** The remedy as a sentence; null if no loss matters or none was measured. */
export function thresholdRemedy(layer: RemediedLayer): string | null {
  const { lost } = layer;
  const losses = thresholdLossesOf(layer);
  if (!lost || !losses || losses.cost < PART || (losses.size ?? 0) < MATTERS) return null;
  const most = (['clipped', 'shut', 'small'] satisfies Loss[]).reduce((a, b) => (lost[b].error > lost[a].error ? b : a));
  return most === 'small' ? finerRemedy(layer).sentence : widerRemedy(layer, most).sentence;
}

/** The remedy for a θ that is too small. */
export function widerRemedy({ threshold: { level, statistic } }: RemediedLayer, loss: 'clipped' | 'shut'): SettingsRemedy {
  if (!statistic)
    return {
      sentence: 'Give threshold.value a larger number, or leave it out for a statistic.',
      settings: { threshold: { method: 'percentile' } },
    };
  const { method, of, scale, percentile } = statistic;
  if (of === 'value')
    return {
      sentence: 'Set threshold.of to magnitude: the values of these channels are mostly negative.',
      settings: { threshold: { of: 'magnitude' } },
    };
  const usual = usualThreshold(statistic);
  if (method === 'percentile' && percentile !== undefined && percentile < LOW_PERCENTILE)
    return {
      sentence: `Set threshold.percentile to ${usual.percentile}.`,
      settings: { threshold: { percentile: usual.percentile } },
    };
  if (scale < usual.scale)
    return { sentence: `Set threshold.scale to ${usual.scale}.`, settings: { threshold: { scale: usual.scale } } };
  if (loss === 'clipped') {
    const larger = `threshold.scale to more than ${scale}`;
    return method === 'max'
      ? {
          sentence: `Set ${larger}, or calibrate on more samples.`,
          settings: { threshold: { scale: LARGER * scale } },
        }
      : { sentence: `Set threshold.method to max, or ${larger}.`, settings: { threshold: { method: 'max' } } };
  }
  return level === 'layer'
    ? { sentence: 'Calibrate on more samples: those used did not activate this layer.', settings: null }
    : {
        sentence: 'Set threshold.level to layer, or calibrate on more samples: those used did not activate these channels.',
        settings: { threshold: { level: 'layer' } },
      };
}

/** The ways in which a layer's spikes can be coarser than by default. */
export type Coarseness = 'one-size' | 'few' | 'large' | 'given';

/**
 * How many times coarser a layer's smallest spike is than that of the defaults, and the setting that has the largest part in it; null if
 * none is coarser. A given θ has no statistic to compare it with, so that it is only blamed if nothing else is.
 */
export function coarsenessOf({
  neuron,
  thresholds,
  threshold: { statistic },
}: RemediedLayer): { readonly by: Coarseness; readonly factor: number } | null {
  const usual = statistic ? usualThreshold(statistic).scale : 1;
  const ways: { readonly by: Coarseness; readonly factor: number }[] = [
    neuron.startsWith('m')
      ? { by: 'few', factor: 2 ** (USUAL.thresholds - thresholds) }
      : { by: 'one-size', factor: 2 ** (USUAL.thresholds - 1) },
    { by: 'large', factor: (statistic?.scale ?? 1) / usual },
  ];
  const [most] = ways.toSorted((a, b) => b.factor - a.factor);
  if (most!.factor > 1) return most!;
  return statistic ? null : { by: 'given', factor: 1 };
}

/** The remedy for a θ whose smallest spike is too large. */
export function finerRemedy(layer: RemediedLayer): SettingsRemedy {
  const sentence = layer.neuron.startsWith('m')
    ? 'Set thresholds or steps to more, or threshold.scale to less.'
    : 'Set neuron to mt or ms, steps to more, or threshold.scale to less.';
  return { sentence, settings: finerSettings(layer) };
}

function finerSettings(layer: RemediedLayer): PartialSettings | null {
  const { coding, neuron, thresholds, threshold } = layer;
  switch (coarsenessOf(layer)?.by) {
    case 'one-size':
      // The leaky codings have neurons with one threshold only.
      if (isLeaky(coding)) return null;
      return { neuron: neuronFor(coding, neuron.endsWith('-negative') ? 'mt-negative' : 'mt'), thresholds: USUAL.thresholds };
    case 'few':
      return { thresholds: USUAL.thresholds };
    case 'large':
      return { threshold: { scale: usualThreshold(threshold.statistic!).scale } };
    case 'given':
      return { threshold: { method: 'percentile' } };
    case undefined:
      return thresholds + MORE > MOST_THRESHOLDS ? null : { thresholds: thresholds + MORE };
  }
}

/** Thresholds that are added where the usual number is not enough. */
const MORE = 2;
const USUAL = defaultSettings('relu');

/** The default threshold settings of a layer with this statistic. */
function usualThreshold({ of, method }: NonNullable<NeuronLayerResult['threshold']['statistic']>) {
  const rule: NeuronRule = of === undefined ? 'relu' : 'signed';
  return defaultSettings(rule, DEFAULTS, method).threshold;
}
