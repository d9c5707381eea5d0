/**
 * Which values of a batch share a threshold (docs/algorithm.md §6): all of them (`layer`), those of one index of axis 1
 * (`channel`: channels, or tokens or heads in a transformer), or the same neuron of every sample (`neuron`).
 */
import type { ThresholdLevel } from '../plan/types.ts';
import { type Shape, sizeOf } from '../tensor/index.ts';

/** How the values of a sample belong to thresholds. */
export interface Grouping {
  /** Number of groups, that is, of thresholds. */
  readonly groups: number;
  /** Neighbouring values of one group in every sample. */
  readonly inner: number;
  /** Shape of the thresholds, batch axis first, as `Thresholds` has it: `[1]`, `[1, C, 1, …]`, `[1, …]`. */
  readonly shape: Shape;
}

/** The grouping of a value whose sample has this shape (without the batch axis). */
export function groupingOf(level: ThresholdLevel, sample: Shape): Grouping {
  const size = sizeOf(sample);
  if (level === 'layer' || sample.length === 0) return { groups: 1, inner: size, shape: [1] };
  if (level === 'neuron') return { groups: size, inner: 1, shape: [1, ...sample] };
  const channels = sample[0]!;
  return { groups: channels, inner: size / channels, shape: [1, channels, ...sample.slice(1).map(() => 1)] };
}
