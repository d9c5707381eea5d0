/** Order statistics without sorting: quickselect in place, and percentiles by it. */
import type { TensorData } from '../../../src-shared/tensor/index.ts';

/**
 * Rearranges `values[low…high]` so that `values[k]` is what it would be if they were sorted, nothing before it is larger and nothing
 * after it smaller. No NaN among the values.
 */
export function select(values: TensorData, k: number, low = 0, high: number = values.length - 1): void {
  while (high > low) {
    const middle = values[(low + high) >>> 1]!;
    const first = values[low]!;
    const last = values[high]!;
    const pivot =
      first < middle ? (middle < last ? middle : Math.max(first, last)) : first < last ? first : Math.max(middle, last);
    let i = low;
    let j = high;
    // Both scans stop at values equal to the pivot, which keeps the halves balanced where many are equal (zeros of a ReLU).
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (values[j]! > pivot) j--;
      if (i <= j) {
        const swap = values[i]!;
        values[i++] = values[j]!;
        values[j--] = swap;
      }
    }
    if (k <= j) high = j;
    else if (k >= i) low = i;
    else return;
  }
}

/**
 * Percentiles (in percent, 0…100) of values, by linear interpolation between order statistics at position p/100·(n−1)
 * (docs/algorithm.md §6). Rearranges the values. Answers in the order asked.
 */
export function percentilesOf(values: TensorData, percentiles: readonly number[]): number[] {
  const answers = new Array<number>(percentiles.length);
  const ascending = percentiles.map((_, i) => i).sort((a, b) => percentiles[a]! - percentiles[b]!);
  const last = values.length - 1;
  let from = 0;
  for (const index of ascending) {
    const position = Math.min(last, Math.max(0, (percentiles[index]! / 100) * last));
    const k = Math.floor(position);
    select(values, k, from, last);
    from = k;
    const fraction = position - k;
    answers[index] = fraction === 0 ? values[k]! : values[k]! + fraction * (smallest(values, k + 1) - values[k]!);
  }
  return answers;
}

/** Smallest of `values[from…]`. */
function smallest(values: TensorData, from: number): number {
  let least = values[from]!;
  for (let i = from + 1; i < values.length; i++) if (values[i]! < least) least = values[i]!;
  return least;
}
