/** The values of fields that a plan does not set (docs/cli.md, "Defaults"). */
import type { Plan } from './plan.ts';
import { MOST_THRESHOLDS } from './schema.ts';
import type { Coding, LayerSettings, Readout, ThresholdMethod, ThresholdSettings } from './types.ts';

/** Number of time steps T. */
export const DEFAULT_STEPS = 8;
/** Leak τ of the leaky codings. */
export const DEFAULT_TAU = 0.98;
/** First step k of the answer: the mean of all steps. */
export const DEFAULT_READOUT_FROM = 1;

/** Rule of a neuron layer. `relu` neurons replace a ReLU. `signed` neurons stand in front of a linear operation (docs/algorithm.md §3, §5). */
export type NeuronRule = 'relu' | 'signed';

const DEFAULT_SETTINGS: LayerSettings = {
  coding: 'differential',
  neuron: 'mt',
  thresholds: 8,
  mostSpikes: MOST_THRESHOLDS,
  threshold: { method: 'percentile', percentile: 99.9, of: 'value', level: 'channel', scale: 1 },
  correction: 'none',
};

/**
 * The defaults have changed once. In version 1 the thresholds of signed neurons came from the values themselves, times 8 (the
 * published form). A calibration records its version, since its thresholds depend on it.
 */
export const PUBLISHED_DEFAULTS = 1;

/** The current version of the defaults: the threshold of a signed neuron is the magnitude's statistic times 4. */
export const DEFAULTS = 2;

/** A version of the defaults. */
export type DefaultsVersion = typeof PUBLISHED_DEFAULTS | typeof DEFAULTS;

/** Threshold settings of signed neurons. docs/thresholds.md has the measurements behind the scale of 4. */
const SIGNED: Readonly<Record<DefaultsVersion, Pick<ThresholdSettings, 'of' | 'scale'>>> = {
  [PUBLISHED_DEFAULTS]: { of: 'value', scale: 8 },
  [DEFAULTS]: { of: 'magnitude', scale: 4 },
};

/** Methods that find θ itself, and not the statistic of a range: a factor on it would only take it away from its optimum. */
const FINDS_THETA: readonly ThresholdMethod[] = ['measured', 'balanced'];

/**
 * A layer's settings if the plan sets nothing, or nothing but the threshold's `method`. ReLU-type and signed neurons differ in their
 * threshold settings.
 */
export function defaultSettings(
  rule: NeuronRule,
  version: DefaultsVersion = DEFAULTS,
  method: ThresholdMethod = DEFAULT_SETTINGS.threshold.method,
): LayerSettings {
  if (rule === 'relu') return DEFAULT_SETTINGS;
  const scale = FINDS_THETA.includes(method) ? 1 : SIGNED[version].scale;
  return { ...DEFAULT_SETTINGS, threshold: { ...DEFAULT_SETTINGS.threshold, ...SIGNED[version], scale } };
}

/** Number of time steps T of a plan. */
export const stepsOf = (plan: Plan): number => plan.steps ?? DEFAULT_STEPS;
/** Leak τ of a plan. */
export const tauOf = (plan: Plan): number => plan.tau ?? DEFAULT_TAU;
/** First step k of the mean that is the answer, from 1: of a plan, a network, or the settings of a run. */
export const readoutFromOf = ({ readout }: { readonly readout?: Readout | undefined }): number =>
  readout?.from ?? DEFAULT_READOUT_FROM;
/** Coding of the network's input and output (docs/algorithm.md §2). */
export const networkCodingOf = (plan: Plan): Coding => plan.defaults.coding ?? DEFAULT_SETTINGS.coding;
