/** Means and variances of values that arrive in parts, combined by the pooled formula (docs/algorithm.md §6). */

/** Count, mean and sum of squared deviations of several groups, each array `[groups]`. */
export interface Moments {
  readonly count: Float64Array;
  readonly mean: Float64Array;
  /** Σ (x − mean)². */
  readonly squares: Float64Array;
}

/** Moments of `groups` groups without values. */
export const noMoments = (groups: number): Moments => ({
  count: new Float64Array(groups),
  mean: new Float64Array(groups),
  squares: new Float64Array(groups),
});

/** Adds a part with `count` > 0 values, their mean, and their sum of squared deviations to the moments of a group. */
export function pool(moments: Moments, group: number, count: number, mean: number, squares: number): void {
  const before = moments.count[group]!;
  const all = before + count;
  const difference = mean - moments.mean[group]!;
  moments.count[group] = all;
  if (before === 0) {
    moments.mean[group] = mean;
    moments.squares[group] = squares;
    return;
  }
  moments.mean[group]! += (difference * count) / all;
  moments.squares[group]! += squares + (difference * difference * before * count) / all;
}

/** Population variances (divided by the number of values), as in the published implementation. */
export const variances = ({ count, squares }: Moments): Float64Array =>
  squares.map((square, group) => (count[group] === 0 ? NaN : square / count[group]!));
