/** Prints a run report for people: settings, a row per time step, notes. */
import { readoutFromOf } from '../../src-shared/plan/index.ts';
import {
  conversionErrorOf,
  FIGURES,
  isNeuronLayer,
  type NeuronLayerResult,
  overviewOf,
  type Readout,
  type RunReport,
  thresholdLossesOf,
} from '../../src-shared/results/index.ts';
import { formatNotes, formatPairs, formatTable } from './table.ts';
import { bytes, integer, milliseconds, percent } from './words.ts';

/** The report as text. */
export function reportText(report: RunReport): string {
  return `${heading(report)}\n\n${stepTable(report)}${lossTable(report)}${formatNotes(report.notes)}`;
}

function heading({ model, settings, ann, layers, timing }: RunReport): string {
  const { engine, threads, numbers, steps, coding, dataset, calibration } = settings;
  const kinds = [
    ...new Set(layers.flatMap((layer) => (layer.kind === 'neuron' ? [neuronName(layer.neuron, layer.thresholds)] : []))),
  ];
  return formatPairs([
    ['Model', `${model.name}, ${bytes(model.bytes)}`],
    ['Setting', `${coding}, ${kinds.join(', ')}, ${steps} steps`],
    ['Samples', `${integer(dataset.samples)} of ${dataset.source}`],
    ...(calibration ? [['Calibrated', `on ${integer(calibration.samples)} of ${calibration.source}`] as const] : []),
    ['Float network', ann.accuracy === null ? 'accuracy unknown: no labels' : `accuracy ${percent(ann.accuracy)} %`],
    ...(numbers ? [['Numbers', `${numbers} weights, whole numbers; the float network by the engine`] as const] : []),
    ['Engine', `${engine}${threads === undefined ? '' : `, ${threads} threads`}, ${milliseconds(timing.total_ms)}`],
  ]);
}

const neuronName = (neuron: string, thresholds: number): string =>
  thresholds > 1 ? `${neuron} with ${thresholds} thresholds` : neuron;

/** One row per step: the results after that step, and both energy ledgers up to it. */
function stepTable({ steps }: RunReport): string {
  const labelled = steps[0]!.accuracy !== null;
  const top5 = typeof steps[0]!.top5 === 'number';
  return formatTable(
    [
      { title: 'step', align: 'right' },
      ...(labelled ? [{ title: 'accuracy %', align: 'right' } as const] : []),
      ...(top5 ? [{ title: 'top-5 %', align: 'right' } as const] : []),
      { title: 'agreement %', align: 'right' },
      { title: 'activity %', align: 'right' },
      { title: 'paper ratio', align: 'right' },
      { title: 'ledger µJ', align: 'right' },
      { title: '/ float32', align: 'right' },
      { title: '/ int8', align: 'right' },
    ],
    steps.map((step) => [
      String(step.step),
      ...(labelled ? [percent(step.accuracy!)] : []),
      ...(top5 ? [percent(step.top5!)] : []),
      percent(step.agreement),
      percent(step.firing_rate),
      step.energy_ratio.toFixed(3),
      (step.energy.total_pj / 1e6).toPrecision(4),
      step.energy.ratio_float32.toFixed(3),
      step.energy.ratio_int8.toFixed(3),
    ]),
  );
}

/** The overview of a run: the verdict, findings about its course, the readout if it is delayed, and the best one if it is another. */
export function overviewText(report: RunReport): string {
  const { verdict, findings, bestReadout } = overviewOf(report);
  const from = readoutFromOf(report.settings);
  const own = from === 1 ? [] : [`Answer: the mean of the outputs of steps ${from}…n; before step ${from}, of the steps so far.`];
  const late = bestReadout && bestReadout.from !== from ? [readoutText(bestReadout)] : [];
  return [verdict, ...findings.map((finding) => `Warning: ${finding}`), ...own, ...late].join('\n');
}

const readoutText = ({ from, to, share }: Readout): string =>
  `Delayed readout: the mean of steps ${from} to ${to} is right on ${percent(share.value)} %.`;

/** Most layers that the terminal lists. */
const LISTED = 12;

/**
 * One row per neuron layer: the share of activations that its thresholds lose, and the share of the error. If there are many
 * layers, only those that lose most.
 */
function lossTable({ layers }: RunReport): string {
  const neurons = layers.filter(isNeuronLayer);
  const known = neurons.filter(({ lost }) => lost);
  if (known.length === 0) return neurons.length === 0 ? '' : '\n\nClipped and silenced activations were not measured.';
  const size = (layer: NeuronLayerResult): number => thresholdLossesOf(layer)!.size ?? 0;
  const most = new Set(known.toSorted((a, b) => size(b) - size(a)).slice(0, LISTED));
  const figures = [FIGURES.conversionError, FIGURES.clipped, FIGURES.silenced, FIGURES.thresholdCost];
  const table = formatTable(
    [{ title: 'neuron layer' }, ...figures.map(({ name }) => ({ title: `${name.toLowerCase()} %`, align: 'right' }) as const)],
    known
      .filter((layer) => most.has(layer))
      .map((layer) => {
        const { clipped, silenced, cost } = thresholdLossesOf(layer)!;
        const error = conversionErrorOf(layer);
        return [layer.name, error === null ? '–' : percent(error), percent(clipped), percent(silenced), percent(cost)];
      }),
  );
  const more = known.length - most.size;
  return `\n\n${table}${more > 0 ? `\n${more} more layers lose less; --json and the report page have all.` : ''}`;
}
