/** A run report for people: settings, a row per time step, notes. */
import type { RunReport } from '../../src-shared/results/index.ts';
import { formatNotes, formatPairs, formatTable } from './table.ts';
import { bytes, integer, milliseconds, percent } from './words.ts';

/** The report as text. */
export function reportText(report: RunReport): string {
  return `${heading(report)}\n\n${stepTable(report)}${formatNotes(report.notes)}`;
}

function heading({ model, settings, ann, layers, timing }: RunReport): string {
  const { engine, threads, steps, coding, dataset, calibration } = settings;
  const kinds = [
    ...new Set(layers.flatMap((layer) => (layer.kind === 'neuron' ? [neuronName(layer.neuron, layer.thresholds)] : []))),
  ];
  return formatPairs([
    ['Model', `${model.name}, ${bytes(model.bytes)}`],
    ['Setting', `${coding}, ${kinds.join(', ')}, ${steps} steps`],
    ['Samples', `${integer(dataset.samples)} of ${dataset.source}`],
    ...(calibration ? [['Calibrated', `on ${integer(calibration.samples)} of ${calibration.source}`] as const] : []),
    ['Float network', ann.accuracy === null ? 'accuracy unknown: no labels' : `accuracy ${percent(ann.accuracy)} %`],
    ['Engine', `${engine}${threads === undefined ? '' : `, ${threads} threads`}, ${milliseconds(timing.total_ms)}`],
  ]);
}

const neuronName = (neuron: string, thresholds: number): string =>
  thresholds > 1 ? `${neuron} with ${thresholds} thresholds` : neuron;

/** One row per step: what is reached after it, and both energy ledgers up to it. */
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
