/** Devices priced per event: a synaptic operation, a neuron update, a spike, a multiply-accumulate (docs/energy.md). */
import { significant } from '../../format/index.ts';
import { DEFAULT_TABLE } from '../default-table.ts';
import type { EnergyTable } from '../energy-table.ts';
import { charges } from '../ledger.ts';
import type { Workload, WorkloadNeurons } from '../workload.ts';
import {
  type Baseline,
  bitsOf,
  completed,
  type EnergyTerm,
  type Estimate,
  exactly,
  NO_PRICE,
  priced,
  type Range,
  rangeOf,
  scaled,
  sumOf,
} from './estimate.ts';
import type { ModelOf, Price } from './model-schema.ts';
import { accumulatesOf, type Count, macsOf, perSample, type TermName } from './terms.ts';

type EventModel = ModelOf<'events'>;

/** Estimates the energy of a device that is priced per event. */
export function eventEstimate(model: EventModel, workload: Workload, steps: number): Estimate {
  const { energy_pj: prices, includes } = model;
  const { layers, neurons, samples } = workload;
  const of = (counts: readonly Count[], price: Price | null, field: string): EnergyTerm[] =>
    price === null ? [] : counts.map((count) => priced(count, price, `energy_pj.${field}`));
  const spikes = (term: TermName): Count[] =>
    neurons.map((layer) => ({
      term,
      owner: { kind: 'neuron', name: layer.name },
      count: perSample(layer.spikes, steps, samples),
    }));
  const terms = [
    ...layers.flatMap((layer) => {
      const owner = { kind: 'counted', name: layer.name } as const;
      const [accumulates, macs] = [accumulatesOf(layer, steps, samples), macsOf(layer, steps, samples)];
      return [
        ...of([{ term: 'accumulate', owner, count: accumulates }], prices.syn_op, 'syn_op'),
        ...of([{ term: 'multiply-accumulate', owner, count: macs }], prices.mac, 'mac'),
      ];
    }),
    ...neurons.flatMap((layer) => updateTerm(model, layer, steps, samples)),
    ...arithmeticTerms(model, workload, steps),
    ...of(spikes('spike'), prices.spike_emit, 'spike_emit'),
    ...of(spikes('routing'), prices.spike_route, 'spike_route'),
  ];
  // Static power alone is no estimate: it needs a spiking network that is priced.
  const timed = terms.length === 0 ? [] : staticTerm(model, steps);
  const power = model.static;
  const why =
    power === null || power.step_s !== null
      ? {}
      : { static: `${significant(1000 * power.power_w)} mW, but the table has no time of a step` };
  return completed(workload, steps, {
    terms: [...terms, ...timed],
    baselines: baselinesOf(model, workload, steps),
    covered: includes,
    why,
  });
}

/** A neuron is active at a step at which it sends a spike, and idle at the others. Its energy lies between all idle and all active. */
function updateTerm({ energy_pj: prices }: EventModel, layer: WorkloadNeurons, steps: number, samples: number): EnergyTerm[] {
  const { neuron_update_active: active, neuron_update_idle: idle } = prices;
  if (active === null) return [];
  const count = layer.neurons * steps;
  const owner = { kind: 'neuron', name: layer.name } as const;
  if (idle === null) return [priced({ term: 'neuron-update', owner, count }, active, 'energy_pj.neuron_update_active')];
  const sending = perSample(layer.spikes, steps, samples);
  const [least, most] = [scaled(rangeOf(idle), count), scaled(rangeOf(active), count)];
  const nominal = sumOf([scaled(rangeOf(active), sending), scaled(rangeOf(idle), count - sending)]).nom;
  const pj: Range = { lo: Math.min(least.lo, most.lo), nom: nominal, hi: Math.max(least.hi, most.hi) };
  return [{ term: 'neuron-update', owner, count, pj, from: 'energy_pj.neuron_update_active' }];
}

/** Terms that the ledger counts in additions and multiplications, if both have a price. */
function arithmeticTerms({ energy_pj: prices, includes }: EventModel, workload: Workload, steps: number): EnergyTerm[] {
  const { add, mul, neuron_update_active: active } = prices;
  if (add === null || mul === null) return [];
  const float32 = { ...DEFAULT_TABLE.arithmetic.float32, add, multiply: mul };
  const table: EnergyTable = { ...DEFAULT_TABLE, spiking: 'float32', arithmetic: { ...DEFAULT_TABLE.arithmetic, float32 } };
  const own = new Set<TermName>(['constant', 'expectation', 'pooling', 'product', 'transcoder', 'linear']);
  if (active === null && !includes.includes('neuron-update')) own.add('neuron-update');
  return charges(workload, table, steps)
    .filter(({ term }) => own.has(term))
    .map(({ term, owner, count, pj }) => ({
      term,
      ...(owner ? { owner } : {}),
      count,
      pj: exactly(pj),
      from: 'energy_pj.add, mul',
    }));
}

/** Power times the duration of all steps, if the table has both. */
function staticTerm({ static: power }: EventModel, steps: number): EnergyTerm[] {
  if (power === null || power.step_s === null) return [];
  const picojoulesPerStep = power.power_w * power.step_s * 1e12;
  return [priced({ term: 'static', count: steps }, picojoulesPerStep, 'static.power_w')];
}

/** The network that is replaced: a price for each of its multiply-accumulates, if the table has one. */
function baselinesOf({ baseline_mac_pj: prices }: EventModel, { layers }: Workload, steps: number): Baseline[] {
  const dense = layers.reduce((sum, layer) => sum + layer.dense, 0);
  const bits = bitsOf(steps);
  const each = prices.bits === null ? null : prices.bits.fixed + bits * prices.bits.per_bit;
  const baseline = (id: Baseline['id'], width: number, price: Price | null): Baseline =>
    price === null
      ? { id, bits: width, pj: null, note: NO_PRICE }
      : { id, bits: width, pj: scaled(rangeOf(price), dense), note: 'multiply-accumulates alone' };
  return [baseline('float32', 32, prices.float32), baseline('int8', 8, prices.int8), baseline('bits', bits, each)];
}
