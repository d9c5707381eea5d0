/** The page of a comparison of methods: the chart, the figures, and where the methods come from. */
import { methodsChart } from '../../src-shared/charts/index.ts';
import { NONE, points as signed } from '../../src-shared/format/index.ts';
import { type Note, onCommandLine, plainNote } from '../../src-shared/message/index.ts';
import type { Estimate } from '../../src-shared/results/index.ts';
import { type MethodComparison, type MethodResult, type MethodStep, stepsText } from '../../src-shared/tuning/index.ts';
import { figure } from './curves.ts';
import { energy, format, percent, ratio, whole } from './format.ts';
import { html, raw } from './html.ts';
import { styles } from './styles.ts';
import { table } from './table.ts';

/** The HTML text of the page. `network`: its name. */
export function renderMethods(network: string, result: MethodComparison & { readonly notes: readonly Note[] }): string {
  const { energy_model: model, samples, float, methods, left_out: leftOut, notes } = result;
  const chart = methodsChart(methods, float.energy_pj, format);
  const accuracy = float.accuracy ? `, float network right on ${shareText(float.accuracy)}` : '';
  const title = `Methods compared on ${network}`;
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<link rel="icon" href="data:,"><title>${title}</title><style>${raw(styles)}</style></head>
<body><main><header><h1>${title}</h1><p class="subtitle">${whole(samples)} samples${accuracy}; energy model ${model}</p></header>
${chart ? figure(chart, { width: 800, height: 420, names: 'above' }) : html`<p>The energy model prices no part of a spiking network, so that there is no chart.</p>`}
<section><h2>Figures</h2>${figuresTable(methods)}<p>Intervals are those of 95 %: Wilson’s for shares, Newcombe’s paired one for differences from the float network.</p></section>
<section><h2>Methods</h2>${table(
    [
      { title: 'method', cell: ({ name }: MethodResult) => name },
      { title: 'source', cell: ({ source }) => source },
      { title: 'plan', kind: 'wide', cell: ({ plan }) => html`<code>${JSON.stringify(plan)}</code>` },
    ],
    methods,
  )}${leftOut.map(({ name, why }) => html`<p>${name}: left out. ${onCommandLine(why)}</p>`)}</section>
${notes.length > 0 && html`<section><h2>Notes</h2><ul>${notes.map((note) => html`<li>${plainNote(note)}</li>`)}</ul></section>`}
<footer>Made by Spikeloom.</footer></main></body></html>
`.html;
}

interface Row extends MethodStep {
  readonly name: string;
}

function figuresTable(methods: readonly MethodResult[]) {
  const rows = methods.flatMap(({ name, steps }) => steps.map((step): Row => ({ ...step, name })));
  const labelled = rows.some(({ accuracy }) => accuracy !== null);
  return table<Row>(
    [
      { title: 'method', cell: ({ name }) => name },
      { title: 'steps', kind: 'number', cell: stepsText },
      ...(labelled
        ? [{ title: 'accuracy', kind: 'number' as const, cell: ({ accuracy }: Row) => (accuracy ? shareText(accuracy) : NONE) }]
        : []),
      { title: 'agreement', kind: 'number', cell: ({ agreement }) => shareText(agreement) },
      {
        title: 'minus float, points',
        kind: 'number',
        cell: ({ difference: { value, low, high } }) => `${signed(value)} (${signed(low)} to ${signed(high)})`,
      },
      { title: 'energy', kind: 'number', cell: ({ energy_pj: pj }) => (pj === null ? NONE : energy(pj)) },
      { title: 'of float', kind: 'number', cell: ({ energy_ratio: share }) => (share === null ? NONE : ratio(share)) },
      { title: 'front', cell: ({ on_front: isOn }) => (isOn ? 'yes' : '') },
    ],
    rows,
  );
}

const shareText = ({ value, low, high }: Estimate): string => `${percent(value)} (${percent(low)} to ${percent(high)})`;
