/** The one place where numbers become text in the window, as an engineer reads them, with units; a thin space before a unit. */

/** Narrow and without a break: a number stays with its unit. */
const THIN = '\u202f';
const NONE = '–';
const MINUS = '−';

/** A fraction 0…1 as a percentage: `91.3 %`; `–` where it is unknown. */
export const percent = (fraction: number | null | undefined, digits = 1): string =>
  fraction === null || fraction === undefined ? NONE : `${(100 * fraction).toFixed(digits).replace('-', MINUS)}${THIN}%`;

/** Difference of two fractions in percentage points, with its sign: `−0.4`; `–` where one is unknown. */
export function points(difference: number | null): string {
  if (difference === null) return NONE;
  const rounded = (100 * Math.abs(difference)).toFixed(1);
  return `${Number(rounded) === 0 ? '±' : difference < 0 ? MINUS : '+'}${rounded}`;
}

/** Three significant digits, without an exponent between 0.001 and 9999. */
export function significant(value: number, digits = 3): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1e4 || size < 1e-3) {
    return value
      .toExponential(digits - 1)
      .replace('e+', 'e')
      .replaceAll('-', MINUS);
  }
  return value.toFixed(Math.max(0, digits - 1 - Math.floor(Math.log10(size)))).replace('-', MINUS);
}

/** A threshold or another value in units of the activations: `2.31`. */
export const threshold = (value: number): string => significant(value);

/** A ratio of two energies: `0.533`. */
export const ratio = (value: number): string => significant(value);

type Prefixes = readonly (readonly [least: number, prefix: string])[];

function scaled(value: number, unit: string, prefixes: Prefixes): string {
  const [factor, prefix] = prefixes.find(([least]) => Math.abs(value) >= least) ?? prefixes.at(-1)!;
  const suffix = `${prefix}${unit}`;
  return `${value === 0 ? '0' : significant(value / factor)}${suffix === '' ? '' : THIN}${suffix}`;
}

const LARGE: Prefixes = [
  [1e12, 'T'],
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'k'],
  [1, ''],
];

/** A count in short: `17.9 M`; exact below a thousand. */
export const count = (value: number): string =>
  value < 1000 && Number.isInteger(value) ? String(value) : scaled(value, '', LARGE);

/** A whole number with its thousands set apart: `90 581 921`. */
export const whole = (value: number): string => Math.round(value).toLocaleString('en').replaceAll(',', THIN);

/** A size of a file: `1.11 MB`. */
export const bytes = (value: number): string => scaled(value, 'B', LARGE);

/** Energy given in pJ: `27.4 µJ`. */
export const energy = (picojoules: number): string =>
  scaled(picojoules, 'J', [
    [1e12, ''],
    [1e9, 'm'],
    [1e6, 'µ'],
    [1e3, 'n'],
    [1, 'p'],
  ]);

/** A time given in milliseconds: `340 ms`, `17 s`, `2 min 05 s`, `1 h 12 min`. */
export function duration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)}${THIN}ms`;
  const seconds = Math.round(milliseconds / 1000);
  const two = (value: number): string => String(value).padStart(2, '0');
  if (seconds < 60) return `${seconds}${THIN}s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}${THIN}min ${two(seconds % 60)}${THIN}s`;
  return `${Math.floor(seconds / 3600)}${THIN}h ${two(Math.floor((seconds % 3600) / 60))}${THIN}min`;
}

/** A time, ISO 8601, as the person's clock shows it: `27 Nov, 01:41`. */
export const moment = (iso: string): string =>
  new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }).format(new Date(iso));

/** The last part of a path. */
export const fileName = (path: string): string => path.split(/[\\/]/).filter(Boolean).at(-1) ?? path;
