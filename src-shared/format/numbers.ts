/** Numbers as an engineer reads them, with units: what the report and the window write alike. They differ in the space before a unit. */

/** What stands where a number is unknown. */
export const NONE = '–';
const MINUS = '−';

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

/** A ratio of two energies: `0.533`. */
export const ratio = (value: number): string => significant(value);

/** Difference of two fractions in percentage points, with its sign: `−0.4`. */
export function points(difference: number): string {
  const rounded = (100 * Math.abs(difference)).toFixed(1);
  return `${Number(rounded) === 0 ? '±' : difference < 0 ? MINUS : '+'}${rounded}`;
}

type Prefixes = readonly (readonly [least: number, prefix: string])[];

const LARGE: Prefixes = [
  [1e12, 'T'],
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'k'],
  [1, ''],
];

const JOULES: Prefixes = [
  [1e12, ''],
  [1e9, 'm'],
  [1e6, 'µ'],
  [1e3, 'n'],
  [1, 'p'],
];

/** How numbers of one kind are written. */
export interface NumberFormat {
  /** A fraction 0…1 as a percentage: `91.3 %`; `–` where it is unknown. */
  percent(fraction: number | null | undefined, digits?: number): string;
  /** A count in short: `17.9 M`; exact below a thousand. */
  count(value: number): string;
  /** A whole number with its thousands set apart: `90 581 921`. */
  whole(value: number): string;
  /** A size of a file: `1.11 MB`. */
  bytes(value: number): string;
  /** Energy given in pJ: `27.4 µJ`. */
  energy(picojoules: number): string;
}

/** Numbers with units, with `space` between number and unit. */
export function numberFormat(space: string): NumberFormat {
  const scaled = (value: number, unit: string, prefixes: Prefixes): string => {
    const [factor, prefix] = prefixes.find(([least]) => Math.abs(value) >= least) ?? prefixes.at(-1)!;
    const suffix = `${prefix}${unit}`;
    return `${value === 0 ? '0' : significant(value / factor)}${suffix === '' ? '' : space}${suffix}`;
  };
  return {
    percent: (fraction, digits = 1) =>
      fraction === null || fraction === undefined ? NONE : `${(100 * fraction).toFixed(digits).replace('-', MINUS)}${space}%`,
    count: (value) => (value < 1000 && Number.isInteger(value) ? String(value) : scaled(value, '', LARGE)),
    whole: (value) => Math.round(value).toLocaleString('en').replaceAll(',', space),
    bytes: (value) => scaled(value, 'B', LARGE),
    energy: (picojoules) => scaled(picojoules, 'J', JOULES),
  };
}
