/**
 * Finds the largest values of each group, as many as the percentiles of a batch need. A histogram of all values gives a bar that the
 * largest values reach and few others do, so that only those are copied and sorted.
 */
import type { TensorData } from '../tensor/index.ts';
import { type Histograms, together } from './histogram.ts';
import type { Kept, Passes } from './passes.ts';
import { select } from './select.ts';

/** The quantity that percentiles and maxima are taken of: the value x, its magnitude |x|, or, for a ReLU's input, the ReLU's output max(0, x). */
export type StatisticOf = 'value' | 'magnitude' | 'relu';

const TAKEN: Readonly<Record<StatisticOf, (value: number) => number>> = {
  value: (value) => value,
  magnitude: Math.abs,
  relu: (value) => Math.max(0, value),
};

/**
 * The largest values of each group, in any order: as many as requested, or all above the lower limit if there are fewer. The values of group g are
 * `values[ends[g − 1]…ends[g]]`: with ends `[2, 5]`, group 0 has the first two values and group 1 the next three.
 */
export type Largest = Kept;

/** The values of a group, as a view. */
export const largestOf = ({ values, ends }: Largest, group: number): TensorData =>
  values.subarray(group === 0 ? 0 : ends[group - 1]!, ends[group]!);

/**
 * The `most` largest values of each channel, or of all channels as one group. `values`: the histograms of the same values,
 * without taking magnitudes.
 */
export function largestByChannel(passes: Passes, values: Histograms, groups: number, most: number, of: StatisticOf): Largest {
  const histograms = of === 'magnitude' ? folded(values) : values;
  const { bins, ranges, counts } = histograms;
  const apart = groups === ranges.length;
  const grouped = apart ? histograms : together(histograms);
  const edges = Array.from({ length: groups }, (_, group) => edgeBelow(grouped, group, most, of !== 'value'));
  const bars = ranges.map((_, channel) => edges[apart ? channel : 0]!);
  const room = new Int32Array(ranges.length);
  for (let channel = 0; channel < room.length; channel++) {
    // Ranges are powers of two, so an edge between bins of all channels together is also an edge between bins of each channel, or
    // lies outside of them.
    const first = bars[channel] === 0 ? bins / 2 : bins / 2 + bars[channel]! / (ranges[channel]! / (bins / 2));
    for (let bin = Math.max(0, first); bin < bins; bin++) room[channel]! += counts[channel * bins + bin]!;
  }
  const kept = passes.keepFrom(bars, room, of === 'magnitude');
  return trimmed(apart ? kept : { ...kept, ends: kept.ends.slice(-1) }, most);
}

/** The `most` largest values at each position of a row, if every position is a group of its own. */
export function largestByNeuron({ values: data, rows }: Passes, groups: number, most: number, of: StatisticOf): Largest {
  const taken = TAKEN[of];
  const values = data.slice();
  for (let group = 0, to = 0; group < groups; group++) {
    for (let at = group; at < data.length; at += groups) values[to++] = taken(data[at]!);
  }
  return trimmed({ values, ends: Int32Array.from({ length: groups }, (_, group) => (group + 1) * rows) }, most);
}

/**
 * Histograms of magnitudes, made from those of the values: a bin below zero is added to its mirror image. A value on the lower
 * edge of a mirrored bin is counted one bin too low. This does no harm: it is the smallest of the kept values, or the largest of
 * the others.
 */
function folded({ bins, ranges, counts }: Histograms): Histograms {
  const half = bins / 2;
  const magnitudes = counts.map((count, index) => {
    const [channel, bin] = [Math.floor(index / bins), index % bins];
    return bin < half ? 0 : count + counts[channel * bins + (bins - 1 - bin)]!;
  });
  return { bins, ranges, counts: magnitudes };
}

/** The lower edge of the highest bin that, together with all bins above it, holds at least `most` values. `positive`: not below zero. */
function edgeBelow({ bins, ranges, counts }: Histograms, group: number, most: number, positive: boolean): number {
  let bin = bins;
  for (let above = 0; above < most && bin > (positive ? bins / 2 : 0); ) above += counts[group * bins + --bin]!;
  return (bin - bins / 2) * (ranges[group]! / (bins / 2));
}

/** Keeps only the `most` largest values of each group. */
function trimmed({ values, ends: before }: Kept, most: number): Largest {
  const ends = new Int32Array(before.length);
  let to = 0;
  for (let group = 0, from = 0; group < ends.length; group++) {
    const end = before[group]!;
    if (end - from > most) select(values, end - most, from, end - 1);
    for (let at = Math.max(from, end - most); at < end; at++) values[to++] = values[at]!;
    ends[group] = to;
    from = end;
  }
  return { values: values.slice(0, to), ends };
}

/** The `most` largest of `values`, as a view of the end of the array. The array is reordered. */
export function topOf(values: TensorData, most: number): TensorData {
  if (values.length <= most) return values;
  select(values, values.length - most);
  return values.subarray(values.length - most);
}
