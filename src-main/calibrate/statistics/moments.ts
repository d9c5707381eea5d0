/** Mean and variance of values that arrive in parts, combined by the pooled formula (docs/algorithm.md §6). */
import type { TensorData } from '../../../src-shared/tensor/index.ts';

export interface Moments {
  readonly count: number;
  readonly mean: number;
  /** Σ (x − mean)². */
  readonly squares: number;
}

export const NO_MOMENTS: Moments = { count: 0, mean: 0, squares: 0 };

/** Of all values at once, in two passes. */
export function momentsOf(values: TensorData): Moments {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  const mean = sum / values.length;
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i]! - mean) ** 2;
  return { count: values.length, mean, squares };
}

/** Of two parts together. */
export function pooled(a: Moments, b: Moments): Moments {
  if (a.count === 0) return b;
  const count = a.count + b.count;
  const difference = b.mean - a.mean;
  return {
    count,
    mean: a.mean + (difference * b.count) / count,
    squares: a.squares + b.squares + (difference * difference * a.count * b.count) / count,
  };
}

/** Variance of the values themselves (divided by their number), as the published implementation has it. */
export const varianceOf = ({ count, squares }: Moments): number => (count === 0 ? NaN : squares / count);
