/** How classes, margins and sample numbers are written in this view. */
import { NONE } from '../../src-shared/format/index.ts';
import { samplesTexts as texts } from '../texts/samples.ts';

/** Name of a class: its number if the project has no names, and a word for no answer (null, or below 0). */
export type NameOf = (index: number | null) => string;

export const nameOfClass =
  (names: readonly string[] | null): NameOf =>
  (index) =>
    index === null || index < 0 ? texts.noAnswer : (names?.[index] ?? String(index));

/** A margin with three decimals. */
export const marginText = (margin: number | null): string => (margin === null ? NONE : margin.toFixed(3));

/** A difference with its sign: `+2`, `−1`, `0`. */
export const signed = (value: number): string => (value === 0 ? '0' : value > 0 ? `+${value}` : `−${-value}`);
