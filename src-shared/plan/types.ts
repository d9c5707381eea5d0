/**
 * The choices an engineer makes, as types: codings, neurons, threshold methods. The plan's schema (plan.ts) and the spiking
 * network (../spiking) both speak these words (docs/algorithm.md §2, §3, §6, §9; docs/cli.md).
 */

/** How values travel in time. The leaky codings apply to a whole network or not at all (§8). */
export type Coding = 'rate' | 'leaky-rate' | 'differential' | 'differential-leaky';

/** Neuron of a layer; `-negative` adds negative spikes. With differential coding its differential form is meant, which always has them. */
export type NeuronKind = 'if' | 'if-negative' | 'lif' | 'lif-negative' | 'mt' | 'mt-negative' | 'ms';

/** Method that derives thresholds from statistics (docs/thresholds.md). */
export type ThresholdMethod = 'max' | 'percentile' | 'iteration';
/** What the statistic is taken of: the values as they are, or their absolute values. The same for ReLU layers, whose output has no sign. */
export type ThresholdOf = 'value' | 'magnitude';
/** One threshold for a layer, for each channel, or for each neuron. */
export type ThresholdLevel = 'layer' | 'channel' | 'neuron';

/** What one neuron layer uses once defaults, globs and layers of a plan have been combined. */
export interface LayerSettings {
  readonly coding: Coding;
  readonly neuron: NeuronKind;
  /** Number n of thresholds θ/2ᵏ, k = 0…n−1, of multi-threshold and multi-spike neurons. */
  readonly thresholds: number;
  readonly threshold: ThresholdSettings;
}

/** How a layer's thresholds are set. */
export interface ThresholdSettings {
  readonly method: ThresholdMethod;
  /** In percent: 99.9. */
  readonly percentile: number;
  readonly of: ThresholdOf;
  readonly level: ThresholdLevel;
  /** Factor on the statistic. */
  readonly scale: number;
  /** A fixed base threshold instead of a statistic, in units of the float network's activations. */
  readonly value?: number;
}
