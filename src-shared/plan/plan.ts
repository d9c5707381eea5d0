/**
 * The ConversionPlan as data: what an engineer chose, nothing that was computed. What is absent in a plan takes the default
 * (defaults.ts) when the plan is resolved (resolve.ts). Plans are immutable; transactions (transaction.ts) change them.
 */
import type { Coding, NeuronKind, ThresholdSettings } from './types.ts';

/** Any part of the threshold's settings; what is absent is inherited. */
export type PartialThreshold = Partial<ThresholdSettings>;

/** Any part of a layer's settings; what is absent is inherited. */
export interface PartialSettings {
  readonly coding?: Coding;
  readonly neuron?: NeuronKind;
  readonly thresholds?: number;
  readonly threshold?: PartialThreshold;
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

/** A conversion plan: settings of the network, and of layers by key. Settings that it leaves out have their defaults. */
export interface Plan {
  readonly version: 1;
  /** Number of time steps T. */
  readonly steps?: number;
  /** Leak τ of the leaky codings, in (0, 1]. */
  readonly tau?: number;
  /** For the network's input and output (coding) and for every layer that no rule matches. */
  readonly defaults: PartialSettings;
  readonly layers: readonly LayerRule[];
}

/** The plan that chooses nothing: defaults everywhere. */
export const EMPTY_PLAN: Plan = { version: 1, defaults: {}, layers: [] };
