/**
 * What there is to know of one value of the float network over a part of a batch (docs/algorithm.md §6): mean and variance, the
 * largest values, histograms. Parts can be summarised in different threads and put together; a summary is plain data.
 */
import type { ThresholdLevel } from '../plan/types.ts';
import { type Shape, sizeOf, type TensorData } from '../tensor/index.ts';
import { groupingOf } from './groups.ts';
import { cover, type Histograms, noHistograms } from './histogram.ts';
import { keepLargest, keepLargestNeurons, type Largest, noLargest, raiseBars } from './largest.ts';
import { type Moments, noMoments, pool } from './moments.ts';
import { decisive } from './select.ts';

export interface SummaryRequest {
  /** Shape of one row of the value, without the batch axis; `[C, …]`. */
  readonly shape: Shape;
  readonly level: ThresholdLevel;
  /** In percent: 99.9. */
  readonly percentiles: readonly number[];
  /**
   * The value is a ReLU's input: percentiles and maxima are of the ReLU's output, max(0, x). Moments and histograms are
   * of the value as it is either way: threshold iteration is about the input.
   */
  readonly relu: boolean;
  /** Even number of bins of the histograms per channel. */
  readonly bins: number;
}

export interface Summary {
  /** Rows seen: samples, or several a sample where the value's first axis is a multiple of the batch. */
  readonly rows: number;
  /** Per group of the threshold level. */
  readonly moments: Moments;
  readonly largest: Largest;
  /** Per channel. */
  readonly histograms: Histograms;
  /** A value that is not a finite number, where there was one: the rest then says nothing. */
  readonly notFinite: number | undefined;
}

/** Percentiles and maxima of a ReLU's output cannot be below zero. */
export const floorOf = ({ relu }: SummaryRequest): number => (relu ? 0 : -Infinity);

/** Of the whole batch, the largest values a group that its percentiles and its maximum need. */
const needed = ({ percentiles }: SummaryRequest, count: number): number =>
  percentiles.reduce((most, percentile) => Math.max(most, decisive(percentile, count)), 1);

/**
 * Summarises rows `[rows, …shape]` of a batch of `batchRows`.
 */
export function summarise(request: SummaryRequest, data: TensorData, rows: number, batchRows: number): Summary {
  const { shape, level, bins } = request;
  const size = sizeOf(shape);
  if (data.length !== rows * size) throw new Error(`${data.length} values are not ${rows} rows of ${size}`);
  const channels = shape[0] ?? 1;
  const { groups } = groupingOf(level, shape);
  const members = size / groups;
  const inner = size / channels;
  const moments = noMoments(groups);
  const histograms = noHistograms(channels, bins);
  const largest = noLargest(groups, needed(request, batchRows * members), rows * members, floorOf(request), data);
  const summary = { rows, moments, largest, histograms };
  /** Of each channel of each row. */
  const maxima = new Float64Array(rows * channels);
  for (let run = 0; run < maxima.length; run++) {
    const channel = run % channels;
    const extent = extentOf(data, run * inner, (run + 1) * inner);
    if (!extent) return { ...summary, notFinite: data.subarray(run * inner).find((value) => !Number.isFinite(value)) };
    maxima[run] = extent.most;
    cover(histograms, channel, Math.max(extent.most, -extent.least));
    const mean = extent.sum / inner;
    const squares = countBins(histograms, data, run * inner, (run + 1) * inner, channel, mean);
    if (level !== 'neuron') pool(moments, groups === 1 ? 0 : channel, inner, mean, squares);
  }
  if (level === 'neuron') {
    addNeurons(moments, data, rows);
    keepLargestNeurons(largest, data);
    return { ...summary, notFinite: undefined };
  }
  raiseBars(largest, histograms);
  for (let run = 0; run < maxima.length; run++) {
    const group = groups === 1 ? 0 : run % channels;
    if (maxima[run]! > largest.bars[group]!) keepLargest(largest, group, data, run * inner, (run + 1) * inner);
  }
  return { ...summary, notFinite: undefined };
}

/** Sum and extremes of `data[from…to]`; undefined where a value is not finite. Two at a time: an addition waits for the one before. */
function extentOf(data: TensorData, from: number, to: number) {
  let even = 0;
  let odd = 0;
  let most = data[from]!;
  let least = most;
  const last = data[to - 1]!;
  for (let i = from; i + 1 < to; i += 2) {
    const first = data[i]!;
    const second = data[i + 1]!;
    even += first;
    odd += second;
    if (first > most) most = first;
    if (first < least) least = first;
    if (second > most) most = second;
    if (second < least) least = second;
  }
  if (last > most) most = last;
  if (last < least) least = last;
  const sum = even + odd + ((to - from) % 2 === 0 ? 0 : last);
  return Number.isNaN(sum) || most === Infinity || least === -Infinity ? undefined : { sum, most, least };
}

/** Moments `[groups]` of rows in which every value is of a group of its own. */
function addNeurons({ count, mean, squares }: Moments, data: TensorData, rows: number): void {
  const size = mean.length;
  count.fill(rows);
  for (let at = 0; at < data.length; ) for (let group = 0; group < size; group++, at++) mean[group]! += data[at]!;
  for (let group = 0; group < size; group++) mean[group]! /= rows;
  for (let at = 0; at < data.length; ) {
    for (let group = 0; group < size; group++, at++) {
      const difference = data[at]! - mean[group]!;
      squares[group]! += difference * difference;
    }
  }
}

/** Counts values into a channel's bins. Returns Σ (x − mean)². */
function countBins(
  { bins, ranges, counts }: Histograms,
  data: TensorData,
  from: number,
  to: number,
  channel: number,
  mean: number,
): number {
  const half = bins / 2;
  const scale = ranges[channel] === 0 ? 0 : half / ranges[channel]!;
  const centre = channel * bins + half;
  let squares = 0;
  for (let i = from; i < to; i++) {
    const value = data[i]!;
    const difference = value - mean;
    squares += difference * difference;
    counts[centre + Math.floor(value * scale)]! += 1;
  }
  if (data instanceof Float32Array) return squares;
  // The product of a tiny 64-bit number can become zero: a negative one was counted above the centre then.
  for (let i = from; i < to; i++) {
    if (data[i]! < 0 && data[i]! * scale === 0) {
      counts[centre]! -= 1;
      counts[centre - 1]! += 1;
    }
  }
  return squares;
}
