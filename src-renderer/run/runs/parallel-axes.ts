/** Parallel coordinates of the runs: an axis for each column in which they differ, and the runs between the values that a person keeps. */
import type { RunSummary } from '../../../src-shared/contract/index.ts';
import { type ColumnId, columnsShown, isSetting, textOf, type Value, valueOf } from './columns.ts';

/** An axis: its values in order, each with a place 0…1 from the bottom, and the text of it. */
export interface ParallelAxis {
  readonly column: ColumnId;
  /** By the value of a run. */
  readonly places: ReadonlyMap<Value, number>;
  /** Texts at the places of the axis that are written: all of a few names, the ends of numbers. */
  readonly labels: readonly { readonly place: number; readonly text: string }[];
}

/** Columns that came of the run; an axis for each of them at most, after those of the settings. */
const RESULTS = ['accuracy', 'agreement', 'ratioFloat32', 'energyRatio'] as const satisfies readonly ColumnId[];
/** Most names of an axis that are all written. */
const MOST_NAMES = 8;

/** The axes of finished runs: none if no run has a value for any. */
export function parallelAxes(runs: readonly RunSummary[]): readonly ParallelAxis[] {
  const differing = columnsShown(runs, {});
  const results = RESULTS.filter((id) => differing.includes(id));
  return [...differing.filter((id) => isSetting(id) && id !== 'dataset'), ...results]
    .map((column) => axisOf(column, runs))
    .filter(({ places }) => places.size > 0);
}

function axisOf(column: ColumnId, runs: readonly RunSummary[]): ParallelAxis {
  const known = runs.filter((run) => valueOf(column, run) !== null);
  const values = known.map((run) => valueOf(column, run)!);
  const texts = new Map(known.map((run) => [valueOf(column, run)!, textOf(column, run).replace(/ \(.*\)$/, '')]));
  const numbers = values.filter((value) => typeof value === 'number');
  if (numbers.length === values.length) {
    const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
    const places = new Map(numbers.map((value) => [value, high === low ? 0.5 : (value - low) / (high - low)]));
    const few = places.size <= MOST_NAMES && isSetting(column) ? [...places.keys()] : [low, high];
    return { column, places, labels: [...new Set(few)].map((value) => ({ place: places.get(value)!, text: texts.get(value)! })) };
  }
  const names = [...new Set(values)].toSorted((a, b) => String(a).localeCompare(String(b), 'en', { numeric: true }));
  const places = new Map(names.map((name, i) => [name, names.length === 1 ? 0.5 : i / (names.length - 1)]));
  const few = names.length <= MOST_NAMES ? names : [names[0]!, names.at(-1)!];
  return { column, places, labels: few.map((name) => ({ place: places.get(name)!, text: texts.get(name)! })) };
}

/** A range of places that is kept on an axis. */
export type Range = readonly [low: number, high: number];
/** The ranges by column; a column without one keeps all runs. */
export type Ranges = Readonly<Partial<Record<ColumnId, Range>>>;

/** The runs inside all ranges. A run without a value of an axis is outside any range of it. */
export const brushed = (runs: readonly RunSummary[], axes: readonly ParallelAxis[], ranges: Ranges): readonly RunSummary[] =>
  runs.filter((run) =>
    axes.every(({ column, places }) => {
      const range = ranges[column];
      if (!range) return true;
      const place = places.get(valueOf(column, run));
      // Places are computed in two ways that may round apart.
      return place !== undefined && place >= range[0] - 1e-9 && place <= range[1] + 1e-9;
    }),
  );
