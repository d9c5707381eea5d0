/** The figures of a chart as a table: the alternative to its picture, and what is copied as CSV. */
import type { Axis, BarsMark, CellsMark, LineMark, Plot, PointsMark } from './plot.ts';

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

const titled = (name: string, unit: string): string => (unit === '' ? name : `${name} (${unit})`);
const columnOf = ({ label, unit, format }: Axis): TableColumn => ({ title: titled(label === '' ? 'x' : label, unit), format });

/** Lines have a row for each x, with intervals beside their values; bars one for each bar; points one each; a map one for each of its rows. */
export function tableOf(plot: Plot): ChartTable {
  const cells = plot.marks.find((mark) => mark.kind === 'cells');
  if (cells) return tableOfCells(plot, cells);
  const points = plot.marks.filter((mark) => mark.kind === 'points');
  if (points.length > 0) return tableOfPoints(plot, points);
  const bars = plot.marks.filter((mark) => mark.kind === 'bars');
  const lines = plot.marks.filter((mark) => mark.kind === 'line');
  return lines.length > 0 ? tableOfLines(plot, lines) : tableOfBars(plot, bars);
}

function tableOfLines({ x, y, marks }: Plot, lines: readonly LineMark[]): ChartTable {
  const places = [...new Set(lines.flatMap((line) => line.x))].sort((a, b) => a - b);
  const series = lines.map((line) => ({ line, at: new Map(line.x.map((place, index) => [place, index])) }));
  const bars = marks.filter((mark) => mark.kind === 'bars');
  const columns = series.flatMap(({ line: { name, band } }) =>
    [name, ...(band ? [`${name} low`, `${name} high`] : [])].map((title) => ({ title: titled(title, y.unit), format: y.format })),
  );
  return {
    columns: [columnOf(x), ...columns, ...bars.map(({ name }) => ({ title: titled(name, y.unit), format: y.format }))],
    rows: places.map((place) => [
      place,
      ...series.flatMap(({ line, at }): Cell[] => {
        const index = at.get(place);
        const value = index === undefined ? null : line.y[index]!;
        const range = index === undefined ? null : (line.band?.[index] ?? null);
        return [value, ...(line.band ? [range?.low ?? null, range?.high ?? null] : [])];
      }),
      ...bars.map((mark) => valueOf(mark, place)),
    ]),
  };
}

const valueOf = ({ bars }: BarsMark, place: number): Cell => {
  const bar = bars.find(({ start, end }) => start <= place && place < end);
  return bar ? bar.to - bar.from : null;
};

function tableOfBars({ x, y }: Plot, marks: readonly BarsMark[]): ChartTable {
  const [base, values] = marks[0]?.along === 'y' ? [y, x] : [x, y];
  const starts = [...new Set(marks.flatMap(({ bars }) => bars.map(({ start }) => start)))].sort((a, b) => a - b);
  const isNamed = base.scale === 'band';
  const end = (start: number): number => marks.flatMap(({ bars }) => bars).find((bar) => bar.start === start)!.end;
  return {
    columns: [
      ...(isNamed
        ? [{ title: base.label === '' ? 'name' : base.label }]
        : [
            { title: titled('from', base.unit), format: base.format },
            { title: titled('to', base.unit), format: base.format },
          ]),
      ...marks.map(({ name }) => ({ title: titled(name, values.unit), format: values.format })),
    ],
    rows: starts.map((start) => [
      ...(isNamed ? [base.names?.[Math.round((start + end(start)) / 2)] ?? ''] : [start, end(start)]),
      ...marks.map((mark): Cell => {
        const bar = mark.bars.find((one) => one.start === start);
        return bar ? bar.to - bar.from : null;
      }),
    ]),
  };
}

function tableOfPoints({ x, y }: Plot, marks: readonly PointsMark[]): ChartTable {
  const ends = (name: string, axis: Axis): TableColumn[] =>
    ['low', 'high'].map((end) => ({ title: titled(`${name} ${end}`, axis.unit), format: axis.format }));
  const all = marks.flatMap(({ name, points }) =>
    points.map((point) => ({ ...point, name: point.name === '' ? name : point.name })),
  );
  const [hasX, hasY] = [all.some((point) => point.xInterval), all.some((point) => point.yInterval)];
  return {
    columns: [
      { title: 'name' },
      columnOf(x),
      ...(hasX ? ends(x.label, x) : []),
      columnOf({ ...y, label: y.label === '' ? 'y' : y.label }),
      ...(hasY ? ends(y.label, y) : []),
    ],
    rows: all.map((point) => [
      point.name,
      point.x,
      ...(hasX ? [point.xInterval?.low ?? null, point.xInterval?.high ?? null] : []),
      point.y,
      ...(hasY ? [point.yInterval?.low ?? null, point.yInterval?.high ?? null] : []),
    ]),
  };
}

function tableOfCells({ x, y }: Plot, { rows, columns, values, format, unit }: CellsMark): ChartTable {
  return {
    columns: [
      { title: y.label === '' ? 'name' : y.label },
      ...Array.from({ length: columns }, (_, column) => ({
        title: titled(`${x.label} ${x.names?.[column] ?? column + 1}`.trim(), unit),
        format,
      })),
    ],
    rows: Array.from({ length: rows }, (_, row) => [
      y.names?.[row] ?? String(row + 1),
      ...Array.from({ length: columns }, (_, column): Cell => {
        const value = values[row * columns + column]!;
        return Number.isNaN(value) ? null : value;
      }),
    ]),
  };
}
