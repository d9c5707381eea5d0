/**
 * The ConversionPlan as data. It holds the choices of an engineer and no computed values. A field that is absent gets its default
 * (defaults.ts) when the plan is resolved (resolve.ts). Plans are immutable; transactions (transaction.ts) change them.
 */
import type { Coding, Correction, NeuronKind, Readout, ThresholdSettings } from './types.ts';

/** Some of the threshold's settings; absent fields are inherited. */
export type PartialThreshold = Partial<ThresholdSettings>;

/** Some of a layer's settings; absent fields are inherited. */
export interface PartialSettings {
  readonly coding?: Coding;
  readonly neuron?: NeuronKind;
  readonly thresholds?: number;
  readonly mostSpikes?: number;
  readonly threshold?: PartialThreshold;
  readonly initial?: number;
  readonly correction?: Correction;
}

/**
 * Settings for the layers that a key matches. Rules are an array and not an object, because their order decides (later
 * ones win) and JavaScript moves keys such as `0` to the front of an object.
 */
export interface LayerRule {
  /** A layer's name, or a glob over names (glob.ts). Unique in its plan. */
  readonly key: string;
  readonly settings: PartialSettings;
}

/** A conversion plan. */
export interface Plan {
  readonly version: 1;
  /** Number of time steps T. */
  readonly steps?: number;
  /** Leak τ of the leaky codings, in (0, 1]. */
  readonly tau?: number;
  /** The readout of the answer. Absent: the mean of all steps. */
  readonly readout?: Readout;
  /** Settings for every layer that no rule matches. The coding also applies to the network's input and output. */
  readonly defaults: PartialSettings;
  readonly layers: readonly LayerRule[];
}

/** The plan that sets nothing, so that every default applies. */
export const EMPTY_PLAN: Plan = { version: 1, defaults: {}, layers: [] };
