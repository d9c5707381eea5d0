/** Tables in a terminal: columns aligned, numbers to the right, a header with units. */
import { type Message, onCommandLine } from '../../src-shared/message/index.ts';

export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
}

/** The rows under their header, two spaces between columns. */
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

/** Pairs under each other, the values in one column. */
export function formatPairs(pairs: readonly (readonly [name: string, value: string])[]): string {
  const width = Math.max(...pairs.map(([name]) => name.length));
  return pairs.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n');
}

/** Sentences as a list; nothing where there are none. */
export const formatNotes = (notes: readonly Message[]): string =>
  notes.length === 0 ? '' : `\n\nNotes\n${notes.map((note) => `· ${onCommandLine(note)}`).join('\n')}`;
