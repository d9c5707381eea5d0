/** Numbers as an engineer reads them, with units; a thin space between number and unit. */

const THIN = '\u2009';
const NONE = '–';

/** A fraction 0…1 as a percentage; `–` where it is unknown. */
export const percent = (fraction: number | null | undefined, digits = 1): string =>
  fraction === null || fraction === undefined ? NONE : `${(100 * fraction).toFixed(digits)}${THIN}%`;

/** Difference of two fractions in percentage points, with its sign; `–` where one is unknown. */
export function points(difference: number | null): string {
  if (difference === null) return NONE;
  const rounded = (100 * Math.abs(difference)).toFixed(1);
  const sign = Number(rounded) === 0 ? '±' : difference < 0 ? '−' : '+';
  return `${sign}${rounded}${THIN}points`;
}

/** Three significant digits, without an exponent between 0.001 and 9999. */
export function significant(value: number, digits = 3): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1e4 || size < 1e-3)
    return value
      .toExponential(digits - 1)
      .replace('e+', 'e')
      .replace('-', '−');
  const decimals = Math.max(0, digits - 1 - Math.floor(Math.log10(size)));
  return value.toFixed(decimals).replace('-', '−');
}

const scaled = (value: number, unit: string, prefixes: readonly (readonly [number, string])[]): string => {
  const [factor, prefix] = prefixes.find(([least]) => Math.abs(value) >= least) ?? prefixes.at(-1)!;
  const number = value === 0 ? '0' : significant(value / factor);
  const suffix = `${prefix}${unit}`;
  return suffix === '' ? number : `${number}${THIN}${suffix}`;
};

/** A count: 17.9 M; exact below a thousand. */
export const count = (value: number): string =>
  value < 1000 && Number.isInteger(value)
    ? String(value)
    : scaled(value, '', [
        [1e12, 'T'],
        [1e9, 'G'],
        [1e6, 'M'],
        [1e3, 'k'],
        [1, ''],
      ]);

/** Energy given in pJ: 27.4 µJ. */
export const energy = (picojoules: number): string =>
  scaled(picojoules, 'J', [
    [1e12, ''],
    [1e9, 'm'],
    [1e6, 'µ'],
    [1e3, 'n'],
    [1, 'p'],
  ]);

/** Time given in ms: 17.0 s. */
export const duration = (milliseconds: number): string =>
  milliseconds >= 1000 ? `${significant(milliseconds / 1000)}${THIN}s` : `${significant(milliseconds)}${THIN}ms`;

/** A size of a file. */
export const bytes = (value: number): string =>
  scaled(value, 'B', [
    [1e9, 'G'],
    [1e6, 'M'],
    [1e3, 'k'],
    [1, ''],
  ]);

/** A whole number with its thousands set apart: 90 581 921. */
export const whole = (value: number): string => Math.round(value).toLocaleString('en').replaceAll(',', THIN);

/** A ratio of two energies: 0.533. */
export const ratio = (value: number): string => significant(value);

/** A ratio in a sentence about something it is compared with: `0.533 of`, `1.46 times`. */
export const ratioOf = (value: number): string => (value > 1 ? `${ratio(value)} times` : `${ratio(value)} of`);
