/**
 * Which neurons a coding has (docs/algorithm.md §3, §9). Leaky neurons undo the leak of a leaky coding and nothing else: with a
 * coding that does not leak they forget what they were sent, and neurons without leak take a leaking input for a falling one.
 */
import type { Coding, NeuronKind } from './types.ts';

/** True for the codings whose input leaks: they apply to a whole network or not at all (§8). */
export const isLeaky = (coding: Coding): boolean => coding === 'leaky-rate' || coding === 'differential-leaky';

/** Neurons that are defined for a coding. */
export const neuronsOf = (coding: Coding): readonly NeuronKind[] =>
  isLeaky(coding) ? ['lif', 'lif-negative'] : ['if', 'if-negative', 'mt', 'mt-negative', 'ms'];
