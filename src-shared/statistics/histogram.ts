/**
 * Histograms per channel (axis 1) of values that arrive part by part. A channel's range is symmetric, ±r with r a power of two,
 * and doubles when a value falls outside; pairs of bins then merge into one. So the result does not depend on the order of parts.
 */

/** A histogram for each channel. */
export interface Histograms {
  /** Even number of bins of a channel; bin i covers −r + i·2r/bins up to, not including, the next. */
  readonly bins: number;
  /** r of each channel `[C]`: the smallest power of two above every |x| (at least 2⁻¹²⁶); 0 where all values are 0 (they are in bin bins/2). */
  readonly ranges: Float64Array;
  /** `[C, bins]` flat. */
  readonly counts: Float64Array;
}

/** Least range of a channel that is not all zero (the least normal 32-bit number): bins per unit must stay finite. */
const LEAST_RANGE = 2 ** -126;

/** Histograms of nothing. */
export function noHistograms(channels: number, bins: number): Histograms {
  if (bins < 2 || bins % 2 !== 0) throw new Error(`a histogram needs an even number of bins, not ${bins}`);
  return { bins, ranges: new Float64Array(channels), counts: new Float64Array(channels * bins) };
}

/** Makes room in a channel for values up to ±`most`. */
export function cover(histograms: Histograms, channel: number, most: number): void {
  if (most > 0 && most >= histograms.ranges[channel]!) setRange(histograms, channel, powerAbove(most));
}

/** Adds the counts of `part`, which stays as it is. */
export function addHistograms(to: Histograms, part: Histograms): void {
  const { bins } = to;
  for (let channel = 0; channel < to.ranges.length; channel++) {
    const range = part.ranges[channel]!;
    if (range > to.ranges[channel]!) setRange(to, channel, range);
    const wider = range === 0 ? 1 : to.ranges[channel]! / range;
    const first = channel * bins;
    for (let bin = 0; bin < bins; bin++) to.counts[first + merged(bin, bins, wider)]! += part.counts[first + bin]!;
  }
}

/** All channels as one. */
export function together({ bins, ranges, counts }: Histograms): Histograms {
  const all = noHistograms(1, bins);
  ranges.forEach((range, channel) => {
    const own = counts.subarray(channel * bins, (channel + 1) * bins);
    addHistograms(all, { bins, ranges: Float64Array.of(range), counts: own });
  });
  return all;
}

/** Smallest power of two above x > 0, at least LEAST_RANGE. */
function powerAbove(x: number): number {
  if (x < LEAST_RANGE) return LEAST_RANGE;
  let power = 2 ** Math.floor(Math.log2(x));
  while (power <= x) power *= 2;
  while (power / 2 > x) power /= 2;
  return power;
}

/** Where a bin comes to lie when the range becomes `wider` times as wide. */
const merged = (bin: number, bins: number, wider: number): number => bins / 2 + Math.floor((bin - bins / 2) / wider);

/** Widens a channel's range; pairs of bins merge, from the centre outwards, as often as it doubles. */
function setRange({ bins, ranges, counts }: Histograms, channel: number, range: number): void {
  const before = ranges[channel]!;
  ranges[channel] = range;
  // With range 0 all that was seen is 0, which stays in the first bin above the centre.
  if (before === 0) return;
  const own = counts.subarray(channel * bins, (channel + 1) * bins);
  const old = own.slice();
  own.fill(0);
  for (let bin = 0; bin < bins; bin++) own[merged(bin, bins, range / before)]! += old[bin]!;
}
