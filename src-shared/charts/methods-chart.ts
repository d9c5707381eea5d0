/** The chart of a comparison of methods: quality over energy after every step, with intervals. */
import type { MethodResult } from '../tuning/index.ts';
import type { LineMark, Mark, PointsMark } from './plot.ts';
import type { Format, RunChart } from './run-charts.ts';
import { shareRange } from './scales.ts';

/** The methods in one chart; null if the energy model prices none of them. */
export function methodsChart(
  methods: readonly MethodResult[],
  float: number | null,
  { energy, percent }: Format,
): RunChart | null {
  const labelled = methods.some(({ steps }) => steps.some(({ accuracy }) => accuracy !== null));
  const curves = methods
    .map(({ name, steps }, at) => ({
      name,
      at,
      points: steps.flatMap(({ step, accuracy, agreement, energy_pj: pj }) =>
        pj === null ? [] : [{ name: `${name}, ${step === 1 ? '1 step' : `${step} steps`}`, x: pj, share: accuracy ?? agreement }],
      ),
    }))
    .filter(({ points }) => points.length > 0);
  if (curves.length === 0) return null;
  const all = curves.flatMap(({ points }) => points);
  const energies = all.map(({ x }) => x);
  const shares = all.map(({ share }) => share);
  const marks: Mark[] = curves.flatMap(({ name, at, points }): Mark[] => {
    // The first four differ in shape and colour, and the next ones in how these go together.
    const shape = SHAPES[at % SHAPES.length]!;
    const colour = COLOURS[(at + Math.floor(at / SHAPES.length)) % COLOURS.length]!;
    const line: LineMark = {
      ...{ kind: 'line', name, colour, dash: DASHES[at % DASHES.length]!, reference: true },
      x: points.map(({ x }) => x),
      y: points.map(({ share }) => share.value),
    };
    const dots: PointsMark = {
      ...{ kind: 'points', name, colour, shape },
      points: points.map((one) => ({ name: one.name, x: one.x, y: one.share.value, yInterval: one.share })),
    };
    return points.length > 1 ? [line, dots] : [dots];
  });
  return {
    title: `${labelled ? 'Accuracy' : 'Agreement'} over energy`,
    about: `One point for each time step. Bars are 95 % intervals (Wilson).${float === null ? '' : ` The float network needs ${energy(float)} per sample.`}`,
    plot: {
      x: {
        ...{ label: 'energy per sample', unit: 'pJ', scale: 'log', format: energy },
        range: [Math.min(...energies) / 1.15, Math.max(...energies) * 1.15],
      },
      y: {
        ...{
          label: labelled ? 'accuracy' : 'agreement',
          unit: 'fraction',
          scale: 'linear',
          format: (value: number) => percent(value),
        },
        range: shareRange(shares.flatMap(({ low, high }) => [low, high])),
      },
      marks,
    },
  };
}

const SHAPES = ['circle', 'square', 'triangle', 'diamond'] as const;
const COLOURS = ['accent', 'second', 'third', 'fourth'] as const;
/** Lengths of dash and gap, so that lines of one colour differ. */
const DASHES = [[], [6, 3], [2, 3], [8, 3, 2, 3], [4, 4], [1, 3]] as const;
