/** The origin of a run: settings, notes, the model's hash, the plan. */
import { isWarning, plainNote } from '../../src-shared/message/index.ts';
import { readoutFromOf } from '../../src-shared/plan/index.ts';
import type { RunReport } from '../../src-shared/results/index.ts';
import { bytes, duration } from './format.ts';
import { html, type Html } from './html.ts';

const pairs = (entries: readonly (readonly [string, string | Html])[]): Html =>
  html`<dl class="pairs">${entries.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;

export function settings({ settings: made, timing }: RunReport): Html {
  const { calibration, dataset, engine, threads, numbers, coding, tau, steps } = made;
  const from = readoutFromOf(made);
  return html`<h2>Settings</h2>${pairs([
    ['Coding', coding],
    ['Dataset', html`<code>${dataset.source}</code>, ${dataset.samples} samples`],
    ['Time steps', String(steps)],
    [
      'Calibration',
      calibration
        ? html`<code>${calibration.source}</code>, ${calibration.samples} samples in batches of ${calibration.batch}`
        : 'none: thresholds given',
    ],
    ...(tau === 1 ? [] : [['Leak τ', String(tau)] as const]),
    ...(from === 1
      ? []
      : [['Answer', `mean of the outputs of steps ${from}…n; before step ${from}, of the steps so far`] as const]),
    ...(numbers ? [['Numbers', `${numbers} weights, whole numbers`] as const] : []),
    ['Engine', `${engine}${threads === undefined ? '' : `, ${threads} ${threads === 1 ? 'thread' : 'threads'}`}`],
    [
      'Time',
      `${duration(timing.snn_ms)} spiking, ${timing.ann_ms === null ? '–' : duration(timing.ann_ms)} float, ${duration(timing.total_ms)} in all`,
    ],
  ])}`;
}

export const notes = ({ notes: all }: RunReport): Html | undefined =>
  all.length === 0
    ? undefined
    : html`<h2>Notes</h2><ul class="notes">${all.map((note) => html`<li>${isWarning(note) && html`<strong>Warning:</strong> `}${plainNote(note)}</li>`)}</ul>`;

export function provenance({ model, settings: { plan } }: RunReport, at: string): Html {
  return html`<h2>Provenance</h2>${pairs([
    ['Model', html`<code>${model.file}</code>, ${bytes(model.bytes)}`],
    ['Run', at],
    ['SHA-256', html`<code>${model.sha256}</code>`],
  ])}<details open><summary>Conversion plan</summary><pre>${JSON.stringify(plan, null, 2)}</pre></details>`;
}
