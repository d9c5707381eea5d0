/** The course of a sample as a chart: its margin over time steps, each point marked and named by the answer. */
import type { ChartTable, Plot, PointsMark } from '../../src-shared/charts/index.ts';
import type { SampleCourse } from '../../src-shared/results/index.ts';
import { samplesTexts as texts } from '../texts/samples.ts';
import { marginText, type NameOf } from './class-names.ts';

type Step = SampleCourse['steps'][number];

export function coursePlot({ steps, float }: SampleCourse, nameOf: NameOf): Plot {
  const isFloat = ({ answer }: Step): boolean => answer !== null && answer === float;
  const points = (wanted: boolean): PointsMark['points'] =>
    steps.flatMap((one) =>
      one.margin === null || isFloat(one) !== wanted ? [] : [{ name: nameOf(one.answer), x: one.step, y: one.margin }],
    );
  return {
    x: {
      ...{ label: texts.axisSteps, unit: '', scale: 'linear', whole: true, format: (value) => String(Number(value.toFixed(2))) },
      range: [0.5, steps.length + 0.5],
    },
    y: {
      ...{ label: texts.axisMargin, unit: texts.probability, scale: 'linear', range: [0, 1], format: marginText },
      tick: (value) => String(Number(value.toFixed(2))),
    },
    marks: [
      {
        ...{ kind: 'line', name: texts.axisMargin, colour: 'muted', dash: [], reference: true },
        ...{ x: steps.map(({ step }) => step), y: steps.map(({ margin }) => margin) },
      },
      { kind: 'points', name: texts.sameAsFloat, colour: 'accent', shape: 'circle', points: points(true) },
      { kind: 'points', name: texts.otherThanFloat, colour: 'second', shape: 'square', points: points(false) },
    ],
  };
}

export const courseTable = ({ steps, float }: SampleCourse, nameOf: NameOf): ChartTable => ({
  columns: [
    { title: texts.columnStep, format: String },
    { title: texts.columnAnswer },
    { title: texts.sameAsFloat },
    { title: texts.columns.margin, format: marginText },
  ],
  rows: steps.map(({ step, answer, margin }) => [
    step,
    nameOf(answer),
    answer !== null && answer === float ? texts.yes : texts.no,
    margin,
  ]),
});

/** The answers in words: `frog at steps 1 to 2, dog at steps 3 to 8`. */
export function courseWords(steps: SampleCourse['steps'], nameOf: NameOf): string {
  const stretches: { readonly answer: number | null; readonly from: number; to: number }[] = [];
  for (const { step, answer } of steps) {
    const last = stretches.at(-1);
    if (last && last.answer === answer) last.to = step;
    else stretches.push({ answer, from: step, to: step });
  }
  return stretches.map(({ answer, from, to }) => texts.courseStretch(nameOf(answer), from, to)).join(', ');
}
