/** The energy view's layers as a chart and as a table. */
import { type ChartTable, type LayerBar } from '../../../src-shared/charts/index.ts';
import { byLayer, type EnergySummary, type LayerEnergy, TERM_NAMES, type TermName } from '../../../src-shared/energy/index.ts';
import { energyTexts as texts } from '../../texts/energy.ts';
import { energy, percent } from '../../ui/format.ts';

const nameOf = ({ owner }: LayerEnergy): string => owner?.name ?? texts.noLayer;

/** The layers as rows of bars, in their order. */
export const barsOf = (layers: readonly LayerEnergy[]): readonly LayerBar[] =>
  layers.map((layer) => ({ name: nameOf(layer), terms: layer.terms.map(({ term, pj }) => ({ term, pj: pj.nom })) }));

/** The ledger by layer and term, in pJ per sample, and the sums in the last row. The dearest terms come first. */
export function tableOfLayers(summary: EnergySummary): ChartTable {
  const total = summary.total?.nom ?? 0;
  const of = (terms: LayerEnergy['terms'], name: TermName): number =>
    terms.filter(({ term }) => term === name).reduce((sum, { pj }) => sum + pj.nom, 0);
  const names = [...new Set(summary.terms.map(({ term }) => term))].toSorted(
    (a, b) => of(summary.terms, b) - of(summary.terms, a),
  );
  const pj = (title: string) => ({ title: `${title} (${texts.perSample})`, format: energy });
  return {
    columns: [
      { title: texts.columnLayer },
      pj(texts.columnTotal),
      { title: `${texts.columnShare} (${texts.fraction})`, format: percent },
      ...names.map((name) => pj(TERM_NAMES[name])),
    ],
    rows: [
      ...byLayer(summary).map((layer) => [
        nameOf(layer),
        layer.pj,
        layer.pj / total,
        ...names.map((name) => of(layer.terms, name) || null),
      ]),
      [texts.columnTotal, total, 1, ...names.map((name) => of(summary.terms, name))],
    ],
  };
}
