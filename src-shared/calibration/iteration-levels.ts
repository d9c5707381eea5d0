/** Number of levels of a neuron, for threshold iteration. */
import type { NeuronKind } from '../plan/types.ts';

/** Number of levels N that threshold iteration assumes (§6, §9). */
export function iterationLevels(neuron: NeuronKind, thresholds: number, steps: number): number {
  if (neuron === 'ms') return steps * (2 ** thresholds - 1);
  return neuron.startsWith('mt') ? steps * 2 ** thresholds : steps;
}
