/** Statistics as the rows of a table, and sorting them. */
import type { LayerStatistics } from '../../../src-shared/contract/index.ts';

export interface ChannelRow {
  readonly index: number;
  readonly mean: number;
  readonly deviation: number;
  readonly maximum: number;
  readonly threshold: number;
  readonly flag: 'unsolved' | 'silent' | null;
}

export type Column = keyof ChannelRow;
export interface Sorting {
  readonly column: Column;
  readonly descending: boolean;
}

/** One row per group of the threshold level. */
export function channelRows({ mean, variance, maximum, thresholds, unsolved, silent }: LayerStatistics): ChannelRow[] {
  const [bad, quiet] = [new Set(unsolved), new Set(silent)];
  return mean.map((value, index) => {
    // A fixed value is one for all.
    const threshold = thresholds[thresholds.length === 1 ? 0 : index]!;
    return {
      index,
      mean: value,
      deviation: Math.sqrt(variance[index]!),
      maximum: maximum[index]!,
      threshold,
      flag: bad.has(index) ? 'unsolved' : quiet.has(index) || threshold === 0 ? 'silent' : null,
    };
  });
}

/** The rows in another order; equal ones stay in the order of their index. Flagged ones count as more than others. */
export function sortRows(rows: readonly ChannelRow[], { column, descending }: Sorting): ChannelRow[] {
  const key = (row: ChannelRow): number => (column === 'flag' ? (row.flag === null ? 0 : 1) : row[column]);
  return [...rows].sort((a, b) => (descending ? key(b) - key(a) : key(a) - key(b)) || a.index - b.index);
}
