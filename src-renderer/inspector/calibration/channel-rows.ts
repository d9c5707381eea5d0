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

type Grouped = Pick<LayerStatistics, 'groups' | 'total' | 'channels'>;

export type Column = keyof ChannelRow;
export interface Sorting {
  readonly column: Column;
  readonly descending: boolean;
}

/** One row per group of the statistics, as far as they are here. */
export function channelRows({ first, mean, variance, maximum, thresholds, unsolved, silent }: LayerStatistics): ChannelRow[] {
  const [bad, quiet] = [new Set(unsolved), new Set(silent)];
  return mean.map((value, row) => {
    const index = first + row;
    // A fixed value is one for all.
    const threshold = thresholds[thresholds.length === 1 ? 0 : row]!;
    return {
      index,
      mean: value,
      deviation: Math.sqrt(variance[row]!),
      maximum: maximum[row]!,
      threshold,
      flag: bad.has(index) ? 'unsolved' : quiet.has(index) || threshold === 0 ? 'silent' : null,
    };
  });
}

/** The group of the statistics that a channel is in: the first of its neurons, where each has its own. */
export function groupOf(channel: number, { groups, total, channels }: Grouped): number {
  return groups === 'layer' ? 0 : channel * (total / channels);
}

/** The channel of a group; null where the group is the whole layer. */
export function channelOf(group: number, { groups, total, channels }: Grouped): number | null {
  return groups === 'layer' || channels === 0 ? null : Math.floor(group / (total / channels));
}

/** The rows in another order; equal ones stay in the order of their index. Flagged ones count as more than others. */
export function sortRows(rows: readonly ChannelRow[], { column, descending }: Sorting): ChannelRow[] {
  const key = (row: ChannelRow): number => (column === 'flag' ? (row.flag === null ? 0 : 1) : row[column]);
  return [...rows].sort((a, b) => (descending ? key(b) - key(a) : key(a) - key(b)) || a.index - b.index);
}
