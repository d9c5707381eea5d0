/**
 * Which values of a batch share a threshold (docs/algorithm.md §6): all of them (`layer`), those of one index of axis 1
 * (`channel`: channels, or tokens or heads in a transformer), or the same neuron of every sample (`neuron`).
 */
import type { ThresholdLevel } from '../../../src-shared/plan/types.ts';
import { sizeOf } from '../../../src-shared/tensor/index.ts';
import type { Shape, TensorData } from '../../../src-shared/tensor/index.ts';

export interface Grouping {
  /** Number of groups, that is, of thresholds. */
  readonly groups: number;
  /** Shape of the thresholds, batch axis first, as `Thresholds` has it: `[1]`, `[1, C, 1, …]`, `[1, …]`. */
  readonly shape: Shape;
  /** Copies the values of a group out of a batch `[samples, …]`, into `scratch` where it has the right size. */
  readonly gather: (data: TensorData, samples: number, group: number, scratch: TensorData | undefined) => TensorData;
}

/** The grouping of a value whose sample has this shape (without the batch axis). */
export function groupingOf(level: ThresholdLevel, sample: Shape): Grouping {
  const size = sizeOf(sample);
  if (level === 'layer' || sample.length === 0) return grouping(1, size, [1]);
  if (level === 'neuron') return grouping(size, 1, [1, ...sample]);
  const channels = sample[0]!;
  return grouping(channels, size / channels, [1, channels, ...sample.slice(1).map(() => 1)]);
}

/** Groups of `inner` neighbouring values in every sample. */
function grouping(groups: number, inner: number, shape: Shape): Grouping {
  const size = groups * inner;
  return {
    groups,
    shape,
    gather(data, samples, group, scratch) {
      const count = samples * inner;
      const values =
        scratch?.length === count ? scratch : data instanceof Float32Array ? new Float32Array(count) : new Float64Array(count);
      let at = group * inner;
      if (inner === 1) for (let sample = 0; sample < samples; sample++, at += size) values[sample] = data[at]!;
      else for (let sample = 0; sample < samples; sample++, at += size) values.set(data.subarray(at, at + inner), sample * inner);
      return values;
    },
  };
}
