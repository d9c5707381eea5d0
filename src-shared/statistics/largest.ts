/** The largest values of several groups, kept while values stream by: as many as the wanted percentiles need. */
import type { TensorData } from '../tensor/index.ts';
import { type Histograms, together } from './histogram.ts';
import { select } from './select.ts';

/** Per group, in any order: at least the `most` largest of what it was given above `floor`, or all where it was fewer. */
export interface Largest {
  readonly most: number;
  /** Slots of a group in `values`. */
  readonly room: number;
  /** `[groups, room]` flat, of which a group's first `used` count. */
  readonly values: TensorData;
  readonly used: Int32Array;
  /** Values not above this need not be kept: there are `most` that are at least as large. */
  readonly bars: Float64Array;
}

/** More than `most` are kept, so that the smaller ones are sorted out seldom. */
const SPARE = 64;

/** `total`: values that a group will be given at most. `like` has the type of the values to come. */
export function noLargest(groups: number, most: number, total: number, floor: number, like: TensorData): Largest {
  const room = Math.min(total, most + Math.max(most, SPARE));
  const size = groups * room;
  return {
    ...{ most, room },
    values: like instanceof Float32Array ? new Float32Array(size) : new Float64Array(size),
    used: new Int32Array(groups),
    bars: new Float64Array(groups).fill(floor),
  };
}

/** The same for rows in which every value is of a group of its own. */
export function keepLargestNeurons(largest: Largest, data: TensorData): void {
  const { bars } = largest;
  for (let at = 0; at < data.length; ) {
    for (let group = 0; group < bars.length; group++, at++) {
      if (data[at]! > bars[group]!) keepLargest(largest, group, data, at, at + 1);
    }
  }
}

/**
 * Raises the bars of a layer or of its channels to what the histograms of all values say that is safe. Without it, many values are
 * kept first and dropped later.
 */
export function raiseBars({ most, bars }: Largest, histograms: Histograms): void {
  const { bins, ranges, counts } = bars.length === histograms.ranges.length ? histograms : together(histograms);
  for (let group = 0; group < bars.length; group++) {
    let bin = bins;
    for (let above = 0; above < most && bin > 0; ) above += counts[group * bins + --bin]!;
    const edge = (bin - bins / 2) * (ranges[group]! / (bins / 2));
    // Just below, for a value on the edge is above it.
    const below = edge === 0 ? -Number.MIN_VALUE : edge - Math.abs(edge) * Number.EPSILON;
    if (below > bars[group]!) bars[group] = below;
  }
}

/** Looks through `data[from…to]`, values of one group. */
export function keepLargest(largest: Largest, group: number, data: TensorData, from: number, to: number): void {
  const { room, values, used, bars } = largest;
  const first = group * room;
  let next = first + used[group]!;
  let bar = bars[group]!;
  for (let i = from; i < to; i++) {
    const value = data[i]!;
    if (value > bar) {
      if (next === first + room) {
        bar = dropSmaller(largest, group);
        next = first + largest.most;
        if (value <= bar) continue;
      }
      values[next++] = value;
    }
  }
  used[group] = next - first;
  bars[group] = bar;
}

/** Keeps only the `most` largest of a group's values. Returns the smallest of them. */
function dropSmaller({ most, room, values }: Largest, group: number): number {
  const own = values.subarray(group * room, (group + 1) * room);
  select(own, room - most);
  own.copyWithin(0, room - most);
  return own[0]!;
}
