/**
 * The passes over the values of a part of a batch, from which its statistics follow. The values are an array `[rows, channels,
 * inner]`. This file implements the passes in plain JavaScript. An engine may have faster ones, which give the same counts, and the
 * same sums except for rounding.
 */
import { type Shape, sizeOf, type TensorData } from '../tensor/index.ts';

/** Sum and limits of the values of each channel, each array `[channels]`. */
export interface Extents {
  /** Sum of each channel; NaN if a value is NaN. */
  readonly sums: Float64Array;
  /** Smallest value; Infinity if there are no values. */
  readonly least: Float64Array;
  /** Largest value; −Infinity if there are no values. */
  readonly most: Float64Array;
}

/** Squared deviations and histogram counts of each channel. */
export interface Spread {
  /** Σ (x − mean)² of each channel. */
  readonly squares: Float64Array;
  /**
   * `[channels, bins]`: value x is counted in bin bins/2 + ⌊x · (bins/2)/range⌋ of its channel, or in bin bins/2 if the range is
   * 0. With 8 bins and range 2, x = 0.6 is in bin 4 + ⌊1.2⌋ = 5.
   */
  readonly counts: Float64Array;
}

/** Selected values of each channel: those of channel c are `values[ends[c − 1]…ends[c]]`. */
export interface Kept {
  readonly values: TensorData;
  readonly ends: Int32Array;
}

/** The passes over the values of a part of a batch. */
export interface Passes {
  readonly rows: number;
  readonly channels: number;
  readonly inner: number;
  /** All values, a flat `[rows, channels, inner]`. */
  readonly values: TensorData;
  extents(): Extents;
  /** Squared deviations and histograms. `means`, `ranges`: one per channel; every |x| is below its range. */
  spread(means: Float64Array, ranges: Float64Array, bins: number): Spread;
  /**
   * Keeps the values of each channel that are not below the channel's bar, in any order. `counts`: the number of values to make
   * room for, per channel. If the bar is just above 0, zeros may be kept too. `magnitudes`: keeps |x| of the values x ≥ bar and of
   * the values x < −bar. A value x = −bar is left out, because the histograms count it one bin too low.
   */
  keepFrom(bars: Float64Array, counts: Int32Array, magnitudes: boolean): Kept;
}

/** The passes over `data`, whose rows have the shape `shape`. */
export function arrayPasses(data: TensorData, shape: Shape): Passes {
  const channels = shape[0] ?? 1;
  const inner = sizeOf(shape) / channels;
  const rows = data.length / (channels * inner);
  if (!Number.isInteger(rows)) throw new Error(`${data.length} values are not rows of ${channels * inner}`);
  return {
    rows,
    channels,
    inner,
    values: data,
    extents: () => extents(data, channels, inner),
    spread: (means, ranges, bins) => spread(data, channels, inner, means, ranges, bins),
    keepFrom(bars, counts, magnitudes) {
      const { values, ends } = roomFor(data, counts);
      eachRun(data, channels, inner, (channel, from, to) => {
        const bar = bars[channel]!;
        const low = magnitudes ? -bar : -Infinity;
        for (let i = from; i < to; i++) {
          const value = data[i]!;
          if (value >= bar || value < low) values[ends[channel]!++] = magnitudes ? Math.abs(value) : value;
        }
      });
      return { values, ends };
    },
  };
}

/** Allocates room for `counts` values of each channel and sets the start of each. */
export function roomFor(like: TensorData, counts: Int32Array): Kept {
  const ends = new Int32Array(counts.length);
  let size = 0;
  for (let channel = 0; channel < ends.length; channel++) {
    ends[channel] = size;
    size += counts[channel]!;
  }
  return { values: like instanceof Float32Array ? new Float32Array(size) : new Float64Array(size), ends };
}

type Visit = (channel: number, from: number, to: number) => void;

/** Calls `visit` with every run of adjacent values of one channel. */
function eachRun(data: TensorData, channels: number, inner: number, visit: Visit): void {
  for (let from = 0, channel = 0; from < data.length; from += inner, channel = (channel + 1) % channels) {
    visit(channel, from, from + inner);
  }
}

function extents(data: TensorData, channels: number, inner: number): Extents {
  const sums = new Float64Array(channels);
  const least = new Float64Array(channels).fill(Infinity);
  const most = new Float64Array(channels).fill(-Infinity);
  eachRun(data, channels, inner, (channel, from, to) => {
    let [sum, low, high] = [0, Infinity, -Infinity];
    for (let i = from; i < to; i++) {
      const value = data[i]!;
      sum += value;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    sums[channel]! += sum;
    if (low < least[channel]!) least[channel] = low;
    if (high > most[channel]!) most[channel] = high;
  });
  return { sums, least, most };
}

function spread(
  data: TensorData,
  channels: number,
  inner: number,
  means: Float64Array,
  ranges: Float64Array,
  bins: number,
): Spread {
  const squares = new Float64Array(channels);
  const counts = new Float64Array(channels * bins);
  const half = bins / 2;
  eachRun(data, channels, inner, (channel, from, to) => {
    const scale = ranges[channel] === 0 ? 0 : half / ranges[channel]!;
    const centre = channel * bins + half;
    const mean = means[channel]!;
    let sum = 0;
    for (let i = from; i < to; i++) {
      const value = data[i]!;
      const difference = value - mean;
      sum += difference * difference;
      const bin = Math.floor(value * scale);
      // The product of a tiny 64-bit number can be rounded to zero, so the sign decides here.
      counts[centre + (bin === 0 && value < 0 ? -1 : bin)]! += 1;
    }
    squares[channel]! += sum;
  });
  return { squares, counts };
}
