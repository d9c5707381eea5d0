/**
 * The layout of a table, read from its first row: whether that row is a header, and which column holds the label. The label is the
 * column that the caller names, else one titled "label", else the last.
 */
import { SpikeloomError } from '../../src-shared/errors/index.ts';

export interface CsvLayout {
  readonly header: boolean;
  /** Columns of every row. */
  readonly columns: number;
  /** Column of the label, from 0; undefined where rows have features only. */
  readonly label: number | undefined;
  /** Sentences on the parts of the layout that were found, not given. */
  readonly notes: readonly string[];
}

/** Titles of a label column, the best first. */
const LABEL_TITLES = ['label', 'labels', 'class', 'target'];

/** Separators that are tried, the usual one first. */
const SEPARATORS = [',', ';', '\t'];

/** The separator of a table that begins with `text`: the one that gives as many columns as the network needs, else the most frequent. */
export function separatorOf(text: string, values: number): string {
  const line = text.split(/\r\n|\n|\r/).find((one) => one.trim() !== '') ?? '';
  // Quoted text may hold any separator.
  const bare = line.replaceAll(/"[^"]*"/g, '');
  const counts = SEPARATORS.map((separator) => bare.split(separator).length - 1);
  const fitting = counts.findIndex((count) => count > 0 && (count === values || count === values - 1));
  return SEPARATORS[fitting >= 0 ? fitting : counts.indexOf(Math.max(...counts))]!;
}

export const isNumber = (text: string): boolean => text !== '' && !Number.isNaN(Number(text));

/**
 * The layout of a table whose first row is `record`, for a network of `values` values a sample. `wanted`: title or number (from 1, or
 * from the end as −1) of the label's column. Throws `dataset.labels` for a column that is not there.
 */
export function layoutOf(record: readonly string[], values: number, wanted: string | undefined, file: string): CsvLayout {
  const columns = record.length;
  const titled = LABEL_TITLES.map((title) => record.findIndex((cell) => cell.toLowerCase() === title)).find((at) => at >= 0);
  // With exactly as many columns as values, even a column titled "label" is a feature.
  const label = wanted !== undefined ? columnOf(record, wanted, file) : columns === values ? undefined : (titled ?? columns - 1);
  const features = record.filter((_, column) => column !== label);
  const numbered = isNumbered(features);
  const found = wanted === undefined && label !== undefined && label !== columns - 1;
  return {
    header:
      titled !== undefined ||
      (wanted !== undefined && record[label!]!.toLowerCase() === wanted.toLowerCase() && !isNumber(wanted)) ||
      hasTitles(features) ||
      numbered,
    columns,
    label,
    notes: [
      ...(found ? [`${file}: the label is column ${label + 1}, ${JSON.stringify(record[label])}, of ${columns}.`] : []),
      ...(numbered ? [`${file}: its first row numbers the columns, and is no sample.`] : []),
    ],
  };
}

/**
 * Names by which a column of a table with this first row can be chosen: its titles, or numbers from 1. One word alone is the label of a
 * first sample, not a title.
 */
export function columnNames(record: readonly string[]): string[] {
  const words = record.filter((text) => text !== '' && !isNumber(text)).length;
  return words > record.length / 2 ? [...record] : record.map((_, at) => String(at + 1));
}

/** True if a feature cell holds a word; `nan` is a missing value, not a title. */
const hasTitles = (features: readonly string[]): boolean =>
  features.some((text) => text !== '' && !isNumber(text) && !/^[-+]?nan$/i.test(text));

/** True for a row 0, 1, 2, …: some programs number columns that have no titles, and no sample looks like that. */
const isNumbered = (features: readonly string[]): boolean =>
  features.length > 3 && features.every((text, at) => text === String(at));

function columnOf(record: readonly string[], wanted: string, file: string): number {
  const exact = record.indexOf(wanted);
  const title = exact >= 0 ? exact : record.findIndex((cell) => cell.toLowerCase() === wanted.toLowerCase());
  // A number counts columns, unless the header has it as a title.
  if (title >= 0 && (!isNumber(wanted) || hasTitles(record))) return title;
  const number = /^-?\d{1,9}$/.test(wanted) ? Number(wanted) : 0;
  const at = number > 0 ? number - 1 : record.length + number;
  if (number !== 0 && at >= 0 && at < record.length) return at;
  const titles = record
    .slice(0, 8)
    .map((cell) => JSON.stringify(cell.slice(0, 40)))
    .join(', ');
  throw new SpikeloomError(
    'dataset.labels',
    `${file}: has no column ${JSON.stringify(wanted)} for the label; its first row is ${titles}${record.length > 8 ? ', …' : ''}, and columns count from 1 to ${record.length}`,
    { at: { file, option: 'label-column' } },
  );
}
