/** Energy by layer as stacked bars: the four terms that usually dominate, and the others together. */
import { TERM_NAMES, type TermName } from '../energy/index.ts';
import type { BarsMark, Plot } from './plot.ts';
import type { Format } from './run-charts.ts';

/** The parts of a bar: terms with a colour and a pattern of their own, and `other`. */
const LOOKS = {
  accumulate: { colour: 'accent', pattern: 'solid' },
  'weight-memory': { colour: 'second', pattern: 'diagonal' },
  'state-memory': { colour: 'third', pattern: 'vertical' },
  'neuron-update': { colour: 'fourth', pattern: 'horizontal' },
  other: { colour: 'muted', pattern: 'solid' },
} as const satisfies Partial<Record<TermName | 'other', Pick<BarsMark, 'colour' | 'pattern'>>>;
type Part = keyof typeof LOOKS;

/** The energy of a layer by term, in pJ per sample. */
export interface LayerBar {
  readonly name: string;
  readonly terms: readonly { readonly term: string; readonly pj: number }[];
}

const partOf = (term: string): Part => (term in LOOKS ? (term as Part) : 'other');
const totalOf = ({ terms }: LayerBar): number => terms.reduce((sum, { pj }) => sum + pj, 0);

/** Room for the totals at the ends of the bars, as a factor. */
const ROOM = 1.14;

/** A row of stacked bars for each layer, in their order, with its total. */
export function energyBars(layers: readonly LayerBar[], { energy }: Format): Plot {
  const ends = layers.map(() => 0);
  const marks = (Object.keys(LOOKS) as Part[]).flatMap((part): BarsMark[] => {
    const bars = layers.flatMap(({ terms }, row) => {
      const pj = terms.filter(({ term }) => partOf(term) === part).reduce((sum, one) => sum + one.pj, 0);
      if (pj === 0) return [];
      const from = ends[row]!;
      ends[row] = from + pj;
      return [{ start: row - 0.34, end: row + 0.34, from, to: from + pj }];
    });
    return bars.length === 0
      ? []
      : [{ kind: 'bars', along: 'y', name: part === 'other' ? 'other' : TERM_NAMES[part], ...LOOKS[part], bars }];
  });
  const totals = layers.map(totalOf);
  return {
    x: { label: '', unit: 'pJ', scale: 'linear', range: [0, Math.max(1e-9, ...totals) * ROOM], format: energy },
    y: {
      label: 'layer',
      unit: '',
      scale: 'band',
      range: [-0.5, layers.length - 0.5],
      names: layers.map(({ name }) => name),
      format: String,
    },
    marks,
    ends: totals.map(energy),
  };
}
