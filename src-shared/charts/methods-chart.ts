/** The chart of a comparison of methods: quality over energy after every step, with intervals, and the Pareto front of all methods. */
import type { MethodResult, MethodStep } from '../tuning/index.ts';
import type { LineMark, Mark, PointsMark } from './plot.ts';
import type { Format, RunChart } from './run-charts.ts';
import { fractionAxis, shareRange } from './scales.ts';
import type { Spot } from './spots.ts';

/** A method after some steps. */
export interface MethodPoint {
  readonly method: MethodResult;
  readonly step: MethodStep;
}

/** The chart, and the method behind each of its values. */
export interface MethodsChart extends RunChart {
  readonly pointAt: (spot: Spot) => MethodPoint | undefined;
}

/** A method after some steps in words: `Rate coding, 4 steps`. */
export const nameOfPoint = ({ method: { name }, step: { step } }: MethodPoint): string =>
  `${name}, ${step === 1 ? '1 step' : `${step} steps`}`;

/** The methods in one chart; null if the energy model prices none of them. `chosen`: a point that is marked. */
export function methodsChart(
  methods: readonly MethodResult[],
  float: number | null,
  { energy, percent }: Format,
  chosen?: MethodPoint,
): MethodsChart | null {
  const curves = methods
    .map((method, at) => ({
      at,
      points: method.steps.flatMap((step) => (step.energy_pj === null ? [] : [{ method, step, x: step.energy_pj }])),
    }))
    .filter(({ points }) => points.length > 0);
  if (curves.length === 0) return null;
  const all = curves.flatMap(({ points }) => points);
  const energies = all.map(({ x }) => x);
  const labelled = all.some(({ step }) => step.accuracy !== null);
  const front = all.filter(({ step }) => step.on_front).toSorted((a, b) => a.x - b.x);
  const line: LineMark = {
    ...{ kind: 'line', name: 'Pareto front', colour: 'ink', dash: [], reference: true },
    x: front.map(({ x }) => x),
    y: front.map(({ step }) => qualityOf(step).value),
  };
  const drawn = [
    { mark: line, points: [] },
    ...curves.flatMap(({ at, points }) => curveOf(points[0]!.method.name, at, points)),
    ...all
      .filter(({ method, step }) => chosen?.method.id === method.id && chosen.step.step === step.step)
      // Without a name, so that the legend does not grow, and the chart shrink, when a point is chosen.
      .map((one) => dots({ name: '', colour: 'ink', shape: 'square' }, [one])),
  ];
  return {
    title: `${labelled ? 'Accuracy' : 'Agreement'} over energy`,
    about: `One point for each time step. Bars are 95 % intervals (Wilson).${float === null ? '' : ` The float network needs ${energy(float)} per sample.`}`,
    plot: {
      x: {
        ...{ label: 'energy per sample', unit: 'pJ', scale: 'log', format: energy },
        range: [Math.min(...energies) / 1.15, Math.max(...energies) * 1.15],
      },
      y: fractionAxis(
        labelled ? 'accuracy' : 'agreement',
        shareRange(all.flatMap(({ step }) => [qualityOf(step).low, qualityOf(step).high])),
        percent,
      ),
      marks: drawn.map(({ mark }) => mark),
    },
    pointAt: ({ mark, index }) => drawn[mark]?.points[index],
  };
}

interface Drawn {
  readonly mark: Mark;
  readonly points: readonly MethodPoint[];
}

interface PricedPoint extends MethodPoint {
  readonly x: number;
}

const qualityOf = ({ accuracy, agreement }: MethodStep) => accuracy ?? agreement;

/** A line through the points of a method, and the points. The first four differ in shape and colour, and the next ones in how these go together. */
function curveOf(name: string, at: number, points: readonly PricedPoint[]): Drawn[] {
  const shape = SHAPES[at % SHAPES.length]!;
  const colour = COLOURS[(at + Math.floor(at / SHAPES.length)) % COLOURS.length]!;
  const line: LineMark = {
    ...{ kind: 'line', name, colour, dash: DASHES[at % DASHES.length]!, reference: true },
    x: points.map(({ x }) => x),
    y: points.map(({ step }) => qualityOf(step).value),
  };
  return [...(points.length > 1 ? [{ mark: line, points: [] }] : []), dots({ name, colour, shape }, points)];
}

const dots = (look: Pick<PointsMark, 'name' | 'colour' | 'shape'>, points: readonly PricedPoint[]): Drawn => ({
  mark: {
    ...{ kind: 'points', ...look },
    points: points.map((one) => {
      const quality = qualityOf(one.step);
      return { name: nameOfPoint(one), x: one.x, y: quality.value, yInterval: quality };
    }),
  },
  points,
});

const SHAPES = ['circle', 'square', 'triangle', 'diamond'] as const;
const COLOURS = ['accent', 'second', 'third', 'fourth'] as const;
/** Lengths of dash and gap, so that lines of one colour differ. */
const DASHES = [[], [6, 3], [2, 3], [8, 3, 2, 3], [4, 4], [1, 3]] as const;
