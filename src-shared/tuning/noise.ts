/** Differences of two plans on the same samples, with 95 % intervals, so that a gain within noise is not taken for one. */
import type { Estimate } from '../results/index.ts';

/** The 97.5 % quantile of the normal distribution. */
const Z = 1.959963984540054;

/** The 97.5 % quantile of Student's distribution, from the normal one by Cornish and Fisher's series: 2.5703 for 5 (exactly 2.5706). */
export function studentQuantile(freedom: number): number {
  const [z3, z5, z7, z9] = [Z ** 3, Z ** 5, Z ** 7, Z ** 9];
  return (
    Z +
    (z3 + Z) / (4 * freedom) +
    (5 * z5 + 16 * z3 + 3 * Z) / (96 * freedom ** 2) +
    (3 * z7 + 19 * z5 + 17 * z3 - 15 * Z) / (384 * freedom ** 3) +
    (79 * z9 + 776 * z7 + 1482 * z5 - 1920 * z3 - 945 * Z) / (92160 * freedom ** 4)
  );
}

/** Fewer batches than this say nothing of how much their means vary. */
const LEAST_BATCHES = 4;

/**
 * The mean of a − b over batches, with the interval of a paired t test. `a`, `b`: means of the same batches, which are of about the same
 * size. With fewer than four batches the interval is everything.
 */
export function meanDifference(a: readonly number[], b: readonly number[]): Estimate {
  const differences = a.map((value, i) => value - b[i]!);
  const count = differences.length;
  const value = differences.reduce((sum, one) => sum + one, 0) / count;
  if (count < LEAST_BATCHES) return { value, low: -Infinity, high: Infinity };
  const variance = differences.reduce((sum, one) => sum + (one - value) ** 2, 0) / (count - 1);
  const half = studentQuantile(count - 1) * Math.sqrt(variance / count);
  return { value, low: value - half, high: value + half };
}
