/** The top of the page: the results of the float network and the spiking network, the cost, and one plain sentence about them. */
import { readoutFromOf } from '../../src-shared/plan/index.ts';
import { overviewOf, type RunReport } from '../../src-shared/results/index.ts';
import { percent, points, ratio, ratioOf } from './format.ts';
import { html, type Html } from './html.ts';

interface Figure {
  readonly label: string;
  readonly value: string;
  readonly detail: string;
  readonly tone?: 'snn' | 'above' | undefined;
}

const above = (value: number): 'above' | undefined => (value > 1 ? 'above' : undefined);

export function headline(report: RunReport): Html {
  const { ann, steps } = report;
  const last = steps.at(-1)!;
  const change = ann.accuracy === null || last.accuracy === null ? null : last.accuracy - ann.accuracy;
  const full = last.energy;
  const unknown = 'unknown: no labels';
  const times = (value: number): string => `${ratio(value)}\u2009×`;
  const figures: readonly Figure[] = [
    { label: 'Float network', value: percent(ann.accuracy), detail: ann.accuracy === null ? unknown : 'accuracy' },
    {
      label: `Spiking, ${stepsText(last.step)}`,
      value: percent(last.accuracy),
      detail: change === null ? unknown : `accuracy, ${points(change)}`,
      tone: 'snn',
    },
    { label: 'Agreement', value: percent(last.agreement), detail: 'same answer as float', tone: 'snn' },
    {
      label: 'Energy, synaptic',
      value: times(last.energy_ratio),
      detail: '32-bit float (paper)',
      tone: above(last.energy_ratio),
    },
    { label: 'Energy, full ledger', value: times(full.ratio_float32), detail: '32-bit float', tone: above(full.ratio_float32) },
    { label: 'Energy, full ledger', value: times(full.ratio_int8), detail: '8-bit integer', tone: above(full.ratio_int8) },
  ];
  return html`<div class="figures">${figures.map(figure)}</div><p class="verdict">${verdict(report)}</p>`;
}

function figure({ label, value, detail, tone }: Figure): Html {
  const [number, unit] = value.split('\u2009');
  const unitHtml = unit === undefined ? undefined : html`<span class="unit">${unit}</span>`;
  return html`<div class="figure ${tone ?? ''}"><div class="label">${label}</div><div class="value">${number}${unitHtml}</div><div class="label">${detail}</div></div>`;
}

const stepsText = (steps: number): string => (steps === 1 ? '1 step' : `${steps} steps`);

/** The result in the words of the window. A ratio above 1 is stated as more expensive than the replaced network. */
function verdict(report: RunReport): Html {
  const { steps } = report;
  const { verdict: reached, findings, bestReadout } = overviewOf(report);
  const last = steps.at(-1)!;
  const all = stepsText(last.step);
  const { ratio_float32: float32, ratio_int8: int8 } = last.energy;
  const synaptic =
    last.energy_ratio > 1 &&
    html` <strong>By synaptic operations alone, ${all} cost ${ratio(last.energy_ratio)} times the float network: more than the network it replaces.</strong>`;
  const full = html` Counting everything a device would pay, ${all} cost ${ratioOf(float32)} the float network in 32-bit floating point and ${ratioOf(int8)} the same network in 8-bit integers`;
  const dearer = [float32 > 1 && 'in 32-bit floating point', int8 > 1 && 'in 8-bit integers'].filter((form) => form !== false);
  const plainly =
    dearer.length > 0 && html`: <strong>more expensive than the network it replaces, ${dearer.join(' and ')}</strong>`;
  const readout =
    bestReadout && bestReadout.from !== readoutFromOf(report.settings)
      ? ` The mean of steps ${bestReadout.from} to ${bestReadout.to} alone gives ${percent(bestReadout.share.value)}.`
      : '';
  return html`${reached}${findings.map((finding) => html` <strong>${finding}</strong>`)}${readout}${synaptic}${full}${plainly}.`;
}
