/**
 * The charts of a run: accuracy and energy over its steps, activity, early stopping, delayed readout. The window and the report take the
 * same curves, names and colours from here; they differ in the space before a unit.
 */
import type { StepFigures } from '../contract/index.ts';
import type { numberFormat } from '../format/index.ts';
import { ratio } from '../format/index.ts';
import {
  type CountedLayerResult,
  type Estimate,
  FIGURES,
  floatShare,
  isNeuronLayer,
  type RunReport,
  shareIn,
  type StepShares,
} from '../results/index.ts';
import { runMark } from '../theme/run-mark.ts';
import type { Axis, LineMark, Mark, Plot } from './plot.ts';
import { fractionAxis, fromZero, ratioRange, shareRange } from './scales.ts';

/** How numbers with units are written. */
export type Format = ReturnType<typeof numberFormat>;

/** A chart with its words. */
export interface RunChart {
  readonly title: string;
  /** What is counted, and what bands are. */
  readonly about: string;
  readonly plot: Plot;
}

/** Names of the curves. */
const NAMES = {
  accuracy: 'spiking',
  agreement: 'agreement',
  float: 'float',
  energyRatio: 'synaptic',
  ledgerFloat32: 'full/f32',
  ledgerInt8: 'full/int8',
} as const;

const LOOKS = {
  accuracy: { colour: 'accent', dash: [] },
  agreement: { colour: 'third', dash: [6, 3] },
  reference: { colour: 'muted', dash: [2, 3], reference: true },
} as const satisfies Record<string, Pick<LineMark, 'colour' | 'dash' | 'reference'>>;

const bandsAbout = (samples: string): string => `Bands: 95 % intervals (Wilson, n = ${samples}).`;

/** The axis of time steps from `first` to `last`. */
const stepAxis = (first: number, last: number, label = 'time steps'): Axis => ({
  label,
  unit: '',
  scale: 'linear',
  range: [first - 0.5, last + 0.5],
  format: (value) => String(Number(value.toFixed(2))),
  whole: true,
});

/** The axis of lines of fractions and their bands. */
function shareAxis(lines: readonly LineMark[], { percent }: Format): Axis {
  const known = lines.flatMap(({ y, band }) => [
    ...y.filter((value) => value !== null),
    ...(band ?? []).flatMap((one) => (one ? [one.low, one.high] : [])),
  ]);
  return fractionAxis('', shareRange(known), percent);
}

interface Shares {
  readonly at: readonly number[];
  readonly accuracy: readonly (number | null)[];
  readonly agreement: readonly (number | null)[];
  /** Intervals; null if nothing is known of them yet. */
  readonly bands: { readonly accuracy: readonly (Estimate | null)[]; readonly agreement: readonly (Estimate | null)[] } | null;
  readonly float: number | null;
}

/** Lines of accuracy, agreement and the float network's accuracy; those without values are left out. */
function shareLines({ at, accuracy, agreement, bands, float }: Shares): LineMark[] {
  const line = (which: 'accuracy' | 'agreement', y: readonly (number | null)[]): LineMark[] => {
    const band = bands?.[which].some((one) => one !== null) ? { band: bands[which] } : {};
    return y.every((value) => value === null) ? [] : [{ kind: 'line', name: NAMES[which], ...LOOKS[which], x: at, y, ...band }];
  };
  return [
    ...line('accuracy', accuracy),
    ...line('agreement', agreement),
    ...(float === null ? [] : [{ kind: 'line', name: NAMES.float, ...LOOKS.reference, x: at, y: at.map(() => float) } as const]),
  ];
}

/** What the first curve is: without labels there is no accuracy. */
const known = (accuracy: readonly (number | null)[]): string =>
  accuracy.some((value) => value !== null) ? 'Accuracy' : 'Agreement';

/**
 * The chart of the run with this number: its main line has the colour that the run has everywhere, and a line of that colour has the one
 * that the main line had.
 */
export function inColourOf(run: number, chart: RunChart): RunChart {
  const own = runMark(run).colour;
  const main = LOOKS.accuracy.colour;
  const marks = chart.plot.marks.map((mark): Mark => {
    if (mark.kind !== 'line') return mark;
    return { ...mark, colour: mark.colour === main ? own : mark.colour === own ? main : mark.colour };
  });
  return { ...chart, plot: { ...chart.plot, marks } };
}

/**
 * Accuracy and agreement after each step, beside the float network's accuracy. `shares`: their intervals; null while a run goes on. `from`: first
 * step k of the mean that is the answer.
 */
export function accuracyChart(
  steps: readonly StepFigures[],
  float: number | null,
  shares: readonly StepShares[] | null,
  format: Format,
  from = 1,
): RunChart {
  const marks = shareLines({
    at: steps.map(({ step }) => step),
    accuracy: steps.map(({ accuracy }) => accuracy),
    agreement: steps.map(({ agreement }) => agreement),
    bands: shares && {
      accuracy: shares.map(({ accuracy }) => accuracy),
      // One band is enough for the eye; the intervals of agreement are in tables.
      agreement: [],
    },
    float,
  });
  return {
    title: `${known(steps.map(({ accuracy }) => accuracy))} over steps, %`,
    about: `Of the mean output ${from === 1 ? 'so far' : `from step ${from} on; before it, of all steps so far`}. Agreement: share of the float network’s answers.`,
    plot: { x: stepAxis(steps[0]?.step ?? 1, steps.at(-1)?.step ?? 1), y: shareAxis(marks, format), marks },
  };
}

/** Energies over the float network's after each step, and the line where it costs as much. */
export function energyChart(steps: readonly StepFigures[]): RunChart {
  const x = steps.map(({ step }) => step);
  const line = (name: 'energyRatio' | 'ledgerFloat32' | 'ledgerInt8', colour: LineMark['colour'], dash: readonly number[]) =>
    ({ kind: 'line', name: NAMES[name], colour, dash, x, y: steps.map((step) => step[name]) }) as const;
  const lines: LineMark[] = [
    line('energyRatio', 'accent', []),
    line('ledgerFloat32', 'second', [6, 3]),
    line('ledgerInt8', 'third', [2, 2]),
    { kind: 'line', name: NAMES.float, ...LOOKS.reference, x, y: x.map(() => 1) },
  ];
  const { range, scale } = ratioRange(lines.flatMap(({ y }) => y.filter((value) => value !== null)));
  return {
    title: `Energy over steps, × float${scale === 'log' ? ' (log)' : ''}`,
    about:
      'Of all steps so far. Synaptic: operations alone, as the paper counts. Full ledger: all that a device would pay, against the float network in 32-bit floating point and in 8-bit integers.',
    plot: {
      x: stepAxis(x[0] ?? 1, x.at(-1) ?? 1),
      y: { label: '', unit: '×', range, scale, format: ratio, tick: (value) => String(Number(value.toPrecision(2))) },
      marks: lines,
    },
  };
}

/** Synaptic operations out of the dense ones: of each step, and of all steps so far. */
export function activityChart({ steps, layers }: RunReport, { percent }: Format): RunChart {
  const counted = layers.filter((layer): layer is CountedLayerResult => !isNeuronLayer(layer));
  const dense = counted.reduce((sum, layer) => sum + layer.dense, 0);
  const alone = steps.map((_, t) => (dense === 0 ? 0 : counted.reduce((sum, { sop }) => sum + (sop[t] ?? 0), 0) / dense));
  const soFar = steps.map((step) => step.firing_rate);
  const width = 0.28;
  const bars = alone.map((to, t) => ({ start: t + 1 - width, end: t + 1 + width, from: 0, to }));
  const range = fromZero([...soFar, ...alone]);
  return {
    title: `${FIGURES.activity.name} over steps, %`,
    about: `${FIGURES.activity.about}: each step (bars), all so far (line).`,
    plot: {
      x: stepAxis(1, steps.length),
      y: {
        label: '',
        unit: 'fraction',
        scale: 'linear',
        range,
        format: percent,
        tick: (value) => percent(value, range[1] < 0.05 ? 1 : 0),
      },
      marks: [
        { kind: 'bars', along: 'x', name: 'this step', colour: 'hairline', pattern: 'solid', bars },
        { kind: 'line', name: 'so far', ...LOOKS.accuracy, x: steps.map(({ step }) => step), y: soFar },
      ],
    },
  };
}

/**
 * Early stopping: a point for each margin of the sweep, over the mean number of steps, beside the accuracy after as many steps for all
 * samples. Null if the run has no sweep.
 */
export function stoppingChart(report: RunReport, format: Format): RunChart | null {
  const { early_stopping: sweep, steps } = report;
  if (sweep.length === 0) return null;
  const share = shareIn(report);
  const accuracy = sweep.map((stop) => stop.accuracy);
  const agreement = sweep.map((stop) => stop.agreement ?? null);
  const lines = shareLines({
    at: sweep.map(({ mean_steps }) => mean_steps),
    accuracy,
    agreement,
    bands: {
      accuracy: accuracy.map((value) => (value === null ? null : share(value))),
      agreement: agreement.map((value) => (value === null ? null : share(value))),
    },
    float: floatShare(report)?.value ?? null,
  });
  const fixed = steps.map((step) => step.accuracy);
  const marks: LineMark[] = [
    ...lines,
    ...(fixed.some((value) => value === null)
      ? []
      : [
          {
            kind: 'line',
            name: 'same steps for all',
            colour: 'muted',
            dash: [],
            reference: true,
            x: steps.map(({ step }) => step),
            y: fixed,
          } as const,
        ]),
  ];
  return {
    title: `${known(accuracy)} over the mean number of steps, %`,
    about: `Each sample stops at the first step whose softmax margin exceeds the margin, else at the last step. ${bandsAbout(format.whole(report.settings.dataset.samples))}`,
    plot: { x: stepAxis(1, steps.length, 'mean number of time steps'), y: shareAxis(marks, format), marks },
  };
}

/**
 * Delayed readout up to step `to`: a point for each first step that was counted. `marked`: the first step that a plan asks for; step 1 needs no
 * mark. Null if the run has none.
 */
export function readoutChart(report: RunReport, to: number, format: Format, marked: number): RunChart | null {
  const rows = report.delayed_readout?.filter(({ from }) => from <= to);
  if (!rows) return null;
  const share = shareIn(report);
  const accuracy = rows.map((row) => row.accuracy?.[to - row.from] ?? null);
  const agreement = rows.map((row) => row.agreement[to - row.from]!);
  const marks = shareLines({
    at: rows.map(({ from }) => from),
    accuracy,
    agreement,
    bands: { accuracy: accuracy.map((value) => (value === null ? null : share(value))), agreement: agreement.map(share) },
    float: floatShare(report)?.value ?? null,
  });
  const y = shareAxis(marks, format);
  const at = rows.findIndex(({ from }) => from === marked);
  const value = accuracy[at] ?? agreement[at];
  const mark: LineMark[] =
    marked === 1 || value === undefined
      ? []
      : [
          {
            kind: 'line',
            name: `plan (k = ${marked})`,
            colour: 'second',
            dash: [],
            reference: true,
            x: [marked, marked],
            y: [y.range[0], value],
          },
        ];
  return {
    title: `${known(accuracy)} of the mean of steps k…${to}, over k, %`,
    about: `The answer is taken from the mean of the outputs of steps k…n: the first k − 1 are left out. ${bandsAbout(format.whole(report.settings.dataset.samples))}`,
    plot: { x: stepAxis(1, rows.at(-1)!.from, 'first step k'), y, marks: [...marks, ...mark] },
  };
}
