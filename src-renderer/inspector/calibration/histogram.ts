/** Histograms as the calibration view draws them: the share below a value, and the bars of a range. */

/** Counts of equal bins over low…high. */
export interface Histogram {
  readonly low: number;
  readonly high: number;
  readonly counts: readonly number[];
}

/** Number of values. */
export const total = ({ counts }: Histogram): number => counts.reduce((sum, count) => sum + count, 0);

/** Share of the values below `value`, 0…1, with the values of a bin spread evenly over it. 0 for no values. */
export function shareBelow(histogram: Histogram, value: number): number {
  const { low, high, counts } = histogram;
  const all = total(histogram);
  if (all === 0) return 0;
  const at = ((value - low) / (high - low)) * counts.length;
  const whole = Math.max(0, Math.min(counts.length, Math.floor(at)));
  const below = counts.slice(0, whole).reduce((sum, count) => sum + count, 0);
  const part = at > 0 && whole < counts.length ? (at - whole) * counts[whole]! : 0;
  return (below + part) / all;
}

/** The part of the range between the first and the last bin that holds something; the whole range where nothing does. */
export function occupied({ low, high, counts }: Histogram): readonly [number, number] {
  const first = counts.findIndex((count) => count > 0);
  if (first < 0) return [low, high];
  const last = counts.findLastIndex((count) => count > 0);
  const width = (high - low) / counts.length;
  return [low + first * width, low + (last + 1) * width];
}

/** One bar: its range and how many values it stands for. */
export interface Bar {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** Bars between two values, each of as many whole bins as it takes to be at most `most` bars. Bars without values are left out. */
export function bars({ low, high, counts }: Histogram, [from, to]: readonly [number, number], most: number): Bar[] {
  const width = (high - low) / counts.length;
  const first = Math.max(0, Math.floor((from - low) / width + 1e-9));
  const last = Math.min(counts.length, Math.ceil((to - low) / width - 1e-9));
  const each = Math.max(1, Math.ceil((last - first) / most));
  const all: Bar[] = [];
  for (let bin = first; bin < last; bin += each) {
    const end = Math.min(last, bin + each);
    const count = counts.slice(bin, end).reduce((sum, one) => sum + one, 0);
    if (count > 0) all.push({ from: low + bin * width, to: low + end * width, count });
  }
  return all;
}

/**
 * Relative error ‖output − wanted‖ / ‖wanted‖ over the values of a histogram, each at the middle of its bin; `wanted` of a value is
 * what the float network has there. Null where all wanted values are 0.
 */
export function relativeError(
  { low, high, counts }: Histogram,
  output: (values: Float64Array) => Float64Array,
  wanted: (value: number) => number,
): number | null {
  const width = (high - low) / counts.length;
  const centres = Float64Array.from(counts, (_, index) => low + (index + 0.5) * width);
  const outputs = output(centres);
  let [error, size] = [0, 0];
  counts.forEach((count, index) => {
    const want = wanted(centres[index]!);
    error += count * (outputs[index]! - want) ** 2;
    size += count * want ** 2;
  });
  return size === 0 ? null : Math.sqrt(error / size);
}
