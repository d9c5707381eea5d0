/** The rows of a sensitivity table in the window: their columns, order, filter, and the table as CSV. */
import { csvOf } from '../../src-shared/charts/table.ts';
import type { Estimate } from '../../src-shared/results/index.ts';
import { type SensitivityRow, type Verdict, VERDICTS } from '../../src-shared/tuning/sensitivity-rows.ts';
import { sensitivityTexts as texts } from '../texts/sensitivity.ts';

/** The columns, in their order. Those of figures have the factor from the row's unit to that of the column. */
export const COLUMNS = ['verdict', 'layer', 'change', 'agreement', 'accuracy', 'divergence', 'energy'] as const;
export type Column = (typeof COLUMNS)[number];
export type FigureColumn = 'agreement' | 'accuracy' | 'divergence' | 'energy';
const FACTORS: Readonly<Record<FigureColumn, number>> = { agreement: 100, accuracy: 100, divergence: 1000, energy: 100 };

export const isFigure = (column: Column): column is FigureColumn => Object.hasOwn(FACTORS, column);

/** Null: in the order of their use, as the table has them. */
export type Sort = { readonly column: Column; readonly descending: boolean } | null;

export interface Filter {
  /** Words that must all occur in the layer or in the change. */
  readonly text: string;
  /** Null for all. */
  readonly verdict: Verdict | null;
}

/** `thresholds 8 → 4`. */
export const changeText = ({ field, from, to }: Pick<SensitivityRow, 'field' | 'from' | 'to'>): string =>
  texts.change(field, from, to);

/** A difference with its interval in the unit of its column: `−0.40 [−1.02, 0.22]`; `–` if there is none. */
export function figureText(column: FigureColumn, estimate: Estimate | null): string {
  if (!estimate) return '–';
  const number = (value: number): string =>
    (FACTORS[column] * value)
      .toFixed(2)
      .replace(/^-0\.00$/, '0.00')
      .replace('-', '−');
  return `${number(estimate.value)} [${number(estimate.low)}, ${number(estimate.high)}]`;
}

const valueOf = (column: Column, row: SensitivityRow): number | string | null => {
  if (column === 'verdict') return VERDICTS.indexOf(row.verdict);
  if (column === 'layer') return row.layer;
  return column === 'change' ? changeText(row) : (row[column]?.value ?? null);
};

/** The rows that pass a filter, in an order. Rows without the value stand last; equal ones keep their rank. */
export function rowsShown(rows: readonly SensitivityRow[], { text, verdict }: Filter, sort: Sort): readonly SensitivityRow[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = rows.filter((row) => {
    const own = `${row.layer} ${changeText(row)}`.toLowerCase();
    return (verdict === null || row.verdict === verdict) && words.every((word) => own.includes(word));
  });
  if (!sort) return shown;
  const { column, descending } = sort;
  return shown.toSorted((a, b) => {
    const [x, y] = [valueOf(column, a), valueOf(column, b)];
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    const order =
      typeof x === 'number' && typeof y === 'number' ? x - y : String(x).localeCompare(String(y), 'en', { numeric: true });
    return descending ? -order : order;
  });
}

/** All digits, in the units of the table's JSON: shares, nats, parts of the plan's energy. */
export function sensitivityCsv(rows: readonly SensitivityRow[]): string {
  const figures = ['agreement', 'accuracy', 'divergence', 'energy'] as const;
  const columns = ['use', 'layer', 'field', 'from', 'to', ...figures.flatMap((name) => [name, `${name}_low`, `${name}_high`])];
  return csvOf({
    columns: columns.map((title) => ({ title })),
    rows: rows.map((row) => [
      ...[row.verdict, row.layer, row.field, row.from, row.to],
      ...figures.flatMap((name) => [row[name]?.value ?? null, row[name]?.low ?? null, row[name]?.high ?? null]),
    ]),
  });
}
