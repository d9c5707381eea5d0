/**
 * Groups of values in a batch that share a threshold (docs/algorithm.md §6): all values (`layer`), the values at one index of
 * axis 1 (`channel`; in a transformer, tokens or heads), or the same neuron of every sample (`neuron`).
 */
import type { ThresholdLevel } from '../plan/types.ts';
import { type Shape, sizeOf } from '../tensor/index.ts';

/** A division of values into groups that share a threshold. */
export interface Grouping {
  /** Number of groups, and so of thresholds. */
  readonly groups: number;
  /** Number of neighbouring values of one group in each sample: H·W for the channels of `[C, H, W]`. */
  readonly inner: number;
  /** Shape of the thresholds, batch axis first, as in `Thresholds`: `[1]`, `[1, C, 1, …]` or `[1, …]`. */
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
