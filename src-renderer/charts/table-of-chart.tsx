/** The figures of a chart as a table that the keyboard reaches and scrolls. */
import type { ReactElement } from 'react';
import type { Cell, ChartTable } from '../../src-shared/charts/table.ts';
import { NONE, significant } from '../../src-shared/format/index.ts';
import { chartTexts as texts } from '../texts/charts.ts';

export interface TableOfChartProps {
  readonly title: string;
  readonly table: ChartTable;
}

export const TableOfChart = ({ title, table: { columns, rows } }: TableOfChartProps): ReactElement => (
  <div className="chart-table selectable" tabIndex={0} role="group" aria-label={texts.tableName(title)}>
    <table>
      <thead>
        <tr>
          {columns.map((column, index) => (
            // Columns do not move, and two may have one title.
            <th key={index} scope="col">
              {column.title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, ...cells], index) => (
          // Rows do not move within a table.
          <tr key={index}>
            <th scope="row">{shown(name!, columns[0]!.format)}</th>
            {cells.map((cell, at) => (
              <td key={at}>{shown(cell, columns[at + 1]!.format)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);

function shown(cell: Cell, format: ((value: number) => string) | undefined): string {
  if (cell === null) return NONE;
  if (typeof cell === 'string') return cell;
  return format ? format(cell) : Number.isInteger(cell) ? String(cell) : significant(cell);
}
