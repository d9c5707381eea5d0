/** Numbers as the window writes them: those of src-shared/format, whose space keeps a number with its unit; times and names. */
import { NONE, numberFormat, points as signed, ratio, significant } from '../../src-shared/format/index.ts';

/** Narrow and without a break. */
const THIN = '\u202f';

/** Numbers with units, for what takes them all. */
export const format = numberFormat(THIN);
export const { percent, count, whole, bytes, energy } = format;
export { ratio, significant };

/** Difference of two fractions in percentage points, with its sign: `−0.4`; `–` where one is unknown. */
export const points = (difference: number | null): string => (difference === null ? NONE : signed(difference));

/** A threshold or another value in units of the activations: `2.31`. */
export const threshold = (value: number): string => significant(value);

/** A time given in milliseconds: `340 ms`, `17 s`, `2 min 05 s`, `1 h 12 min`; `–` for what is no time. */
export function duration(milliseconds: number): string {
  if (!(milliseconds >= 0 && milliseconds < Infinity)) return NONE;
  if (Math.round(milliseconds) < 1000) return `${Math.round(milliseconds)}${THIN}ms`;
  const seconds = Math.round(milliseconds / 1000);
  const two = (value: number): string => String(value).padStart(2, '0');
  if (seconds < 60) return `${seconds}${THIN}s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}${THIN}min ${two(seconds % 60)}${THIN}s`;
  return `${Math.floor(seconds / 3600)}${THIN}h ${two(Math.floor((seconds % 3600) / 60))}${THIN}min`;
}

/** A time, ISO 8601, as the person's clock shows it: `27 Nov, 01:41`; `–` for what is none, since a project may come from anyone. */
export function moment(iso: string): string {
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) return NONE;
  return new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }).format(time);
}

/** The last part of a path. A backslash parts paths of Windows; in one that begins with a slash it is part of a name. */
export const fileName = (path: string): string =>
  path
    .split(path.startsWith('/') ? '/' : /[\\/]/)
    .filter(Boolean)
    .at(-1) ?? path;

/** The name of a project by its path: without folder and ending. */
export const projectName = (path: string): string => fileName(path).replace(/\.spikeloom$/i, '');
