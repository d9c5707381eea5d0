/** Order statistics without a full sort. */
import type { TensorData } from '../tensor/index.ts';

/**
 * Reorders `values[low…high]` so that `values[k]` is the value it would be after sorting. No value before it is larger, and none
 * after it is smaller. The values must not include NaN. Example: 5 1 4 2 with k = 1 may become 1 2 4 5.
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
    // Both scans stop at values equal to the pivot. This keeps the halves balanced if many values are equal (such as the zeros of
    // a ReLU).
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
 * Position of a percentile (0…100) among `count` values in ascending order: percentile/100·(count − 1), which may lie between two values
 * (docs/algorithm.md §6).
 */
export const positionOf = (percentile: number, count: number): number =>
  Math.min(count - 1, Math.max(0, (percentile / 100) * (count - 1)));

/** Number of largest values that determine a percentile of `count` values: of 1,000 values and 99.9 %, the largest two. */
export const decisive = (percentile: number, count: number): number => count - Math.floor(positionOf(percentile, count));

/**
 * A percentile of `count` values, by linear interpolation between order statistics. `largest`: the largest values in ascending
 * order, at least as many as determine the percentile; missing ones equal `floor`.
 */
export function percentileOf(largest: TensorData, percentile: number, count: number, floor: number): number {
  const position = positionOf(percentile, count);
  const rank = Math.floor(position);
  const at = (index: number): number => largest[index - (count - largest.length)] ?? floor;
  const fraction = position - rank;
  return fraction === 0 ? at(rank) : at(rank) + fraction * (at(rank + 1) - at(rank));
}
