/** What a plan means where it says nothing (docs/cli.md, "Defaults"). */
import type { Plan } from './plan.ts';
import type { Coding, LayerSettings, ThresholdSettings } from './types.ts';

/** Number of time steps T. */
export const DEFAULT_STEPS = 8;
/** Leak τ of the leaky codings. */
export const DEFAULT_TAU = 0.98;

/** Rule of a neuron layer: `relu` neurons stand for a ReLU, `signed` ones in front of a linear operation (docs/algorithm.md §3, §5). */
export type NeuronRule = 'relu' | 'signed';

const DEFAULT_SETTINGS: LayerSettings = {
  coding: 'differential',
  neuron: 'mt',
  thresholds: 8,
  threshold: { method: 'percentile', percentile: 99.9, of: 'value', level: 'channel', scale: 1 },
};

/**
 * Defaults have changed once: until then, thresholds of signed neurons came from the value as it is, times 8 (the published form). A
 * calibration says which of them it was made with, since its thresholds belong to these.
 */
export const PUBLISHED_DEFAULTS = 1;
/** Version of the defaults of today. */
export const DEFAULTS = 2;
/** A version of the defaults. */
export type DefaultsVersion = typeof PUBLISHED_DEFAULTS | typeof DEFAULTS;

/** Thresholds of signed neurons; docs/thresholds.md has the measurements that the scale of 4 comes from. */
const SIGNED: Readonly<Record<DefaultsVersion, Pick<ThresholdSettings, 'of' | 'scale'>>> = {
  [PUBLISHED_DEFAULTS]: { of: 'value', scale: 8 },
  [DEFAULTS]: { of: 'magnitude', scale: 4 },
};

/** A layer's settings where the plan says nothing: they differ between ReLU-type and signed neurons in their thresholds. */
export const defaultSettings = (rule: NeuronRule, version: DefaultsVersion = DEFAULTS): LayerSettings =>
  rule === 'relu' ? DEFAULT_SETTINGS : { ...DEFAULT_SETTINGS, threshold: { ...DEFAULT_SETTINGS.threshold, ...SIGNED[version] } };

/** Number of time steps T of a plan. */
export const stepsOf = (plan: Plan): number => plan.steps ?? DEFAULT_STEPS;
/** Leak τ of a plan. */
export const tauOf = (plan: Plan): number => plan.tau ?? DEFAULT_TAU;
/** Coding of the network's input and output (docs/algorithm.md §2). */
export const networkCodingOf = (plan: Plan): Coding => plan.defaults.coding ?? DEFAULT_SETTINGS.coding;
