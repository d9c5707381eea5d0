/**
 * Figures that several surfaces show (window, report, command line). Each is computed and described here once. docs/energy.md has
 * the same sentences, and a test compares them.
 */
import type { NeuronLayerResult } from './layers.ts';

/** The name and the definition of a figure. */
export interface FigureWords {
  readonly name: string;
  /** Definition in one sentence without a full stop: the share, its total, and the steps it covers. */
  readonly about: string;
}

/** The figures. All are fractions, shown in percent. */
export const FIGURES = {
  firingRate: {
    name: 'Firing rate',
    about: 'share of a layer’s neurons that send at a step; one number for a layer is the mean over the steps',
  },
  activity: {
    name: 'Activity',
    about: 'synaptic operations out of the dense ones; one number is that of all steps so far (the paper calls it firing rate)',
  },
  conversionError: {
    name: 'Conversion error',
    about:
      'distance of a layer’s running estimate from the float activation, relative to it; one number is that after the last step',
  },
  clipped: {
    name: 'Clipped',
    about: 'share of a layer’s float activations that lie beyond what its neurons can decode to in the steps of the run',
  },
  silenced: {
    name: 'Silenced',
    about:
      'share of a layer’s float activations that are not 0 and come to nothing: θ is 0 or lets less than a hundredth through, or they are too small for a first spike in the steps of the run',
  },
  thresholdCost: {
    name: 'Threshold cost',
    about: 'share of a layer’s squared conversion error after the last step that lies in its clipped and silenced activations',
  },
} as const satisfies Record<string, FigureWords>;

/** A layer's firing rate as one number, 0…1: the mean over the steps. NaN for a layer without steps. */
export const firingRateOf = ({ firing_rate: rates }: Pick<NeuronLayerResult, 'firing_rate'>): number =>
  rates.reduce((sum, rate) => sum + rate, 0) / rates.length;

/** A layer's conversion error as one number: the error after the last step; null if it was not recorded. */
export const conversionErrorOf = ({ conversion_error: errors }: Pick<NeuronLayerResult, 'conversion_error'>): number | null =>
  errors?.at(-1) ?? null;

/** The activations that a layer's thresholds lose. */
export interface ThresholdLosses {
  readonly clipped: number;
  readonly silenced: number;
  readonly cost: number;
  /** The error in these activations alone, relative to the size of all of the layer's activations; null if the conversion error was not recorded. */
  readonly size: number | null;
}

/** A layer's clipped and silenced activations, and their share of the error; null if it was not measured. */
export function thresholdLossesOf(layer: Pick<NeuronLayerResult, 'lost' | 'conversion_error'>): ThresholdLosses | null {
  if (!layer.lost) return null;
  const { clipped, shut, small } = layer.lost;
  // Because of rounding, a sum of parts may exceed the whole.
  const cost = Math.min(1, clipped.error + shut.error + small.error);
  const error = conversionErrorOf(layer);
  return {
    clipped: clipped.share,
    silenced: Math.min(1, shut.share + small.share),
    cost,
    size: error === null ? null : error * Math.sqrt(cost),
  };
}
