/** Numbers of the report: the formats of src-shared/format with a thin space before the unit, and some words around them. */
import { NONE, numberFormat, points as signed, ratio, significant } from '../../src-shared/format/index.ts';

const THIN = '\u2009';

/** Numbers with units, for what takes them all. */
export const format = numberFormat(THIN);
export const { percent, count, whole, bytes, energy } = format;
export { ratio, significant };

/** Difference of two fractions in percentage points, with its sign; `–` if one is unknown. */
export const points = (difference: number | null): string => (difference === null ? NONE : `${signed(difference)}${THIN}points`);

/** A time given in ms, as `17.0 s`. */
export const duration = (milliseconds: number): string =>
  milliseconds >= 1000 ? `${significant(milliseconds / 1000)}${THIN}s` : `${significant(milliseconds)}${THIN}ms`;

/** A ratio in a comparison: `0.533 of`, `1.46 times`. */
export const ratioOf = (value: number): string => (value > 1 ? `${ratio(value)} times` : `${ratio(value)} of`);
