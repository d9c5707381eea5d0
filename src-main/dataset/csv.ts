/**
 * Tables (.csv, .tsv): a row for each sample, features and a label, which is the last column unless one is called so or another is
 * named; separated by commas, semicolons or tabs. A first row with anything but numbers among its features is a header. Labels are class
 * numbers, or class names. Rows with exactly as many values as the network takes have no label.
 */
import { pipeline } from 'node:stream/promises';
import { parse } from 'csv-parse';
import { parse as parseSync } from 'csv-parse/sync';
import { messageOf, SpikeloomError } from '../../src-shared/errors/index.ts';
import { option, say } from '../../src-shared/message/index.ts';
import { readAt } from '../files/user-file.ts';
import { columnNames, type CsvLayout, isNumber, layoutOf, separatorOf } from './csv-layout.ts';
import { labelsOfNames } from './labels.ts';
import type { RawSource } from './raw-source.ts';
import { MOST_BYTES, openSampleFile, tooLarge } from './sample-file.ts';

interface Row {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

interface Table {
  /** One entry for each sample. */
  readonly features: readonly Float64Array[];
  readonly labels: readonly string[];
  readonly lines: readonly number[];
  readonly layout: CsvLayout | undefined;
}

/**
 * The samples of a table; `values` is how many the network takes, `labelColumn` the title or number of the label's column where that is
 * said. Throws `dataset.not-found`, `.format`, `.shape`, `.value`, `.labels`.
 */
export async function csvSource(
  file: string,
  values: number,
  classes: readonly string[] | undefined,
  labelColumn: string | undefined,
): Promise<RawSource> {
  const { features, labels, lines, layout } = await readTable(file, values, labelColumn);
  return {
    name: file,
    count: features.length,
    ...(layout?.label === undefined ? {} : classLabels(labels, lines, classes, file)),
    notes: layout?.notes ?? [],
    nameOf: (index) => `${file}: line ${lines[index]!}`,
    samples: { kind: 'values', shape: [values], read: async (index) => index.map((i) => features[i]!) },
  };
}

/** The separator is found in this many first bytes. */
const HEAD_BYTES = 2 ** 20;

/** Names of the columns of a table, from its first row. Throws `dataset.not-found`, `dataset.format`. */
export async function columnsOf(file: string): Promise<string[]> {
  await using handle = await openSampleFile(file);
  const head = (await readAt(handle, 0, HEAD_BYTES)).toString('utf8');
  try {
    const [record = []] = parseSync(head, {
      bom: true,
      delimiter: separatorOf(head, Number.NaN),
      relax_column_count: true,
      skip_empty_lines: true,
      to: 1,
      trim: true,
    });
    return columnNames(record);
  } catch (cause) {
    const message = say`${file}: not a table with separated values (${messageOf(cause)})`;
    throw new SpikeloomError('dataset.format', message, { at: { file }, cause });
  }
}

async function readTable(file: string, values: number, labelColumn: string | undefined): Promise<Table> {
  await using handle = await openSampleFile(file);
  const separator = separatorOf((await readAt(handle, 0, HEAD_BYTES)).toString('utf8'), values);
  const parser = parse({
    bom: true,
    delimiter: separator,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
  });
  const table = { features: [] as Float64Array[], labels: [] as string[], lines: [] as number[] };
  let layout: CsvLayout | undefined;
  const stream = handle.createReadStream({ start: 0, autoClose: false, highWaterMark: 2 ** 18 });
  try {
    await pipeline(stream, withRowsUpTo(2 ** 20 + values * 64), parser, async (rows: AsyncIterable<Row>) => {
      for await (const row of rows) {
        const isFirst = layout === undefined;
        layout ??= layoutOf(row.record, values, labelColumn, file);
        if (isFirst && layout.header) continue;
        checkColumns(row, layout, values, file);
        table.features.push(featuresOf(row, layout, values, file));
        table.lines.push(row.info.lines);
        if (layout.label !== undefined) table.labels.push(row.record[layout.label]!.normalize('NFC'));
        const bytes = table.features.length * values * 8;
        if (bytes > MOST_BYTES) throw tooLarge(file, `more than ${MOST_BYTES}`, file);
      }
    });
  } catch (cause) {
    if (cause instanceof SpikeloomError) throw cause;
    const message = say`${file}: not a table with separated values (${messageOf(cause)})`;
    throw new SpikeloomError('dataset.format', message, { at: { file }, cause });
  }
  return { ...table, layout };
}

/** Passes a file on, and throws at a line of more than `most` bytes: no table has one, and the parser would hold all of it. */
const withRowsUpTo = (most: number) =>
  async function* (chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, void> {
    let open = 0;
    for await (const chunk of chunks) {
      const ends = LINE_ENDS.map((end) => [chunk.indexOf(end), chunk.lastIndexOf(end)] as const).filter(([at]) => at >= 0);
      const [first, last] = [Math.min(...ends.map(([at]) => at)), Math.max(...ends.map(([, at]) => at))];
      open += ends.length === 0 ? chunk.length : first;
      if (open > most) throw new Error(`a row is longer than ${most} bytes`);
      if (ends.length > 0) open = chunk.length - last;
      yield chunk;
    }
  };
/** `\n`, and `\r` of old files. */
const LINE_ENDS = [10, 13];

function checkColumns({ record, info }: Row, { label, columns }: CsvLayout, values: number, file: string): void {
  const needed = values + (label === undefined ? 0 : 1);
  if (record.length === needed) return;
  const expected =
    label !== undefined
      ? `${values} features and a label, ${needed} in all`
      : columns === values
        ? `${values}, as its first row`
        : String(values);
  const message = `${file}: line ${info.lines} has ${record.length} columns; the network needs ${expected}`;
  throw new SpikeloomError('dataset.shape', message, { at: { file } });
}

function featuresOf({ record, info }: Row, { label }: CsvLayout, values: number, file: string): Float64Array {
  const features = new Float64Array(values);
  let at = 0;
  for (let column = 0; column < record.length; column++) {
    if (column !== label) features[at++] = numberAt(record, column, info.lines, file);
  }
  return features;
}

function numberAt(record: readonly string[], column: number, line: number, file: string): number {
  const text = record[column]!;
  const value = isNumber(text) ? Number(text) : Number.NaN;
  if (Number.isFinite(value)) return value;
  const hint = /^[-+]?\d+,\d+$/.test(text)
    ? '; save numbers with decimal points'
    : /\p{L}/u.test(text) && !/^[-+]?(nan|inf|infinity)$/i.test(text)
      ? say`; if it is the label, say so with ${option('label-column')}`
      : '';
  throw new SpikeloomError(
    'dataset.value',
    say`${file}: line ${line}, column ${column + 1}: ${JSON.stringify(text.slice(0, 200))} is not a finite number${hint}`,
    { at: { file } },
  );
}

/** Class numbers as they are; names by their place among the network's classes, or in byte order. */
function classLabels(
  texts: readonly string[],
  lines: readonly number[],
  classes: readonly string[] | undefined,
  file: string,
): { labels: Int32Array; classes?: readonly string[] } {
  const empty = texts.indexOf('');
  if (empty >= 0) throw new SpikeloomError('dataset.labels', `${file}: line ${lines[empty]} has no label`, { at: { file } });
  if (texts.every(isNumber)) {
    const bad = texts.findIndex((text) => !Number.isInteger(Number(text)) || Number(text) < 0 || Number(text) > 0x7fffffff);
    if (bad < 0) return { labels: Int32Array.from(texts, Number) };
    throw new SpikeloomError(
      'dataset.labels',
      say`${file}: line ${lines[bad]!}: label ${texts[bad]!.slice(0, 200)} is not a class number 0, 1, 2, …; the last column is the label unless one is called so or ${option('label-column')} names it`,
      { at: { file } },
    );
  }
  const names = [...new Set(texts)].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  const named = labelsOfNames(names, classes, file);
  const byName = new Map(names.map((name, index) => [name, named.labels[index]!]));
  return { labels: Int32Array.from(texts, (text) => byName.get(text)!), classes: named.classes };
}
