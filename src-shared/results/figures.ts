/**
 * Figures that several surfaces show (window, report, command line): each is computed and put in words here, once. The sentences stand in
 * docs/energy.md as well, which a test holds.
 */
import type { NeuronLayerResult } from './layers.ts';

/** Words for a figure of a report. */
export interface FigureWords {
  readonly name: string;
  /** Definition, in one sentence without a full stop: what of what, and over which steps. */
  readonly about: string;
}

/** All are fractions, shown in percent. */
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

/** A layer's firing rate in one number, 0…1: the mean over the steps. NaN for a layer without steps. */
export const firingRateOf = ({ firing_rate: rates }: Pick<NeuronLayerResult, 'firing_rate'>): number =>
  rates.reduce((sum, rate) => sum + rate, 0) / rates.length;

/** A layer's conversion error in one number: that after the last step; null where it was not recorded. */
export const conversionErrorOf = ({ conversion_error: errors }: Pick<NeuronLayerResult, 'conversion_error'>): number | null =>
  errors?.at(-1) ?? null;

/** What a layer's thresholds lose. */
export interface ThresholdLosses {
  readonly clipped: number;
  readonly silenced: number;
  readonly cost: number;
  /** The error in these activations alone, relative to the size of all of the layer's; null where the conversion error was not recorded. */
  readonly size: number | null;
}

/** A layer's clipped and silenced activations and what they cost; null where it was not measured. */
export function thresholdLossesOf(layer: Pick<NeuronLayerResult, 'lost' | 'conversion_error'>): ThresholdLosses | null {
  if (!layer.lost) return null;
  const { clipped, shut, small } = layer.lost;
  // A sum of parts may exceed the whole by rounding.
  const cost = Math.min(1, clipped.error + shut.error + small.error);
  const error = conversionErrorOf(layer);
  return {
    clipped: clipped.share,
    silenced: Math.min(1, shut.share + small.share),
    cost,
    size: error === null ? null : error * Math.sqrt(cost),
  };
}
