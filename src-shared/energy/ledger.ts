/**
 * The full energy ledger (docs/algorithm.md §11): the energy of a device for n steps, term by term, compared with the float
 * network in 32-bit floating point and in 8-bit integers. docs/energy.md defines every term and lists what is left out.
 */
import type { Ledger, LedgerRow } from '../results/index.ts';
import { costOf } from './cost.ts';
import type { Cost } from './cost.ts';
import { DEFAULT_TABLE } from './default-table.ts';
import type { EnergyTable } from './energy-table.ts';
import { floatEnergy, functionCost } from './float-energy.ts';
import type { LedgerInput, LedgerUnit } from './ledger-input.ts';
import { expectationWork, neuronWork, poolWork, productWork, times, transcoderWork } from './unit-work.ts';
import type { Work } from './unit-work.ts';

/** The rows of the ledger, in this order, with their labels. All are always present. */
export const LEDGER_LABELS = {
  accumulate: 'Synaptic accumulates, one per spike bit and target',
  'multiply-accumulate': 'Multiply-accumulates of real-valued inputs',
  constant: 'Constant parts (biases) added',
  'neuron-update': 'Neuron updates: adds, multiplies, compares',
  expectation: 'Expectation units: functions of the estimate',
  pooling: 'Max pooling units',
  product: 'Products: estimates, sums, and elementwise multiplications',
  transcoder: 'Transcoders',
  linear: 'Additions of branches, averages, scalings',
  'state-memory': 'State memory: words read and written',
  'weight-memory': 'Weight memory: words read',
} as const;

/** The name of a row of the ledger. */
export type LedgerTerm = keyof typeof LEDGER_LABELS;

/** One charge of the ledger, per sample. */
export interface Charge {
  readonly term: LedgerTerm;
  /** The layer that is charged; absent for other units and for terms of the whole network. */
  readonly owner?: { readonly kind: 'counted' | 'neuron'; readonly name: string };
  readonly count: number;
  readonly pj: number;
}

const TERM_OF_UNIT = { expectation: 'expectation', 'max-pool': 'pooling', product: 'product', transcoder: 'transcoder' } as const;

/** All charges of the first `steps` steps, which `fullLedger` sums by term. */
export function charges(input: LedgerInput, table: EnergyTable, steps: number): Charge[] {
  const cost = costOf(table, table.spiking);
  const upTo = (perStep: readonly number[]): number =>
    perStep.slice(0, steps).reduce((sum, value) => sum + value, 0) / input.samples;
  const all: Charge[] = [];

  for (const layer of input.layers) {
    const spikes = layer.input === 'spikes';
    const count = upTo(spikes ? layer.accumulates : layer.operations);
    const each = spikes ? cost.accumulate : cost.multiplyAccumulate;
    const weight = layer.kind === 'product' ? cost.wideWord(layer.weights) : cost.word(layer.weights);
    const owner = { kind: 'counted', name: layer.name } as const;
    all.push({ term: spikes ? 'accumulate' : 'multiply-accumulate', owner, count, pj: count * each });
    all.push({ term: 'weight-memory', owner, count, pj: count * weight });
  }
  const unit = (term: LedgerTerm, neurons: string | undefined, work: Work, sent: number): void => {
    const owner = neurons === undefined ? {} : { owner: { kind: 'neuron', name: neurons } as const };
    const operations = steps * (work.adds + work.multiplies + work.compares);
    all.push({ term, ...owner, count: operations, pj: steps * cost.arithmetic(work) });
    // State is read and written back at each step. A real value that is sent is written once and read once.
    const words = steps * 2 * work.state;
    const values = steps * 2 * sent;
    all.push({
      term: 'state-memory',
      ...owner,
      count: words + values,
      pj: words * cost.wideWord(work.state) + values * cost.wideWord(sent),
    });
  };
  for (const layer of input.neurons) unit('neuron-update', layer.name, times(neuronWork(layer), layer.neurons), 0);
  for (const one of input.units) unit(TERM_OF_UNIT[one.kind], undefined, unitWork(one, table), one.outputs);

  const constants = input.constants.reduce((sum, { coding, elements }) => sum + elements * (coding === 'rate' ? steps : 1), 0);
  all.push({ term: 'constant', count: constants, pj: constants * cost.accumulate });
  all.push(linearCharge(input, cost, steps));
  return all;
}

function unitWork(unit: LedgerUnit, table: EnergyTable): Work {
  switch (unit.kind) {
    case 'expectation':
      return expectationWork(functionCost(table, unit.op), unit.inputs, unit.outputs);
    case 'max-pool':
      return poolWork(unit.form, unit.coding, unit.inputs, unit.outputs, unit.window);
    case 'product':
      return productWork(unit.form, unit.coding, unit.inputs, unit.outputs);
    case 'transcoder':
      return transcoderWork(unit.inputs);
  }
}

function linearCharge({ linear }: LedgerInput, cost: Cost, steps: number): Charge {
  return { term: 'linear', count: steps * (linear.adds + linear.multiplies), pj: steps * cost.arithmetic(linear) };
}

/** The ledger of an inference of `steps` steps, per sample: energies in pJ, and ratios to the float network in both precisions. */
export function fullLedger(input: LedgerInput, steps: number, table: EnergyTable = DEFAULT_TABLE): Ledger {
  const all = charges(input, table, steps);
  const rows = (Object.keys(LEDGER_LABELS) as LedgerTerm[]).map((term): LedgerRow => {
    const own = all.filter((charge) => charge.term === term);
    return {
      term,
      label: LEDGER_LABELS[term],
      count: own.reduce((sum, charge) => sum + charge.count, 0),
      pj: own.reduce((sum, charge) => sum + charge.pj, 0),
    };
  });
  const total = rows.reduce((sum, row) => sum + row.pj, 0);
  const float32 = floatEnergy(input, table, 'float32');
  const int8 = floatEnergy(input, table, 'int8');
  return { rows, total_pj: total, float32_pj: float32, int8_pj: int8, ratio_float32: total / float32, ratio_int8: total / int8 };
}

/** Shares 0…1 of a total, by layer name. */
export interface LayerShares {
  /** Counted layers, with their operations and weights. */
  readonly counted: ReadonlyMap<string, number>;
  /** Neuron layers, with their updates and state. */
  readonly neurons: ReadonlyMap<string, number>;
}

/** Shares of the total energy of `steps` steps. The remainder belongs to other units, constants and other linear operators. */
export function layerShares(input: LedgerInput, steps: number, table: EnergyTable = DEFAULT_TABLE): LayerShares {
  const all = charges(input, table, steps);
  const total = all.reduce((sum, charge) => sum + charge.pj, 0);
  const counted = new Map<string, number>();
  const neurons = new Map<string, number>();
  for (const { owner, pj } of all) {
    if (owner === undefined || total === 0) continue;
    const shares = owner.kind === 'counted' ? counted : neurons;
    shares.set(owner.name, (shares.get(owner.name) ?? 0) + pj / total);
  }
  return { counted, neurons };
}

/** Energies of a layer by term, in pJ per sample: one value for each of 1…T steps, summed from the first step. */
export type TermEnergies = Readonly<Record<string, readonly number[]>>;

/** The energies that the ledger charges to a layer, by the layer's name. */
export interface LayerEnergies {
  readonly counted: ReadonlyMap<string, TermEnergies>;
  readonly neurons: ReadonlyMap<string, TermEnergies>;
}

/** The energies of every layer after each of the run's steps. Summed over layers they are at most the rows of `fullLedger`. */
export function layerEnergies(input: LedgerInput, table: EnergyTable = DEFAULT_TABLE): LayerEnergies {
  const counted = new Map<string, Record<string, number[]>>();
  const neurons = new Map<string, Record<string, number[]>>();
  for (let steps = 1; steps <= input.steps; steps++) {
    for (const { owner, term, pj } of charges(input, table, steps)) {
      if (owner === undefined) continue;
      const layers = owner.kind === 'counted' ? counted : neurons;
      const terms = layers.get(owner.name) ?? {};
      layers.set(owner.name, terms);
      (terms[term] ??= []).push(pj);
    }
  }
  return { counted, neurons };
}
