/** The layers that lose most by their own settings, with the reason and the change that would help. */
import { remedySentence, type RunReport, type WorstLayer, worstLayers } from '../../src-shared/results/index.ts';
import { percent } from './format.ts';
import { html, type Html } from './html.ts';
import { largest, bar } from './marks.ts';
import { type Column, table } from './table.ts';

/** Nothing for a run without conversion errors. */
export function worstSection(report: RunReport): Html | undefined {
  const worst = worstLayers(report);
  if (!worst || worst.length === 0) return undefined;
  const most = largest(worst.map(({ error }) => error));
  const columns: Column<WorstLayer>[] = [
    { title: 'Layer', kind: 'name', cell: ({ layer }) => layer },
    { title: 'Conversion error', cell: ({ error }) => bar(error, most) },
    { title: 'Its own part', kind: 'number', cell: ({ own }) => percent(own) },
    { title: 'Why', kind: 'wide', cell: ({ why }) => why },
    { title: 'Remedy', kind: 'wide', cell: ({ remedy }) => (remedy ? remedySentence(remedy) : '–') },
  ];
  const about =
    'The own part of an error does not come with the input of the layer. The first layers are worth a change most. From the figures of the run alone: each layer is taken to be fed by the one before it.';
  return html`<h2>Worst layers</h2><p class="small">${about}</p>${table(columns, worst)}`;
}
