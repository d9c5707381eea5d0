/**
 * The neurons of each coding (docs/algorithm.md §3, §9). A leaky neuron undoes exactly the leak of a leaky coding. With a coding
 * that does not leak, a leaky neuron would forget its input. With a leaky coding, a neuron without leak would read the decaying
 * input as a falling value.
 */
import type { Coding, NeuronKind } from './types.ts';

/** True for the codings whose input leaks. They apply to a whole network or not at all (§8). */
export const isLeaky = (coding: Coding): boolean => coding === 'leaky-rate' || coding === 'differential-leaky';

/** Neurons that are defined for a coding. */
export const neuronsOf = (coding: Coding): readonly NeuronKind[] =>
  isLeaky(coding) ? ['lif', 'lif-negative'] : ['if', 'if-negative', 'mt', 'mt-negative', 'ms'];
