/**
 * The full ledger and the paper's ratio as models. The ledger also serves the memory-aware model: the same terms in another
 * precision, in which a fetched weight may be used several times.
 */
import { quantisedCost } from '../cost.ts';
import { DEFAULT_TABLE } from '../default-table.ts';
import type { EnergyTable } from '../energy-table.ts';
import { floatEnergy } from '../float-energy.ts';
import type { LedgerLayer } from '../ledger-input.ts';
import { charges, type LedgerTerm } from '../ledger.ts';
import type { Workload } from '../workload.ts';
import { type Baseline, bitsOf, completed, type EnergyTerm, type Estimate, exactly } from './estimate.ts';
import type { ModelOf } from './model-schema.ts';
import { perSample } from './terms.ts';

/** Uses of a fetched weight, as the ledger's models take them. */
export type Reuse = NonNullable<ModelOf<'ledger'>['reuse']>;

/** The energy table of a ledger model. */
export const tableOf = ({ table = DEFAULT_TABLE, spiking = table.spiking }: ModelOf<'ledger'>): EnergyTable => ({
  ...table,
  spiking,
});

/** Uses of each weight in one pass of the float network: for a convolution the number of output positions, for one row of a linear layer 1. */
export const weightUses = ({ dense, weights }: Pick<LedgerLayer, 'dense' | 'weights'>): number =>
  weights === 0 ? 1 : Math.max(1, dense / weights);

const FIELDS: Readonly<Record<LedgerTerm, string>> = {
  accumulate: 'table.arithmetic',
  'multiply-accumulate': 'table.arithmetic',
  constant: 'table.arithmetic',
  'neuron-update': 'table.arithmetic',
  expectation: 'table.functions',
  pooling: 'table.arithmetic',
  product: 'table.arithmetic',
  transcoder: 'table.arithmetic',
  linear: 'table.arithmetic',
  'state-memory': 'table.memory',
  'weight-memory': 'table.memory',
};

/** The full ledger. `reuse` replaces that of the model. */
export function ledgerEstimate(
  model: ModelOf<'ledger'>,
  workload: Workload,
  steps: number,
  reuse: Reuse | null = model.reuse,
): Estimate {
  const table = tableOf(model);
  const denseUses = (layer: LedgerLayer): number => {
    if (reuse === null) return 1;
    return reuse.dense === 'all' ? weightUses(layer) : Math.min(reuse.dense, weightUses(layer));
  };
  const uses = new Map(
    workload.layers.map((layer) => [layer.name, layer.input === 'spikes' ? (reuse?.spikes ?? 1) : denseUses(layer)]),
  );
  const terms = charges(workload, table, steps).map(({ term, owner, count, pj }): EnergyTerm => {
    const by = term === 'weight-memory' ? uses.get(owner!.name)! : 1;
    return { term, ...(owner ? { owner } : {}), count: count / by, pj: exactly(pj / by), from: FIELDS[term] };
  });
  const bits = bitsOf(steps);
  const baselines: Baseline[] = [
    { id: 'float32', bits: 32, pj: exactly(floatEnergy(workload, table, 'float32', denseUses)), note: '' },
    { id: 'int8', bits: 8, pj: exactly(floatEnergy(workload, table, 'int8', denseUses)), note: '' },
    {
      id: 'bits',
      bits,
      pj: exactly(floatEnergy(workload, table, quantisedCost(table, bits), denseUses)),
      note: '8-bit weights; products and stored activations in proportion to the bits of the activation',
    },
  ];
  return completed(workload, steps, { terms, baselines, covered: [] });
}

/**
 * The paper's ratio as energies: an addition for each operation, and a multiply-accumulate for each of the float network, in 32-bit
 * floating point. Memory, neurons and constants are unpriced.
 */
export function paperEstimate(workload: Workload, steps: number): Estimate {
  const { add, multiply } = DEFAULT_TABLE.arithmetic.float32;
  const { layers, samples } = workload;
  const terms = layers.map((layer): EnergyTerm => {
    const count = perSample(layer.operations, steps, samples);
    const term = layer.input === 'spikes' ? 'accumulate' : 'multiply-accumulate';
    return { term, owner: { kind: 'counted', name: layer.name }, count, pj: exactly(count * add), from: 'E_AC' };
  });
  const dense = layers.reduce((sum, layer) => sum + layer.dense, 0);
  const none = { pj: null, note: 'the paper compares with 32-bit floating point alone' };
  const baselines: Baseline[] = [
    { id: 'float32', bits: 32, pj: exactly(dense * (add + multiply)), note: '' },
    { id: 'int8', bits: 8, ...none },
    { id: 'bits', bits: bitsOf(steps), ...none },
  ];
  return completed(workload, steps, { terms, baselines, covered: [] });
}
