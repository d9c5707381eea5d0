/** The text that names samples, in the window and after `--inputs`, `--dataset` or `--calibration`: a path, perhaps a part of the file `#…` and a range `@A:B` (docs/cli.md, `SRC`). */
import { SpikeloomError } from '../errors/index.ts';
import { option, say } from '../message/index.ts';

/** A source of samples, taken apart. */
export interface SampleSpec {
  readonly path: string;
  /** Arrays of a .npz (`x_train,y_train`), the file of the labels of a .npy, or the column of a table that is the label. */
  readonly part?: string | undefined;
  /** The file of the labels (.npy) of what is neither a .npy nor a table: `images/#y.npy`, `x.npz#x_train#y.npy`. */
  readonly labels?: string | undefined;
  /** Samples `from`…`to`−1 of the order they are read in. */
  readonly range?: { readonly from: number; readonly to: number };
}

/** Splits `PATH#PART#LABELS@A:B`. Throws `option.invalid` for an empty path or part, or a range without samples. */
export function parseSampleSpec(spec: string): SampleSpec {
  const match = /^(.*)@(\d+):(\d+)$/s.exec(spec);
  const { text, labels } = splitLabels(match?.[1] ?? spec);
  const { path, part } = splitPart(text);
  const at = { file: path === '' ? spec : path };
  if (path === '') throw new SpikeloomError('option.invalid', `"${spec}": no path; name a file or a folder of samples`, { at });
  if (part === '') {
    throw new SpikeloomError(
      'option.invalid',
      `${spec}: names nothing behind #; name arrays of a .npz, the labels of a .npy, or a column of a table`,
      {
        at,
      },
    );
  }
  const named = { path, ...(part === undefined ? {} : { part }), ...(labels === undefined ? {} : { labels }) };
  if (match === null) return named;
  const [from, to] = [Number(match[2]), Number(match[3])];
  if (from >= to || !Number.isSafeInteger(to)) {
    const message = `${spec}: takes samples ${from}…${to - 1}, which are none; @A:B needs A below B`;
    throw new SpikeloomError('option.invalid', message, { at });
  }
  return { ...named, range: { from, to } };
}

/** Samples and the file of their labels, which a person chooses one by one. */
interface LabelledSamples {
  /** With the range, where the text has one. */
  readonly samples: string;
  /** Empty if the text names none; labels are then looked for beside the samples. */
  readonly labels: string;
}

/**
 * Takes the file of the labels out of a text; undefined for a table, whose labels are a column, and for no text. Never throws: the text
 * may be half typed.
 */
export function labelledSamples(spec: string): LabelledSamples | undefined {
  const { path, part, labels = '', text, range } = splitText(spec);
  if (path === '' || isTable(path)) return undefined;
  return isArray(path) ? { samples: path + range, labels: part ?? '' } : { samples: text + range, labels };
}

/** The text for the same samples with other labels, or with none if `labels` is empty. That of a table stays as it is. */
export function withLabelFile(spec: string, labels: string): string {
  const { path, text, range } = splitText(spec);
  if (path === '' || isTable(path)) return spec;
  const samples = isArray(path) ? path : text;
  if (labels === '') return samples + range;
  // A folder is told from a file without an ending by the slash.
  const isFolder = !isArray(path) && !FILE_WITH_LABELS.test(samples) && !/[\\/]$/.test(samples);
  return `${samples}${isFolder ? '/' : ''}#${labels}${range}`;
}

/** A table and the column of its labels, empty if none is named; undefined for what is no table. Never throws. */
export function tableColumn(spec: string): { readonly samples: string; readonly column: string } | undefined {
  const { path, part = '', range } = splitText(spec);
  return isTable(path) ? { samples: path + range, column: part } : undefined;
}

/** The text for the same table with another column of labels, or with none named if `column` is empty. */
export function withColumn(spec: string, column: string): string {
  const { path, range } = splitText(spec);
  return isTable(path) ? path + (column === '' ? '' : `#${column}`) + range : spec;
}

interface Pieces {
  readonly path: string;
  readonly part?: string;
  readonly labels?: string;
  /** Path and part, without the labels. */
  readonly text: string;
  /** `@A:B` or empty. */
  readonly range: string;
}

/** The pieces of a text as they are written. */
function splitText(spec: string): Pieces {
  const [, all, range = ''] = /^(.*?)(@\d+:\d+)?$/s.exec(spec)!;
  const { text, labels } = splitLabels(all!);
  return { ...splitPart(text), text, range, ...(labels === undefined ? {} : { labels }) };
}

/** The end of a file that labels may be named behind, a part of it included. */
const FILE_WITH_LABELS = /(?:\.npz(?:#[^#]*)?|\.bin|\.idx|\.gz|[-.]idx\d-ubyte)$/i;

/** Splits the file of the labels off: a `#FILE.npy` behind such a file, or behind the slash at the end of a folder. */
function splitLabels(all: string): { readonly text: string; readonly labels?: string } {
  const match = /^(.+)#([^#]+\.npy)$/is.exec(all);
  if (match === null) return { text: all };
  const [, text, labels] = match as unknown as [string, string, string];
  if (/[\\/]$/.test(text)) return { text: text.length > 1 ? text.slice(0, -1) : text, labels };
  return FILE_WITH_LABELS.test(text) ? { text, labels } : { text: all };
}

/** Splits at a # behind the ending of a file that has parts; any other # belongs to the path. */
function splitPart(text: string): { readonly path: string; readonly part?: string } {
  const match = /^(.*\.(?:np[yz]|csv|tsv))#(.*)$/is.exec(text);
  return match === null ? { path: text } : { path: match[1]!, part: match[2]! };
}

const isArray = (path: string): boolean => /\.npy$/i.test(path);
/** True for the name of a table of separated values. */
export const isTable = (path: string): boolean => /\.(csv|tsv)$/i.test(path);

/**
 * The sources with the label's column named where they are tables and name none. Throws `option.invalid` where none of them is a table.
 */
export function withLabelColumn<T extends string | undefined>(sources: readonly T[], column: string): T[] {
  const at = { option: 'label-column' } as const;
  if (column === '')
    throw new SpikeloomError('option.invalid', say`${option('label-column')}: names no column; give its title or its number`, {
      at,
    });
  if (!sources.some((source) => source !== undefined && isTable(parseSampleSpec(source).path))) {
    const message = say`${option('label-column')}: none of the sources of samples is a table (.csv, .tsv); leave it out`;
    throw new SpikeloomError('option.invalid', message, { at });
  }
  return sources.map((source) =>
    source !== undefined && tableColumn(source)?.column === '' ? (withColumn(source, column) as T) : source,
  );
}
