/**
 * Histograms per channel (axis 1) of values that arrive batch by batch. A channel's range is symmetric, ±r with r a power of two,
 * and doubles when a value falls outside; pairs of bins then merge into one. So the result does not depend on the order of batches.
 */
import { sizeOf } from '../../../src-shared/tensor/index.ts';
import type { Shape, TensorData } from '../../../src-shared/tensor/index.ts';

export interface Histograms {
  /** Even number of bins of a channel; bin i covers −r + i·2r/bins up to, not including, the next. */
  readonly bins: number;
  /** r of each channel `[C]`: the smallest power of two above every |x| (at least 2⁻¹²⁶); 0 where all values are 0 (they are in bin bins/2). */
  readonly ranges: Float64Array;
  /** `[C, bins]` flat. */
  readonly counts: Float64Array;
}

export interface HistogramAccumulator {
  /** Adds a batch `[samples, C, …]`. */
  readonly add: (data: TensorData, samples: number) => void;
  readonly result: () => Histograms;
}

/** Least range of a channel that is not all zero (the least normal 32-bit number): bins per unit must stay finite. */
const LEAST_RANGE = 2 ** -126;

/** Smallest power of two above x > 0, at least LEAST_RANGE. */
function powerAbove(x: number): number {
  if (x < LEAST_RANGE) return LEAST_RANGE;
  let power = 2 ** Math.floor(Math.log2(x));
  while (power <= x) power *= 2;
  while (power / 2 > x) power /= 2;
  return power;
}

/** Merges pairs of bins, from the centre outwards, as often as the range doubles. */
function widen(counts: Float64Array, doublings: number): void {
  const half = counts.length / 2;
  const before = counts.slice();
  counts.fill(0);
  for (let i = 0; i < before.length; i++) {
    const to = half + Math.floor((i - half) / 2 ** doublings);
    counts[to] = counts[to]! + before[i]!;
  }
}

/** `sample`: shape of one sample, channels first. */
export function createHistograms(sample: Shape, bins: number): HistogramAccumulator {
  if (bins < 2 || bins % 2 !== 0) throw new Error(`a histogram needs an even number of bins, not ${bins}`);
  const channels = sample[0] ?? 1;
  const inner = sizeOf(sample) / channels;
  const ranges = new Float64Array(channels);
  const counts = new Float64Array(channels * bins);
  const half = bins / 2;

  const grow = (channel: number, most: number) => {
    const range = powerAbove(most);
    const before = ranges[channel]!;
    // With range 0 all that was seen is 0, which stays in the first bin above the centre.
    if (before > 0) widen(counts.subarray(channel * bins, (channel + 1) * bins), Math.log2(range / before));
    ranges[channel] = range;
  };

  return {
    add(data, samples) {
      for (let sampleIndex = 0, at = 0; sampleIndex < samples; sampleIndex++)
        for (let channel = 0; channel < channels; channel++, at += inner) {
          let most = 0;
          for (let i = at; i < at + inner; i++) most = Math.max(most, Math.abs(data[i]!));
          if (most >= ranges[channel]! && most > 0) grow(channel, most);
          const scale = ranges[channel]! === 0 ? 0 : half / ranges[channel]!;
          const first = channel * bins + half;
          for (let i = at; i < at + inner; i++) {
            const steps = Math.floor(data[i]! * scale);
            // A tiny negative value must not be rounded up to zero.
            const bin = first + (data[i]! < 0 && steps === 0 ? -1 : steps);
            counts[bin] = counts[bin]! + 1;
          }
        }
    },
    result: () => ({ bins, ranges: ranges.slice(), counts: counts.slice() }),
  };
}
