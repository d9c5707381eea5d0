/** Which column of a table holds the labels: one of its titles or numbers, which are offered, or none named. */
import type { ReactElement } from 'react';
import { tableColumn, withColumn } from '../../src-shared/contract/sample-spec.ts';
import { useAnswer } from '../state/index.ts';
import { filesTexts as texts } from '../texts/files.ts';
import { TextField } from '../ui/index.ts';

export interface LabelColumnFieldProps {
  /** The text that names the samples. */
  readonly source: string;
  readonly label: string;
  readonly onChange: (source: string) => void;
}

/** Nothing for what is no table. */
export function LabelColumnField({ source, label, onChange }: LabelColumnFieldProps): ReactElement | null {
  const table = tableColumn(source);
  const found = useAnswer('samples.columns', { source: table?.samples ?? '' }, table?.samples ?? null);
  if (!table) return null;
  const columns = found.state === 'here' ? found.value.columns : [];
  const known = (column: string): boolean =>
    columns.some((title) => title.toLowerCase() === column.toLowerCase()) || isPlace(column, columns.length);
  const isWrong = columns.length > 0 && table.column !== '' && !known(table.column);
  return (
    <TextField
      label={label}
      hint={columns.length === 0 ? texts.columnHint : texts.columnsHint(columns)}
      message={isWrong ? texts.noColumn(table.column, columns.length) : null}
      value={table.column}
      suggestions={columns}
      onCommit={(column) => onChange(withColumn(source, column.trim()))}
    />
  );
}

/** True for a number that counts the columns from 1, or from the end as −1. */
const isPlace = (column: string, count: number): boolean =>
  /^-?\d+$/.test(column) && Number(column) !== 0 && Math.abs(Number(column)) <= count;
