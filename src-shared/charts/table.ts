/** The figures of a chart as a table: the alternative to its picture, and what is copied as CSV. */

/** A cell: a number in the unit of its column, a text, or null if there is no value. */
export type Cell = number | string | null;

/** The title of a column, with the unit of its numbers: `energy (pJ)`. */
export interface TableColumn {
  readonly title: string;
  /** How the window writes the numbers of the column; with three significant digits if it is left out. CSV has all digits. */
  readonly format?: ((value: number) => string) | undefined;
}

/** One row for each thing that is drawn; as many cells as columns. The first cell names the row. */
export interface ChartTable {
  readonly columns: readonly TableColumn[];
  readonly rows: readonly (readonly Cell[])[];
}

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** The table as CSV (RFC 4180, with line feeds): a head of titles, numbers with all digits, nothing for null. */
export const csvOf = ({ columns, rows }: ChartTable): string =>
  [columns.map(({ title }) => title), ...rows]
    .map((row) => row.map((cell) => (cell === null ? '' : quoted(String(cell)))).join(','))
    .join('\n');
