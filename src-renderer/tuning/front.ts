/** The plans of a search as a chart: quality over energy with intervals, the Pareto front, the best plan and the chosen one. Pure. */
import { fractionAxis, type Plot, type PointsMark, type Spot } from '../../src-shared/charts/index.ts';
import { ratio } from '../../src-shared/format/index.ts';
import { paretoFront, wilson } from '../../src-shared/results/index.ts';
import { isBetterPoint, type Objective, type TrialPoint } from '../../src-shared/tuning/index.ts';
import { nameOfUse } from '../found-plan/index.ts';
import { tuningTexts as texts } from '../texts/tuning.ts';
import { energy, percent } from '../ui/format.ts';

/** The plans that were tried, in groups that are drawn alike. */
export interface TriedPlans {
  /** Those that were evaluated on all samples of the tuning part, in the order in which they were tried, and those that were left out before. */
  readonly whole: readonly TrialPoint[];
  readonly part: readonly TrialPoint[];
  /** Plans of which no other is both cheaper and more often right, ascending in both. */
  readonly front: readonly TrialPoint[];
  /** The one that exceeds the budgets least, and of those the best by the objective; undefined if none is whole. */
  readonly best: TrialPoint | undefined;
  readonly labelled: boolean;
}

/** Sorts the points of a search. `samples`: of the tuning part; undefined: as many as the largest evaluation had. */
export function triedPlans(points: readonly TrialPoint[], minimise: Objective): TriedPlans {
  const most = Math.max(0, ...points.map(({ samples }) => samples));
  const whole = points.filter(({ samples }) => samples === most);
  const front = paretoFront(whole.map((one) => ({ one, cost: costOf(one), quality: one.right / one.samples })));
  return {
    whole,
    part: points.filter(({ samples }) => samples < most),
    front: front.map(({ one }) => one),
    best: whole.reduce<TrialPoint | undefined>(
      (best, one) => (best === undefined || isBetterPoint(minimise, one, best) ? one : best),
      undefined,
    ),
    labelled: points.some(({ labelled }) => labelled),
  };
}

/** Energy over that of the float network, or in pJ if the model has no price for that. */
export const costOf = ({ energyRatio, energy: pj }: TrialPoint): number => energyRatio ?? pj;

/** A plot, and the plan behind each value of it. */
export interface FrontPlot {
  readonly plot: Plot;
  readonly pointAt: (spot: Spot) => TrialPoint | undefined;
}

/** Costs that span more than this factor stand on a logarithmic axis. */
const WIDE = 8;

/** The chart; undefined without points. */
export function frontPlot(tried: TriedPlans, chosen: TrialPoint | undefined): FrontPlot | undefined {
  const { whole, part, front, best, labelled } = tried;
  const all = [...part, ...whole];
  if (all.length === 0) return undefined;
  const groups: readonly { readonly mark: Omit<PointsMark, 'kind' | 'points'>; readonly points: readonly TrialPoint[] }[] = [
    { mark: { name: texts.marks.part, colour: 'outline', shape: 'circle' }, points: part },
    { mark: { name: texts.marks.uniform, colour: 'second', shape: 'triangle' }, points: whole.filter(({ uniform }) => uniform) },
    { mark: { name: texts.marks.layers, colour: 'accent', shape: 'circle' }, points: whole.filter(({ uniform }) => !uniform) },
    { mark: { name: texts.marks.best, colour: 'third', shape: 'diamond' }, points: best ? [best] : [] },
    { mark: { name: texts.marks.chosen, colour: 'ink', shape: 'square' }, points: chosen ? [chosen] : [] },
  ];
  const drawn = groups.filter(({ points }) => points.length > 0);
  const costs = all.map(costOf);
  const [low, high] = [Math.min(...costs), Math.max(...costs)];
  const isWide = low > 0 && high / low > WIDE;
  const shown = whole.length > 0 ? whole : all;
  // Intervals of plans that were left out early are wide; their values alone have to fit.
  const qualities = [
    ...shown.map(intervalOf),
    ...part.map(({ right, samples }) => ({ low: right / samples, high: right / samples })),
  ];
  const isPriced = all.every(({ energyRatio }) => energyRatio !== null);
  const format = isPriced ? ratio : energy;
  const plot: Plot = {
    x: {
      label: isPriced ? texts.energyAxis : texts.energyPjAxis,
      unit: isPriced ? '' : 'pJ',
      scale: isWide ? 'log' : 'linear',
      range: isWide ? [low / 1.15, high * 1.15] : [0, high * 1.05 || 1],
      format,
      tick: isPriced ? (value) => String(Number(value.toPrecision(3))) : energy,
    },
    y: fractionAxis(
      labelled ? texts.accuracyAxis : texts.agreementAxis,
      [
        Math.max(0, Math.min(...qualities.map((one) => one.low)) - 0.01),
        Math.min(1, Math.max(...qualities.map((one) => one.high)) + 0.01),
      ],
      percent,
    ),
    marks: [
      {
        kind: 'line',
        name: texts.marks.front,
        colour: 'third',
        dash: [],
        reference: true,
        x: front.map(costOf),
        y: front.map(({ right, samples }) => right / samples),
      },
      ...drawn.map(
        ({ mark, points }): PointsMark => ({
          kind: 'points',
          ...mark,
          points: points.map((one) => {
            const { value, low: from, high: to } = intervalOf(one);
            const isPart = part.includes(one);
            return { name: nameOfUse(one), x: costOf(one), y: value, ...(isPart ? {} : { yInterval: { low: from, high: to } }) };
          }),
        }),
      ),
    ],
  };
  return { plot, pointAt: ({ mark, index }) => drawn[mark - 1]?.points[index] };
}

const intervalOf = ({ right, samples }: TrialPoint) => wilson(right, samples);
