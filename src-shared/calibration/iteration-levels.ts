/** Number of output levels of a neuron, which threshold iteration needs (docs/algorithm.md §6, §9). */
import type { NeuronKind } from '../plan/types.ts';

/**
 * Number of levels N between 0 and θ that a neuron's output can take after `steps` time steps: T for a neuron with one threshold,
 * T·2ⁿ for one with n thresholds, T·(2ⁿ − 1) for a multi-spike neuron with n bits.
 */
export function iterationLevels(neuron: NeuronKind, thresholds: number, steps: number): number {
  if (neuron === 'ms') return steps * (2 ** thresholds - 1);
  return neuron.startsWith('mt') ? steps * 2 ** thresholds : steps;
}
