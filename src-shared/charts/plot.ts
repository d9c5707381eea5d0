/**
 * What a chart shows, as plain data: two axes, and marks in units of the axes. The window, the report and copied pictures draw the same
 * description (`drawPlot`), read hovered values from it (`spots.ts`) and make its table from it (`tableOf`).
 */
import type { ColourName } from '../theme/tokens.ts';

/** An axis. Values that it does not show are not drawn. */
export interface Axis {
  /** What is measured, drawn at the axis: `time steps`. Empty if the title of the chart says it. */
  readonly label: string;
  /** Unit of the values as they are, for the columns of tables: `fraction`, `pJ`. Empty for counts. */
  readonly unit: string;
  /** On a `band` axis value i is the middle of the band that `names[i]` names. */
  readonly scale: 'linear' | 'log' | 'band';
  /** Lowest and highest value shown. On a logarithmic axis both are positive. */
  readonly range: readonly [low: number, high: number];
  /** A value as a person reads it, with its unit. */
  readonly format: (value: number) => string;
  /** A shorter form for ticks; `format` if it is left out. */
  readonly tick?: ((value: number) => string) | undefined;
  /** Names of the bands, in order. */
  readonly names?: readonly string[] | undefined;
  /** True if only whole numbers have ticks. */
  readonly whole?: boolean | undefined;
}

/** The ends of an interval around a value. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** What all marks have. Marks are told apart by dash, shape or pattern as well as by colour. */
interface Named {
  /** The name of the mark in the legend; empty for a mark that the legend leaves out, such as that of a chosen value. */
  readonly name: string;
  readonly colour: ColourName;
}

/** A line through points in the order of x. */
export interface LineMark extends Named {
  readonly kind: 'line';
  readonly x: readonly number[];
  /** One value for each x; null if there is none. */
  readonly y: readonly (number | null)[];
  /** Intervals of the values, drawn as a band. */
  readonly band?: readonly (Interval | null)[] | undefined;
  /** Lengths of dash and gap in px; empty for a solid line. */
  readonly dash: readonly number[];
  /** True for what the others are compared with: thin, and without points. */
  readonly reference?: boolean | undefined;
}

/** Points, each of which may have a name and intervals. */
export interface PointsMark extends Named {
  readonly kind: 'points';
  readonly shape: 'circle' | 'square' | 'triangle' | 'diamond';
  readonly points: readonly {
    readonly name: string;
    readonly x: number;
    readonly y: number;
    readonly xInterval?: Interval | undefined;
    readonly yInterval?: Interval | undefined;
  }[];
}

/** Bars that stand on the x axis (`along: 'x'`, as in a histogram) or begin at the y axis (`along: 'y'`, one row for each layer). */
export interface BarsMark extends Named {
  readonly kind: 'bars';
  readonly along: 'x' | 'y';
  /** From `start` to `end` along the axis, from value `from` to value `to`. The parts of a stacked bar begin where others end. */
  readonly bars: readonly { readonly start: number; readonly end: number; readonly from: number; readonly to: number }[];
  readonly pattern: 'solid' | 'diagonal' | 'vertical' | 'horizontal';
}

/** A map of values: `values` [rows, columns], row by row, NaN for unknown ones. The axes are bands, row 0 is on top. */
export interface CellsMark {
  readonly kind: 'cells';
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  readonly values: ArrayLike<number>;
  /** The values with the lowest and with the highest colour. */
  readonly range: readonly [low: number, high: number];
  readonly format: (value: number) => string;
  /** Unit of the values as they are, as of an axis. */
  readonly unit: string;
}

/** What is drawn in a plot. */
export type Mark = LineMark | PointsMark | BarsMark | CellsMark;

/** A chart. Later marks are drawn above earlier ones. */
export interface Plot {
  readonly x: Axis;
  readonly y: Axis;
  readonly marks: readonly Mark[];
  /** A text behind the bars of each row of `along: 'y'`: their sum. */
  readonly ends?: readonly string[] | undefined;
}

/** The range of a band axis with all of `count` bands. */
export const bandRange = (count: number): readonly [number, number] => [-0.5, count - 0.5];
