/** Number of output levels of a neuron, which threshold iteration needs (docs/algorithm.md §6, §9). */
import type { LayerSettings } from '../plan/types.ts';
import { mostQuanta, mostSpikesOf } from '../units/index.ts';

/** The settings that the number of levels depends on. */
export type IterationSettings = Pick<LayerSettings, 'neuron' | 'thresholds' | 'mostSpikes'>;

/**
 * Number of levels N between 0 and θ that a neuron's output can take after `steps` time steps: T for a neuron with one threshold,
 * T·2ⁿ for one with n thresholds, T·(2ⁿ − 1) for a multi-spike neuron with n bits, T·(2ⁿ − 2ⁿ⁻ᴷ) if it sends at most K of them in one step.
 */
export function iterationLevels(settings: IterationSettings, steps: number): number {
  const { neuron, thresholds } = settings;
  if (neuron === 'ms') return steps * mostQuanta(thresholds, mostSpikesOf(settings).mostSpikes);
  return neuron.startsWith('mt') ? steps * 2 ** thresholds : steps;
}
