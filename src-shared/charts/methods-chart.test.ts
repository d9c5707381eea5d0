/** The chart of a comparison of methods: each value of it is a method after some steps, and the front is that of all of them. */
import { expect, it } from 'vitest';
import { numberFormat } from '../format/index.ts';
import type { MethodResult, MethodStep } from '../tuning/index.ts';
import { namedMarks } from './labels.ts';
import { methodsChart, nameOfPoint } from './methods-chart.ts';

const at = (value: number) => ({ value, low: value - 0.1, high: value + 0.05 });
const step = (number: number, energy: number | null, value: number, isOn = false): MethodStep => ({
  ...{ step: number, mean_steps: number, accuracy: at(value), agreement: at(0.9), difference: at(0), energy_pj: energy },
  ...{ energy_ratio: null, on_front: isOn },
});
const method = (id: string, ...steps: MethodStep[]): MethodResult => ({
  ...{ id, name: id.toUpperCase(), source: '', numbers: 'float32', stop_margin: null, plan: {}, steps },
});
const METHODS = [
  method('a', step(1, 40, 0.7), step(2, 80, 0.8, true)),
  method('b', step(1, 20, 0.6, true)),
  method('c', step(1, null, 0.9)),
];
const format = numberFormat(' ');

it('has a line for each method of several steps, its points, the front, and the chosen point on top', () => {
  const { plot, pointAt } = methodsChart(METHODS, 100, format, { method: METHODS[0]!, step: METHODS[0]!.steps[1]! })!;
  expect(plot.marks.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
    ...['line Pareto front', 'line A', 'points A', 'points B', 'points '],
  ]);
  expect(plot.marks[0]).toMatchObject({ x: [20, 80], y: [0.6, 0.8], reference: true });
  expect(namedMarks(plot).map(({ name }) => name)).toEqual(['Pareto front', 'A', 'B']);
  const found = plot.marks.flatMap((mark, number) =>
    mark.kind === 'points'
      ? mark.points.map(({ name, x, y, yInterval }, index) => {
          const point = pointAt({ mark: number, index })!;
          expect([name, x, y]).toEqual([nameOfPoint(point), point.step.energy_pj, point.step.accuracy!.value]);
          expect(yInterval).toEqual(point.step.accuracy);
          return name;
        })
      : [],
  );
  expect(found).toEqual(['A, 1 step', 'A, 2 steps', 'B, 1 step', 'A, 2 steps']);
  expect([pointAt({ mark: 0, index: 0 }), pointAt({ mark: 9, index: 0 })]).toEqual([undefined, undefined]);
});

it('is of agreement without labels, and none if nothing is priced', () => {
  const bare = METHODS.map((one) => ({ ...one, steps: one.steps.map((each) => ({ ...each, accuracy: null })) }));
  const chart = methodsChart(bare, null, format)!;
  expect([chart.title, chart.plot.y.label, chart.plot.y.range]).toEqual(['Agreement over energy', 'agreement', [0.7, 1]]);
  expect(methodsChart([METHODS[2]!], null, format)).toBeNull();
});
