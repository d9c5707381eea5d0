/** The page: one self-contained HTML file that has no scripts and loads nothing. */
import {
  FIGURES,
  type RunComparison,
  type RunReport,
  type SampleDigest,
  type StepResult,
} from '../../src-shared/results/index.ts';
import { baselineSection } from './baseline-section.ts';
import { curves } from './curves.ts';
import { percent, ratio } from './format.ts';
import { energySection } from './energy-section.ts';
import { headline } from './headline.ts';
import { GENERATOR, html, type Html, raw } from './html.ts';
import { layerTables } from './layer-tables.ts';
import { notes, provenance, settings } from './provenance.ts';
import { styles } from './styles.ts';
import { samplesSection } from './samples-section.ts';
import { type Column, table } from './table.ts';
import { worstSection } from './worst-section.ts';

export interface ReportedRun {
  /** Number of the run, from 1: its charts have the run's colour. */
  readonly run: number;
  /** Name of the run: `Run 3`, `Run 3: four thresholds`. */
  readonly name: string;
  /** A person's note on the run; empty if there is none. Line breaks are kept. */
  readonly note: string;
  /** Time at which the run finished, as the page shows it. */
  readonly at: string;
  readonly report: RunReport;
  /** The run's samples in a few figures; null if they are not shown, or not kept. */
  readonly samples: SampleDigest | null;
}

export interface ReportData {
  readonly title: string;
  /** The first run compared with the pinned one; null if no other run is pinned. */
  readonly baseline: RunComparison | null;
  /** Programs that made the page, with their versions. */
  readonly versions: readonly (readonly [name: string, version: string])[];
  /** At least one run. The first is shown in full. The others are compared with it, and their details are collapsed. */
  readonly runs: readonly ReportedRun[];
}

/** The HTML text of a report page. Throws a RangeError if there are no runs. */
export function renderReport({ title, runs, baseline, versions }: ReportData): string {
  const [newest, ...older] = runs;
  if (!newest) throw new RangeError('a report needs at least one run');
  const { model, settings: made } = newest.report;
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8">${raw(GENERATOR)}<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<link rel="icon" href="data:,"><title>${title}</title><style>${raw(styles)}</style></head>
<body><main>
<header><h1>${title}</h1><p class="subtitle">${model.name} · ${made.dataset.samples} samples · ${newest.name}, ${newest.at}</p></header>
${headline(newest.report)}
${older.length > 0 && comparison(runs)}
${run(newest, baseline)}
${older.map((other) => html`<details class="run"><summary>${other.name}, ${other.at}</summary>${headline(other.report)}${run(other, null)}</details>`)}
<footer>Made by ${versions.map(([name, version]) => `${name} ${version}`).join(', ')}. Accuracy and agreement are those of the mean output of all steps; energies are estimates from operation counts, per sample.</footer>
</main></body></html>
`;
  return page.html;
}

const run = ({ run: id, report, at, note, samples }: ReportedRun, baseline: RunComparison | null): Html =>
  html`${note !== '' && html`<p class="note">${note}</p>`}<h2>Over the time steps</h2>${curves(id, report)}${notes(report)}${baseline !== null && baselineSection(baseline)}${samples !== null && samplesSection(samples)}${worstSection(report)}${energySection(report)}${layerTables(report)}${settings(report)}${provenance(report, at)}`;

/** Shown if a run has other numbers than floating-point ones. */
const numbers: Column<ReportedRun> = { title: 'Numbers', cell: ({ report }) => report.settings.numbers ?? 'float' };

function comparison(runs: readonly ReportedRun[]): Html {
  const last = ({ report }: ReportedRun): StepResult => report.steps.at(-1)!;
  const columns: Column<ReportedRun>[] = [
    { title: 'Run', cell: ({ name }) => name },
    { title: 'Coding', cell: ({ report }) => report.settings.coding },
    ...(runs.some(({ report }) => report.settings.numbers) ? [numbers] : []),
    { title: 'Steps', kind: 'number', cell: (one) => String(last(one).step) },
    { title: 'Accuracy', kind: 'number', cell: (one) => percent(last(one).accuracy) },
    { title: 'Agreement', kind: 'number', cell: (one) => percent(last(one).agreement) },
    { title: FIGURES.activity.name, kind: 'number', cell: (one) => percent(last(one).firing_rate) },
    { title: 'Energy, synaptic', kind: 'number', cell: (one) => ratio(last(one).energy_ratio) },
    { title: 'full / 32-bit', kind: 'number', cell: (one) => ratio(last(one).energy.ratio_float32) },
    { title: 'full / 8-bit', kind: 'number', cell: (one) => ratio(last(one).energy.ratio_int8) },
  ];
  return html`<h2>Runs</h2>${table(columns, runs)}`;
}
