/**
 * Histograms per channel (axis 1) of values that arrive in parts. A channel's range is symmetric, ±r, and r is a power of two. If
 * a value falls outside, r doubles and pairs of bins merge. The result therefore does not depend on the order of the parts.
 */

/** A histogram for each channel. */
export interface Histograms {
  /** Even number of bins of a channel; bin i covers −r + i·2r/bins up to, not including, the next. */
  readonly bins: number;
  /**
   * The range r of each channel `[C]`: the smallest power of two above every |x| (at least 2⁻¹²⁶), or 0 if all values are 0.
   * Zeros are then in bin bins/2.
   */
  readonly ranges: Float64Array;
  /** Counts, a flat `[C, bins]`: bin i of channel c is at c·bins + i. */
  readonly counts: Float64Array;
}

/** Smallest range of a channel with a value other than 0 (the smallest normal 32-bit number), so that the number of bins per unit stays finite. */
const LEAST_RANGE = 2 ** -126;

/** Empty histograms. */
export function noHistograms(channels: number, bins: number): Histograms {
  if (bins < 2 || bins % 2 !== 0) throw new Error(`a histogram needs an even number of bins, not ${bins}`);
  return { bins, ranges: new Float64Array(channels), counts: new Float64Array(channels * bins) };
}

/** Widens a channel's range so that it holds values up to ±`most`. */
export function cover(histograms: Histograms, channel: number, most: number): void {
  if (most > 0 && most >= histograms.ranges[channel]!) setRange(histograms, channel, powerAbove(most));
}

/** Adds the counts of `part` to `to`. `part` does not change. */
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

/** The histogram of all channels together. */
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

/** New index of a bin after the range has become `wider` times as wide. */
const merged = (bin: number, bins: number, wider: number): number => bins / 2 + Math.floor((bin - bins / 2) / wider);

/** Widens a channel's range. Each time it doubles, pairs of bins merge, from the centre outwards. */
function setRange({ bins, ranges, counts }: Histograms, channel: number, range: number): void {
  const before = ranges[channel]!;
  ranges[channel] = range;
  // With range 0 all values so far are 0. They stay in the first bin above the centre.
  if (before === 0) return;
  const own = counts.subarray(channel * bins, (channel + 1) * bins);
  const old = own.slice();
  own.fill(0);
  for (let bin = 0; bin < bins; bin++) own[merged(bin, bins, range / before)]! += old[bin]!;
}
