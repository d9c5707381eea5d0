/**
 * The statistics of one value of the float network over a part of a batch (docs/algorithm.md §6): means and variances, the largest
 * values, histograms. Several threads can each summarise a part; the parts are combined later. A summary is plain data.
 */
import type { ThresholdLevel } from '../plan/types.ts';
import { type Shape, sizeOf, type TensorData } from '../tensor/index.ts';
import { groupingOf } from './groups.ts';
import { cover, type Histograms, noHistograms } from './histogram.ts';
import { type Largest, largestByChannel, largestByNeuron, type StatisticOf } from './largest.ts';
import { type Moments, noMoments, pool } from './moments.ts';
import type { Passes } from './passes.ts';
import { decisive } from './select.ts';

/** The statistics to take of a value. */
export interface SummaryRequest {
  /** Shape of one row of the value, without the batch axis; `[C, …]`. */
  readonly shape: Shape;
  readonly level: ThresholdLevel;
  /** Percentiles in percent, such as 99.9. */
  readonly percentiles: readonly number[];
  /** The quantity for percentiles and maxima. Moments and histograms always use the value itself, because threshold iteration needs the input. */
  readonly of: StatisticOf;
  /** Even number of bins of the histograms per channel. */
  readonly bins: number;
}

/** The statistics of a value over a part of a batch. */
export interface Summary {
  /** Number of rows: one per sample, or several if the value's first axis is a multiple of the batch. */
  readonly rows: number;
  /** Per group of the threshold level. */
  readonly moments: Moments;
  readonly largest: Largest;
  /** Per channel. */
  readonly histograms: Histograms;
  /** A value that is not finite, if there was one. The other fields then have no meaning. */
  readonly notFinite: number | undefined;
}

/** Lower limit of percentiles and maxima: 0 for magnitudes and for a ReLU's output. */
export const floorOf = ({ of }: SummaryRequest): number => (of === 'value' ? -Infinity : 0);

/** Number of largest values per group that the percentiles and the maximum of a whole batch of `rows` need. */
export function wantedLargest({ shape, level, percentiles }: SummaryRequest, rows: number): number {
  const members = (rows * sizeOf(shape)) / groupingOf(level, shape).groups;
  return percentiles.reduce((most, percentile) => Math.max(most, decisive(percentile, members)), 1);
}

/** Summarises the rows `[rows, …shape]`, which are part of a batch of `batchRows` rows. */
export function summarise(request: SummaryRequest, passes: Passes, batchRows: number): Summary {
  const { shape, level, bins } = request;
  const { rows, channels, inner } = passes;
  const { groups } = groupingOf(level, shape);
  const moments = noMoments(groups);
  const histograms = noHistograms(channels, bins);
  const nothing = { rows, moments, largest: { values: passes.values.slice(0, 0), ends: new Int32Array(groups) }, histograms };
  if (rows === 0) return { ...nothing, notFinite: undefined };
  const { sums, least, most } = passes.extents();
  for (let channel = 0; channel < channels; channel++) {
    if (Number.isNaN(sums[channel]) || most[channel] === Infinity || least[channel] === -Infinity) {
      return { ...nothing, notFinite: passes.values.find((value) => !Number.isFinite(value)) };
    }
    cover(histograms, channel, Math.max(most[channel]!, -least[channel]!));
  }
  const means = sums.map((sum) => sum / (rows * inner));
  const { squares, counts } = passes.spread(means, histograms.ranges, bins);
  histograms.counts.set(counts);
  const wanted = wantedLargest(request, batchRows);
  if (level === 'neuron') {
    addNeurons(moments, passes.values, rows);
    return { ...nothing, largest: largestByNeuron(passes, groups, wanted, request.of), notFinite: undefined };
  }
  for (let channel = 0; channel < channels; channel++) {
    pool(moments, groups === 1 ? 0 : channel, rows * inner, means[channel]!, squares[channel]!);
  }
  return { ...nothing, largest: largestByChannel(passes, histograms, groups, wanted, request.of), notFinite: undefined };
}

/** Fills the moments of rows in which every position is a group of its own: one group per neuron. */
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
