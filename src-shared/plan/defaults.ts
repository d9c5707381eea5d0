/** What a plan means where it says nothing (docs/cli.md, "Defaults"). */
import type { Plan } from './plan.ts';
import type { Coding, LayerSettings } from './types.ts';

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
  threshold: { method: 'percentile', percentile: 99.9, level: 'channel', scale: 1 },
};

/** Scale on the statistic of signed neurons: activations in transformers have long tails (docs/algorithm.md §5). */
const SIGNED_SCALE = 8;

/** A layer's settings where the plan says nothing: scale 1 for ReLU-type neurons, 8 for signed ones. */
export const defaultSettings = (rule: NeuronRule): LayerSettings =>
  rule === 'relu' ? DEFAULT_SETTINGS : { ...DEFAULT_SETTINGS, threshold: { ...DEFAULT_SETTINGS.threshold, scale: SIGNED_SCALE } };

/** Number of time steps T of a plan. */
export const stepsOf = (plan: Plan): number => plan.steps ?? DEFAULT_STEPS;
/** Leak τ of a plan. */
export const tauOf = (plan: Plan): number => plan.tau ?? DEFAULT_TAU;
/** Coding of the network's input and output (docs/algorithm.md §2). */
export const networkCodingOf = (plan: Plan): Coding => plan.defaults.coding ?? DEFAULT_SETTINGS.coding;
