/** The energy of a run: the model of the figures with its boundary, the ledger, and each layer's part. */
import { energyBars, type LayerBar } from '../../src-shared/charts/index.ts';
import { ENERGY_MODELS, groupOf, TERM_LABELS } from '../../src-shared/energy/index.ts';
import type { RunReport } from '../../src-shared/results/index.ts';
import { figure } from './curves.ts';
import { format } from './format.ts';
import { html, type Html } from './html.ts';
import { ledgerTable } from './ledger-table.ts';

/** Width of the drawing, its height without rows, and that of a row, in px. */
const SIZE = { width: 760, around: 60, row: 18 } as const;

export function energySection(report: RunReport): Html {
  const bars = layerBars(report);
  const count = report.steps.length;
  const chart = {
    title: 'Energy by layer, pJ per sample',
    about: `After ${count === 1 ? '1 step' : `${count} steps`}. The row “other” has constants, branches and real-valued units.`,
    plot: energyBars(bars, format),
  };
  return html`${ledgerTable(report)}${boundary(report)}${bars.length > 1 && figure(chart, { width: SIZE.width, height: SIZE.around + bars.length * SIZE.row, names: 'above' })}`;
}

/** The model of the ledger in words: what it prices, and what its figures may be compared with. */
function boundary({ steps }: RunReport): Html {
  const model = ENERGY_MODELS.find(({ id }) => id === 'full-ledger')!;
  const priced = new Set(steps.at(-1)!.energy.rows.map(({ term }) => term));
  const left = (['routing', 'static'] as const).filter((term) => !priced.has(term)).map((term) => TERM_LABELS[term]);
  return html`<p class="small">Model: ${model.name}. Evidence, basis and boundary of its figures: ${groupOf(model)}. Compare only with figures of the same kind. Unpriced: ${left.join(', ')}. ${model.caveats.join(' ')} Sources: ${model.sources.map(({ cite }) => cite).join('; ')}.</p>`;
}

/** The layers, the dearest first, and what belongs to no layer. A report of an older version has no energies of layers. */
function layerBars({ layers, steps }: RunReport): LayerBar[] {
  const byName = Map.groupBy(layers, ({ name }) => name);
  const bars = [...byName].map(([name, all]) => ({
    name,
    terms: all.flatMap(({ energy }) => Object.entries(energy ?? {}).map(([term, pj]) => ({ term, pj: pj.at(-1)! }))),
  }));
  const sum = ({ terms }: LayerBar): number => terms.reduce((all, { pj }) => all + pj, 0);
  const named = bars.filter((bar) => sum(bar) > 0).toSorted((a, b) => sum(b) - sum(a));
  if (named.length === 0) return [];
  const rest = steps.at(-1)!.energy.rows.map(({ term, pj }) => {
    const ofLayers = named.flatMap(({ terms }) => terms).filter((one) => one.term === term);
    return { term, pj: Math.max(0, pj - ofLayers.reduce((all, one) => all + one.pj, 0)) };
  });
  // Rounding leaves next to nothing where a term is divided over the layers in full.
  const other = { name: 'other', terms: rest.filter(({ pj }) => pj > 1e-9 * steps.at(-1)!.energy.total_pj) };
  return other.terms.length === 0 ? named : [...named, other];
}
