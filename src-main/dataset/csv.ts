/**
 * Comma-separated values: a row for each sample, features first, its label last. A first row with anything but numbers among its
 * features is a header. Labels are class numbers, or class names. Rows with exactly as many values as the network takes have no label.
 */
import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { accessProblem, messageOf, SpikeloomError } from '../../src-shared/errors/index.ts';
import { labelsOfNames } from './labels.ts';
import type { RawSource } from './raw-source.ts';

interface Row {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

/** The samples of a .csv file; `values` is how many the network takes. Throws `dataset.not-found`, `.format`, `.shape`, `.value`, `.labels`. */
export async function csvSource(file: string, values: number, classes: readonly string[] | undefined): Promise<RawSource> {
  const rows = await readRows(file);
  if (rows.length > 0 && isHeader(rows[0]!.record, values)) rows.shift();
  const labelled = rows[0]?.record.length !== values;
  for (const { record, info } of rows) {
    if (record.length === values + (labelled ? 1 : 0)) continue;
    const expected = labelled ? `${values} features and a label, ${values + 1} in all` : `${values}, as its first row`;
    throw new SpikeloomError(
      'dataset.shape',
      `${file}: line ${info.lines} has ${record.length} columns; the network needs ${expected}`,
      {
        at: { file },
      },
    );
  }
  const data = Float64Array.from({ length: rows.length * values }, (_, i) => {
    const { record, info } = rows[Math.floor(i / values)]!;
    return numberAt(record, i % values, info.lines, file);
  });
  const labels = labelled ? readLabelColumn(rows, values, classes, file) : {};
  return {
    name: file,
    count: rows.length,
    ...labels,
    nameOf: (index) => `${file}: line ${rows[index]!.info.lines}`,
    samples: {
      kind: 'values',
      shape: [values],
      read: async (index) => index.map((i) => data.subarray(i * values, (i + 1) * values)),
    },
  };
}

async function readRows(file: string): Promise<Row[]> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new SpikeloomError('dataset.not-found', `${file}: cannot be read: ${accessProblem(cause)}`, { at: { file }, cause });
  }
  try {
    const options = { bom: true, info: true, relax_column_count: true, skip_empty_lines: true, trim: true } as const;
    return parse(text, options) as unknown as Row[];
  } catch (cause) {
    throw new SpikeloomError('dataset.format', `${file}: not comma-separated values (${messageOf(cause)})`, {
      at: { file },
      cause,
    });
  }
}

const isNumber = (text: string): boolean => text !== '' && !Number.isNaN(Number(text));

/** Words where the features stand; `nan` there is a value that is missing, not a title. */
const isHeader = (record: readonly string[], values: number): boolean =>
  record.slice(0, values).some((text) => text !== '' && !isNumber(text) && !/^[-+]?nan$/i.test(text));

function numberAt(record: readonly string[], column: number, line: number, file: string): number {
  const text = record[column]!;
  const value = isNumber(text) ? Number(text) : Number.NaN;
  if (Number.isFinite(value)) return value;
  throw new SpikeloomError(
    'dataset.value',
    `${file}: line ${line}, column ${column + 1}: ${JSON.stringify(text)} is not a finite number`,
    { at: { file } },
  );
}

/** Class numbers as they are; names by their place among the network's classes, or in byte order. */
function readLabelColumn(
  rows: readonly Row[],
  column: number,
  classes: readonly string[] | undefined,
  file: string,
): { labels: Int32Array; classes?: readonly string[] } {
  const texts = rows.map(({ record }) => record[column]!);
  const empty = texts.indexOf('');
  if (empty >= 0)
    throw new SpikeloomError('dataset.labels', `${file}: line ${rows[empty]!.info.lines} has no label`, { at: { file } });
  if (texts.every(isNumber)) {
    const bad = texts.findIndex((text) => !Number.isInteger(Number(text)) || Number(text) < 0);
    if (bad < 0) return { labels: Int32Array.from(texts, Number) };
    throw new SpikeloomError(
      'dataset.labels',
      `${file}: line ${rows[bad]!.info.lines}: label ${texts[bad]} is not a class number 0, 1, 2, …; the last column is the label`,
      { at: { file } },
    );
  }
  const names = [...new Set(texts)].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  const named = labelsOfNames(names, classes, file);
  const byName = new Map(names.map((name, index) => [name, named.labels[index]!]));
  return { labels: Int32Array.from(texts, (text) => byName.get(text)!), classes: named.classes };
}
