/** Tables in a terminal: aligned columns, numbers on the right, a header with units. */
import { isWarning, type Note, plainNote } from '../../src-shared/message/index.ts';

export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
}

/** The header and the rows, with two spaces between columns. */
export function formatTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const widths = columns.map(({ title }, index) =>
    Math.max(...[title, ...rows.map((row) => row[index]!)].map((cell) => cell.length)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, index) => (columns[index]!.align === 'right' ? cell.padStart(widths[index]!) : cell.padEnd(widths[index]!)))
      .join('  ')
      .trimEnd();
  const rule = widths
    .map((width) => '─'.repeat(width))
    .join('  ')
    .trimEnd();
  return [line(columns.map(({ title }) => title)), rule, ...rows.map(line)].join('\n');
}

/** One pair per line, with the values in one column. */
export function formatPairs(pairs: readonly (readonly [name: string, value: string])[]): string {
  const width = Math.max(...pairs.map(([name]) => name.length));
  return pairs.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n');
}

/** Notes as a list, with warnings marked; empty if there are none. */
export const formatNotes = (notes: readonly Note[]): string =>
  notes.length === 0
    ? ''
    : `\n\nNotes\n${notes.map((note) => `· ${isWarning(note) ? 'Warning: ' : ''}${plainNote(note)}`).join('\n')}`;
