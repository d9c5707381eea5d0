/**
 * The choices of an engineer as types: codings, neurons, threshold methods. The plan's schema (plan.ts) and the spiking network
 * (../spiking) share them (docs/algorithm.md §2, §3, §6, §9; docs/cli.md).
 */

/** How values are coded in time. The leaky codings apply to a whole network or not at all (§8). */
export type Coding = 'rate' | 'leaky-rate' | 'differential' | 'differential-leaky';

/**
 * Neuron of a layer. `-negative` adds negative spikes. With differential coding, a neuron means its differential form, which
 * always has negative spikes.
 */
export type NeuronKind = 'if' | 'if-negative' | 'lif' | 'lif-negative' | 'mt' | 'mt-negative' | 'ms';

/** How a base threshold follows from calibration (docs/algorithm.md §6; docs/thresholds.md has the last two). */
export type ThresholdMethod = 'max' | 'percentile' | 'iteration' | 'measured' | 'balanced';
/** Whether the statistic is taken of the values themselves or of their magnitudes. Both are equal for ReLU layers, whose output is never negative. */
export type ThresholdOf = 'value' | 'magnitude';

/** The neurons that share a base threshold: those of a layer, of a channel, or a single neuron. */
export type ThresholdLevel = 'layer' | 'channel' | 'neuron';

/** How the answer follows from the decoded outputs of the steps (docs/algorithm.md §2). */
export interface Readout {
  /** First step k of the mean that is the answer, counted from 1. At most the number of steps. */
  readonly from: number;
}

/** Whether the mean error of a layer is taken back in the constant part behind it (docs/thresholds.md). */
export type Correction = 'none' | 'mean';

/** The settings of one neuron layer after the defaults, globs and layers of a plan were combined. */
export interface LayerSettings {
  readonly coding: Coding;
  readonly neuron: NeuronKind;
  /** Number n of thresholds θ/2ᵏ, k = 0…n−1, of multi-threshold and multi-spike neurons. */
  readonly thresholds: number;
  /** Most spikes K of a multi-spike neuron in one step. Absent, or not less than `thresholds`: no limit. */
  readonly mostSpikes?: number;
  readonly threshold: ThresholdSettings;
  /** Membrane potential before the first step, in units of the base threshold θ. Absent: that of the neuron (docs/algorithm.md §3, §9). */
  readonly initial?: number;
  /** Absent: none. */
  readonly correction?: Correction;
}

/** How the base thresholds of a layer are determined. */
export interface ThresholdSettings {
  readonly method: ThresholdMethod;
  /** The percentile in percent, such as 99.9. */
  readonly percentile: number;
  readonly of: ThresholdOf;
  readonly level: ThresholdLevel;
  /** Factor applied to the statistic. */
  readonly scale: number;
  /** A fixed base threshold instead of a statistic, in units of the float network's activations. */
  readonly value?: number;
}
