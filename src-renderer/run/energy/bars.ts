/** What the bars of the energy view show: the four terms that usually dominate, and the others together. */
import { type LayerEnergy, TERM_NAMES, type TermName } from '../../../src-shared/energy/index.ts';
import { energyTexts as texts } from '../../texts/energy.ts';

/** Terms with a colour and a pattern of their own, and `other`. */
export const SHOWN_TERMS = ['accumulate', 'weight-memory', 'state-memory', 'neuron-update', 'other'] as const;
/** A part of a bar. */
export type ShownTerm = (typeof SHOWN_TERMS)[number];

const shownAs = (term: TermName): ShownTerm =>
  (SHOWN_TERMS as readonly string[]).includes(term) ? (term as ShownTerm) : 'other';

/** The parts of a layer's bar, in the order of the legend. */
export const partsOfBar = ({ terms }: LayerEnergy): readonly { readonly name: ShownTerm; readonly pj: number }[] =>
  SHOWN_TERMS.map((name) => ({
    name,
    pj: terms.filter(({ term }) => shownAs(term) === name).reduce((sum, { pj }) => sum + pj.nom, 0),
  })).filter(({ pj }) => pj > 0);

/** The name of a term at the head of a column: `Weight memory`. */
export function termTitle(name: ShownTerm | TermName): string {
  const words = name === 'other' ? texts.noLayer : TERM_NAMES[name];
  return `${words[0]!.toUpperCase()}${words.slice(1)}`;
}

/** The name of a layer's row. */
export const nameOf = ({ owner }: LayerEnergy): string => owner?.name ?? texts.noLayer;

/** Tells rows apart: a neuron layer may have the name of the layer that it stands in front of. */
export const keyOf = ({ owner }: LayerEnergy): string => (owner ? `${owner.kind} ${owner.name}` : '');

const quoted = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** The ledger as CSV: a row for each layer and term, energies in pJ per sample. */
export const energyCsv = (layers: readonly LayerEnergy[]): string =>
  [
    'layer,term,count,pj',
    ...layers.flatMap((layer) =>
      layer.terms.map(({ term, count, pj }) => [quoted(nameOf(layer)), term, String(count), String(pj.nom)].join(',')),
    ),
  ].join('\n');
