/** The curves of a run over its time steps: accuracy and agreement, activity, energy, early stopping. */
import * as Plot from '@observablehq/plot';
import { type CountedLayerResult, FIGURES, isNeuronLayer, type RunReport } from '../../src-shared/results/index.ts';
import { colour } from '../../src-shared/theme/tokens.ts';
import { axisX, axisY, draw, type EndLabel, endLabels, gridY } from './draw.ts';
import { percent, ratio } from './format.ts';
import { html, type Html } from './html.ts';
import { type Axis, fractions, fromZero, ratios } from './scale.ts';

interface Series {
  readonly label: string;
  readonly fill: string;
  readonly values: readonly number[];
  /** True for a reference that the curves are compared with, drawn thin and dashed. */
  readonly reference?: boolean;
}

/** All charts of a run, except those without data. */
export function curves(report: RunReport): Html {
  const charts = [accuracyChart(report), energyChart(report), activityChart(report), stoppingChart(report)];
  return html`<div class="charts">${charts}</div>`;
}

const chart = (title: string, about: string, drawing: Html): Html =>
  html`<figure class="chart"><figcaption><h3>${title}</h3><p>${about}</p></figcaption>${drawing}</figure>`;

function accuracyChart({ steps, ann }: RunReport): Html {
  const last = steps.at(-1)!;
  const known = steps.every(({ accuracy }) => accuracy !== null);
  const series: Series[] = [
    ...(known
      ? [{ label: `spiking ${percent(last.accuracy)}`, fill: colour('accent'), values: steps.map((step) => step.accuracy!) }]
      : []),
    { label: `agreement ${percent(last.agreement)}`, fill: colour('third'), values: steps.map((step) => step.agreement) },
    ...(ann.accuracy === null
      ? []
      : [
          {
            label: `float ${percent(ann.accuracy)}`,
            fill: colour('muted'),
            values: steps.map(() => ann.accuracy!),
            reference: true,
          },
        ]),
  ];
  const y = fractions(series.flatMap(({ values }) => values));
  const title = known ? 'Accuracy and agreement' : 'Agreement with the float network';
  const about = 'Of the mean output so far; agreement: share of the float network’s answers.';
  return chart(title, about, lines(title, series, y, { percent: true }));
}

function energyChart({ steps }: RunReport): Html {
  const named: readonly [string, string, (step: RunReport['steps'][number]) => number][] = [
    ['synaptic', colour('accent'), (step) => step.energy_ratio],
    ['full / 32-bit', colour('second'), (step) => step.energy.ratio_float32],
    ['full / 8-bit', colour('third'), (step) => step.energy.ratio_int8],
  ];
  const series: Series[] = [
    ...named.map(([name, fill, value]) => ({ label: `${name} ${ratio(value(steps.at(-1)!))}`, fill, values: steps.map(value) })),
    { label: 'float network 1', fill: colour('muted'), values: steps.map(() => 1), reference: true },
  ];
  const y = ratios(series.flatMap(({ values }) => values));
  const title = 'Energy against the float network';
  const scale = y.type === 'log' ? ' Log scale.' : '';
  const about = `Of all steps so far: synaptic operations alone (the paper’s ratio) and the full ledger.${scale}`;
  return chart(title, about, lines(title, series, y, {}));
}

function activityChart({ steps, layers }: RunReport): Html {
  const counted = layers.filter((layer): layer is CountedLayerResult => !isNeuronLayer(layer));
  const dense = counted.reduce((sum, layer) => sum + layer.dense, 0);
  const alone = steps.map((_, t) => (dense === 0 ? 0 : counted.reduce((sum, { sop }) => sum + (sop[t] ?? 0), 0) / dense));
  const soFar: Series = {
    label: `so far ${percent(steps.at(-1)!.firing_rate)}`,
    fill: colour('accent'),
    values: steps.map((step) => step.firing_rate),
  };
  const bars = { text: `this step ${percent(alone.at(-1))}`, fill: colour('muted'), y: alone.at(-1)! };
  const y = fromZero([...soFar.values, ...alone]);
  const halfWidth = 0.28;
  const columns = Plot.rect(alone, {
    x1: (_, index: number) => index + 1 - halfWidth,
    x2: (_, index: number) => index + 1 + halfWidth,
    y1: 0,
    y2: (value: number) => value,
    fill: colour('sequential-high'),
    fillOpacity: 0.22,
  });
  const title = FIGURES.activity.name;
  const about = `${FIGURES.activity.about}: each step (bars), all so far (line).`;
  return chart(title, about, lines(title, [soFar], y, { percent: true, behind: [columns], labels: [bars] }));
}

interface LineOptions {
  readonly percent?: boolean;
  readonly behind?: readonly Plot.Markish[];
  readonly labels?: readonly EndLabel[];
}

/** A line chart over the time steps. Each line is labelled at its end. */
function lines(
  title: string,
  series: readonly Series[],
  y: Axis,
  { percent: asPercent = false, behind = [], labels = [] }: LineOptions,
): Html {
  const count = series[0]!.values.length;
  const ends = series.map(({ label: text, fill, values }) => ({ text, fill, y: values.at(-1)! }));
  const at = (_: number, index: number): number => index + 1;
  return draw(title, {
    x: { domain: [0.6, count + 0.4] },
    y: { domain: y.domain, type: y.type, percent: false },
    marks: [
      gridY({ ticks: y.ticks }),
      ...behind,
      ...series.map(({ values, fill, reference }) =>
        Plot.line(values, {
          x: at,
          y: (value: number) => value,
          stroke: fill,
          strokeWidth: reference ? 1 : 2,
          ...(reference ? { strokeDasharray: '4 3' } : {}),
        }),
      ),
      ...series
        .filter(({ reference }) => !reference)
        .map(({ values, fill, label }) =>
          Plot.dot(values, {
            x: at,
            y: (value: number) => value,
            fill,
            r: count > 40 ? 0 : 2.5,
            title: (value: number, index: number) =>
              `${label.split(' ')[0]}, step ${index + 1}: ${asPercent ? percent(value) : ratio(value)}`,
          }),
        ),
      axisX('time steps', { ticks: stepTicks(count), tickFormat: String }),
      axisY({
        ticks: y.ticks,
        ...(asPercent
          ? { tickFormat: (value: number) => percent(value, 0) }
          : { tickFormat: (value: number) => String(Number(value.toPrecision(3))) }),
      }),
      ...endLabels(count + 0.4, [...ends, ...labels], y.pixels),
    ],
  });
}

/** Ticks at every step if they fit, otherwise at every 2nd, 5th, 10th … */
function stepTicks(count: number): number[] {
  const every = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].find((step) => count / step <= 16) ?? count;
  return Array.from({ length: count }, (_, index) => index + 1).filter((step) => every === 1 || step % every === 0);
}

function stoppingChart({ steps, ann, early_stopping: stops }: RunReport): Html | undefined {
  const points = stops.filter((stop): stop is typeof stop & { accuracy: number } => stop.accuracy !== null);
  if (points.length === 0) return undefined;
  const fixed = steps.flatMap(({ step, accuracy }) => (accuracy === null ? [] : [{ mean_steps: step, accuracy }]));
  const reference = ann.accuracy === null ? [] : [ann.accuracy];
  const y = fractions([...points.map((point) => point.accuracy), ...fixed.map((point) => point.accuracy), ...reference]);
  const ends: EndLabel[] = [
    { text: 'fixed steps', fill: colour('muted'), y: fixed.at(-1)?.accuracy ?? points.at(-1)!.accuracy },
    ...reference.map((value) => ({ text: `float ${percent(value)}`, fill: colour('muted'), y: value })),
  ];
  const xy = { x: 'mean_steps', y: 'accuracy' } as const;
  const title = 'Stopping early';
  const drawing = draw(title, {
    x: { domain: [0.6, steps.length + 0.4] },
    y: { domain: y.domain },
    marks: [
      gridY({ ticks: y.ticks }),
      Plot.line(
        reference.flatMap((value) => [0.6, steps.length + 0.4].map((x) => ({ x, y: value }))),
        { x: 'x', y: 'y', stroke: colour('muted'), strokeDasharray: '4 3' },
      ),
      Plot.line(fixed, { ...xy, stroke: colour('muted'), strokeWidth: 1 }),
      Plot.line(points, { ...xy, stroke: colour('accent'), strokeWidth: 2 }),
      Plot.dot(points, {
        ...xy,
        fill: colour('accent'),
        r: 2.5,
        title: ({ margin, mean_steps, accuracy, energy_ratio }: (typeof points)[number]) =>
          `margin ${margin}: ${percent(accuracy)} after ${mean_steps.toFixed(2)} steps, energy ratio ${ratio(energy_ratio)}`,
      }),
      axisX('mean number of time steps', { ticks: stepTicks(steps.length), tickFormat: String }),
      axisY({ ticks: y.ticks, tickFormat: (value: number) => percent(value, 0) }),
      ...endLabels(steps.length + 0.4, ends, y.pixels),
    ],
  });
  const [first, last] = [points[0]!, points.at(-1)!];
  return chart(
    title,
    `At a softmax margin above ${first.margin} … ${last.margin}; thin line: the same number of steps for all.`,
    drawing,
  );
}
