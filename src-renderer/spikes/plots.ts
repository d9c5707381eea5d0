/** The charts of recorded spikes as data. Pure. */
import { bandRange, type ChartTable, type Plot } from '../../src-shared/charts/index.ts';
import { significant } from '../../src-shared/format/index.ts';
import type { ColourName } from '../../src-shared/theme/tokens.ts';
import { spikeTexts as texts } from '../texts/spikes.ts';
import { whole } from '../ui/format.ts';
import { type SizeBar, sizeText } from './spike-sizes.ts';

/** The course of a neuron. */
export interface Course {
  readonly neuron: number;
  /** Its place: `[3, 5, 7]`. */
  readonly name: string;
  /** Estimates after each step. */
  readonly estimates: readonly number[];
  /** Activation of the float network. */
  readonly activation: number;
}

const COLOURS: readonly ColourName[] = ['accent', 'second', 'third', 'fourth'];
/** A neuron has a dash of its own besides its colour. */
const DASHES = [[], [9, 3], [6, 2, 2, 2], [2, 2]] as const;

/** The estimates of neurons over the steps, each with the activation of the float network. */
export function estimatePlot(courses: readonly Course[], steps: number): Plot {
  const values = courses.flatMap(({ estimates, activation }) => [...estimates, activation]);
  const low = Math.min(0, ...values);
  const high = Math.max(...(values.length === 0 ? [1] : [low + 1e-9, ...values]));
  const x = Array.from({ length: steps }, (_, t) => t + 1);
  return {
    x: {
      label: texts.columns.step,
      unit: '',
      scale: 'linear',
      range: steps === 1 ? [0.5, 1.5] : [1, steps],
      format: whole,
      whole: true,
    },
    y: {
      label: '',
      unit: '',
      scale: 'linear',
      range: [low, high],
      format: (value) => significant(value),
      tick: (value) => significant(value, 2),
    },
    marks: courses.flatMap(({ name, estimates, activation }, index) => {
      const colour = COLOURS[index % COLOURS.length]!;
      return [
        { kind: 'line', name: texts.floatOf(name), colour, x, y: x.map(() => activation), dash: [2, 4], reference: true },
        { kind: 'line', name, colour, x, y: estimates, dash: DASHES[index % DASHES.length]! },
      ] as const;
    }),
  };
}

/** The same as a table. */
export const estimateTable = (courses: readonly Course[], steps: number): ChartTable => ({
  columns: [
    { title: texts.columns.step },
    ...courses.flatMap(({ name }) => [{ title: texts.estimateOf(name) }, { title: texts.floatOf(name) }]),
  ],
  rows: Array.from({ length: steps }, (_, t) => [
    t + 1,
    ...courses.flatMap(({ estimates, activation }) => [estimates[t]!, activation]),
  ]),
});

const nameOf = ({ from, to }: SizeBar): string => (from === to ? sizeText(from) : `${sizeText(from)} … ${sizeText(to)}`);

/** Spikes by size: of all steps, and of the chosen one, from 0. */
export function sizesPlot(bars: readonly SizeBar[], step: number): Plot {
  const barsOf = (count: (bar: SizeBar) => number) =>
    bars.map((bar, index) => ({ start: index - 0.42, end: index + 0.42, from: 0, to: count(bar) }));
  const most = Math.max(1, ...bars.map(({ all }) => all));
  return {
    x: {
      label: texts.columns.size,
      unit: '',
      scale: 'band',
      range: bandRange(Math.max(1, bars.length)),
      format: (index) => (bars[index] ? nameOf(bars[index]) : ''),
      names: bars.map(nameOf),
    },
    y: { label: '', unit: '', scale: 'linear', range: [0, most], format: whole, whole: true },
    marks: [
      {
        kind: 'bars',
        along: 'x',
        name: texts.columns.all,
        colour: 'fourth',
        pattern: 'diagonal',
        bars: barsOf(({ all }) => all),
      },
      {
        kind: 'bars',
        along: 'x',
        name: texts.columns.now(step + 1),
        colour: 'third',
        pattern: 'solid',
        bars: barsOf(({ now }) => now),
      },
    ],
  };
}

/** The same as a table. */
export const sizesTable = (bars: readonly SizeBar[], step: number): ChartTable => ({
  columns: [texts.columns.size, texts.columns.all, texts.columns.now(step + 1)].map((title) => ({ title })),
  rows: bars.map((bar) => [nameOf(bar), bar.all, bar.now]),
});
