/** The result of every formula: priced terms, unpriced ones, and the network that is replaced under the same prices. */
import type { Price } from './model-schema.ts';
import { type Count, countsOf, type Owner, TERM_LABELS, type TermName } from './terms.ts';
import type { Workload } from '../workload.ts';

/** An energy in pJ per sample. `lo` and `hi` bound it; the three are equal for a price without a range. */
export interface Range {
  readonly lo: number;
  readonly nom: number;
  readonly hi: number;
}

/** One charge of the spiking network. */
export interface EnergyTerm {
  readonly term: TermName;
  /** The layer that is charged; absent for other units and the whole network. */
  readonly owner?: Owner;
  readonly count: number;
  readonly pj: Range;
  /** The field of the model that the price is from. */
  readonly from: string;
}

/** A term that happens in the workload and has no price in the model. It is part of no sum. */
export interface UnpricedTerm {
  readonly term: TermName;
  readonly count: number;
  readonly why: string;
}

/** The network that is replaced: in 32 bits, in 8-bit integers, or with as many bits as T steps can express. */
export interface Baseline {
  readonly id: 'float32' | 'int8' | 'bits';
  readonly bits: number;
  /** Null if the model does not price it. */
  readonly pj: Range | null;
  /** The model's remark on it; empty if there is none. */
  readonly note: string;
}

/** The energy of the first `steps` steps under one model, per sample. */
export interface Estimate {
  readonly steps: number;
  readonly terms: readonly EnergyTerm[];
  readonly unpriced: readonly UnpricedTerm[];
  /** Null if the model prices no part of a spiking network. */
  readonly total: Range | null;
  readonly baselines: readonly Baseline[];
}

/** Parts of a formula's result from which the rest follows. */
export interface Parts {
  readonly terms: readonly EnergyTerm[];
  readonly baselines: readonly Baseline[];
  /** Terms that other prices cover. */
  readonly covered: readonly TermName[];
  /** Reasons for terms without a price; the others have none in the table. */
  readonly why?: Partial<Readonly<Record<TermName, string>>>;
}

/** A number as a range. */
export const exactly = (value: number): Range => ({ lo: value, nom: value, hi: value });
/** A price as a range. */
export const rangeOf = (price: Price): Range => (typeof price === 'number' ? exactly(price) : price);
/** `factor` times a range. */
export const scaled = ({ lo, nom, hi }: Range, factor: number): Range => ({
  lo: lo * factor,
  nom: nom * factor,
  hi: hi * factor,
});
/** The sum of ranges; zero for none. */
export const sumOf = (ranges: readonly Range[]): Range =>
  ranges.reduce((a, b) => ({ lo: a.lo + b.lo, nom: a.nom + b.nom, hi: a.hi + b.hi }), exactly(0));

/** ⌈log₂(T+1)⌉: the bits of an activation that T steps of single spikes can express. */
export const bitsOf = (steps: number): number => Math.ceil(Math.log2(steps + 1));

/** The reason of most unpriced terms. */
export const NO_PRICE = 'the table has no price for it';

const TERMS = Object.keys(TERM_LABELS) as TermName[];

/** The whole estimate: the total of the priced terms, and a list of what else happens in the workload. */
export function completed(workload: Workload, steps: number, { terms, baselines, covered, why = {} }: Parts): Estimate {
  const priced = new Set<TermName>([...terms.map(({ term }) => term), ...covered]);
  const counts = new Map<TermName, number>();
  for (const { term, count } of countsOf(workload, steps)) counts.set(term, (counts.get(term) ?? 0) + count);
  const unpriced = [...counts]
    .filter(([term, count]) => count > 0 && !priced.has(term))
    .map(([term, count]) => ({ term, count, why: why[term] ?? NO_PRICE }));
  const happening = terms.filter(({ count }) => count > 0);
  // In the order of the full ledger, which sums each row first: the total is then the same to the last bit.
  const rows = TERMS.map((name) => sumOf(terms.filter(({ term }) => term === name).map(({ pj }) => pj)));
  const total = terms.length === 0 ? null : sumOf(rows);
  return { steps, terms: happening, unpriced, total, baselines };
}

/** A term from a count and a price. */
export const priced = ({ term, owner, count }: Count, price: Price, from: string): EnergyTerm => ({
  term,
  ...(owner ? { owner } : {}),
  count,
  pj: scaled(rangeOf(price), count),
  from,
});
