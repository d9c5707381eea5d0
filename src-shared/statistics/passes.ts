/**
 * The passes over the values `[rows, channels, inner]` of a part of a batch that its statistics need. Written here in plain numbers;
 * an engine may bring faster ones, which count the same and sum the same but for rounding.
 */
import { type Shape, sizeOf, type TensorData } from '../tensor/index.ts';

/** Of each channel. */
export interface Extents {
  /** NaN where a value is. */
  readonly sums: Float64Array;
  readonly least: Float64Array;
  readonly most: Float64Array;
}

/** The spread of values around their mean, with a histogram for each channel. */
export interface Spread {
  /** Σ (x − mean)² of each channel. */
  readonly squares: Float64Array;
  /** `[channels, bins]`: value x is in bin bins/2 + ⌊x · (bins/2)/range⌋ of its channel; where the range is 0, in bin bins/2. */
  readonly counts: Float64Array;
}

/** Some values of each channel: those of channel c in `values[ends[c − 1]…ends[c]]`. */
export interface Kept {
  readonly values: TensorData;
  readonly ends: Int32Array;
}

/** The passes over the values of a part of a batch, `[rows, channels, inner]`. */
export interface Passes {
  readonly rows: number;
  readonly channels: number;
  readonly inner: number;
  /** All of them, flat. */
  readonly values: TensorData;
  extents(): Extents;
  /** `means`, `ranges`: of each channel; every |x| is below its range. */
  spread(means: Float64Array, ranges: Float64Array, bins: number): Spread;
  /**
   * The values of each channel that are at least its bar, in any order; of `counts` there is room for. May keep zeros for a bar just above.
   * `magnitudes`: instead the absolute values of those that are at least the bar or below its negative. A value that is the negative
   * of the bar is left out: the histograms count it one bin further down.
   */
  keepFrom(bars: Float64Array, counts: Int32Array, magnitudes: boolean): Kept;
}

/** Passes over `data`, rows of this shape. */
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

/** Room for `counts` values of each channel, and where a channel's begin. */
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

/** Calls `visit` with every run of neighbouring values of one channel. */
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
      // The product of a tiny 64-bit number can become zero.
      counts[centre + (bin === 0 && value < 0 ? -1 : bin)]! += 1;
    }
    squares[channel]! += sum;
  });
  return { squares, counts };
}
