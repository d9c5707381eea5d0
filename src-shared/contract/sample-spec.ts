/** The text that names samples, in the window and after `--inputs`, `--dataset` or `--calibration`: a path, perhaps a part of the file `#…` and a range `@A:B` (docs/cli.md, `SRC`). */
import { SpikeloomError } from '../errors/index.ts';
import { option, say } from '../message/index.ts';

export interface SampleSpec {
  readonly path: string;
  /** Arrays of a .npz (`x_train,y_train`), the file of the labels of a .npy, or the column of a table that is the label. */
  readonly part?: string | undefined;
  /** Samples `from`…`to`−1 of the order they are read in. */
  readonly range?: { readonly from: number; readonly to: number };
}

/** Splits `PATH#PART@A:B`. Throws `option.invalid` for an empty path or part, or a range without samples. */
export function parseSampleSpec(spec: string): SampleSpec {
  const match = /^(.*)@(\d+):(\d+)$/s.exec(spec);
  const { path, part } = splitPart(match?.[1] ?? spec);
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
  const named = part === undefined ? { path } : { path, part };
  if (match === null) return named;
  const [from, to] = [Number(match[2]), Number(match[3])];
  if (from >= to || !Number.isSafeInteger(to)) {
    const message = `${spec}: takes samples ${from}…${to - 1}, which are none; @A:B needs A below B`;
    throw new SpikeloomError('option.invalid', message, { at });
  }
  return { ...named, range: { from, to } };
}

/** A .npy file of samples and the file of its labels, which a person chooses one by one. */
interface LabelledFile {
  /** With the range, where the text has one. */
  readonly samples: string;
  /** Empty if the text names none; labels are then looked for beside the samples. */
  readonly labels: string;
}

/** Takes `x.npy#y.npy@A:B` apart; undefined if the text names no .npy file. Never throws: the text may be half typed. */
export function labelledFile(spec: string): LabelledFile | undefined {
  const { path, part = '', range } = splitText(spec);
  return isArray(path) ? { samples: path + range, labels: part } : undefined;
}

/** The text for the same samples with other labels, or with none if `labels` is empty. A text that names no .npy file stays as it is. */
export function withLabelFile(spec: string, labels: string): string {
  const { path, range } = splitText(spec);
  if (!isArray(path)) return spec;
  return path + (labels === '' ? '' : `#${labels}`) + range;
}

/** The three pieces of a text as they are written; `range` is `@A:B` or empty. */
function splitText(spec: string): { readonly path: string; readonly part?: string; readonly range: string } {
  const [, text, range = ''] = /^(.*?)(@\d+:\d+)?$/s.exec(spec)!;
  return { ...splitPart(text!), range };
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
  return sources.map((source) => {
    if (source === undefined) return source;
    const { path, part, range } = parseSampleSpec(source);
    if (!isTable(path) || part !== undefined) return source;
    return `${path}#${column}${range ? `@${range.from}:${range.to}` : ''}` as T;
  });
}
