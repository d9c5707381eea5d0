/** Every shipped model against a calculation by hand, on a network of two layers. */
import { describe, expect, it } from 'vitest';
import { SMALL_WORKLOAD as workload } from '../../../tests/fixtures/small-workload.ts';
import { fullLedger } from '../ledger.ts';
import { firingRates, paperRatio } from '../paper-ratio.ts';
import type { Workload } from '../workload.ts';
import {
  bitsOf,
  breakEven,
  ENERGY_MODELS,
  type EnergyModel,
  energySummary,
  estimate,
  type Estimate,
  ratioTo,
  weightUses,
} from './index.ts';
import { perByte } from './lemaire-model.ts';

const model = (id: string): EnergyModel => ENERGY_MODELS.find((one) => one.id === id)!;
const of = (id: string, steps = 2): Estimate => estimate(model(id), workload, steps);
/** pJ of the terms of one name. */
const term = ({ terms }: Estimate, name: string): number =>
  terms.filter((one) => one.term === name).reduce((sum, { pj }) => sum + pj.nom, 0);
const unpriced = ({ unpriced: all }: Estimate): string[] => all.map((one) => one.term).sort();
const baseline = ({ baselines }: Estimate, id: string): number | undefined => baselines.find((one) => one.id === id)!.pj?.nom;
const close = (value: number) => expect.closeTo(value, 9) as number;

describe('the full ledger and the paper’s ratio', () => {
  it.each([1, 2])('are those of the report to the last bit after %i steps', (steps) => {
    const ledger = fullLedger(workload, steps);
    const own = of('full-ledger', steps);
    expect(own.total!.nom).toBe(ledger.total_pj);
    for (const row of ledger.rows) expect(term(own, row.term)).toBe(row.pj);
    expect(baseline(own, 'float32')).toBe(ledger.float32_pj);
    expect(baseline(own, 'int8')).toBe(ledger.int8_pj);
    expect(ratioTo(model('full-ledger'), workload, own, own.baselines[0]!)).toBe(ledger.ratio_float32);
    const paper = of('paper-ratio', steps);
    const rate = firingRates(workload.layers, workload.samples, workload.steps)[steps - 1]!;
    expect(ratioTo(model('paper-ratio'), workload, paper, paper.baselines[0]!)).toBe(paperRatio(rate, steps));
  });

  it('say what they leave out', () => {
    expect(unpriced(of('full-ledger'))).toEqual(['routing', 'static']);
    expect(unpriced(of('paper-ratio'))).toEqual([
      'constant',
      'neuron-update',
      'routing',
      'state-memory',
      'static',
      'weight-memory',
    ]);
    expect(of('paper-ratio').unpriced.find((one) => one.term === 'weight-memory')!.count).toBe(31);
  });

  it('the ratio as energies: 30 operations at 0.9 pJ against 18 multiply-accumulates at 4.6 pJ', () => {
    expect(of('paper-ratio').total!.nom).toBeCloseTo(30 * 0.9, 9);
    expect(baseline(of('paper-ratio'), 'float32')).toBeCloseTo(18 * 4.6, 9);
  });
});

describe('the memory-aware model', () => {
  const word8 = (10 * 8) / 64;
  const word32 = (10 * 32) / 64;

  it('adds up by hand', () => {
    const own = of('memory-aware');
    expect(term(own, 'accumulate')).toBeCloseTo(7 * 0.1, 9);
    expect(term(own, 'multiply-accumulate')).toBeCloseTo(24 * 0.3, 9);
    expect(term(own, 'weight-memory')).toBeCloseTo((7 + 24) * word8, 9);
    expect(term(own, 'neuron-update')).toBeCloseTo(18 * 0.1, 9);
    expect(term(own, 'state-memory')).toBeCloseTo(12 * word32, 9);
    expect(term(own, 'constant')).toBeCloseTo(6 * 0.1, 9);
    expect(own.total!.nom).toBeCloseTo(0.7 + 7.2 + 31 * word8 + 1.8 + 12 * word32 + 0.6, 9);
    expect(baseline(own, 'int8')).toBeCloseTo(18 * (0.3 + word8) + 6 * 0.1 + 18 * word8, 9);
    // ⌈log₂ 3⌉ = 2 bits: products and activations of 2 bits, weights of 8.
    expect(baseline(own, 'bits')).toBeCloseTo(18 * (0.05 + 0.1 + word8) + 6 * 0.1 + (18 * word8) / 4, 9);
    expect(of('memory-aware', 1).baselines[2]!.bits).toBe(1);
    expect([1, 2, 3, 4, 7, 8, 15, 16].map(bitsOf)).toEqual([1, 2, 2, 3, 3, 4, 4, 5]);
  });

  it('divides fetches by the reuse, of spikes and of the float network apart', () => {
    const four = estimate(model('memory-aware'), workload, 2, { spikes: 4, dense: 1 });
    expect(term(four, 'weight-memory')).toBeCloseTo((7 / 4 + 24) * word8, 9);
    const conv: Workload = {
      ...workload,
      layers: [{ ...workload.layers[1]!, kind: 'conv', name: 'conv', dense: 36, weights: 4, filters: 4 }],
    };
    expect(weightUses(conv.layers[0]!)).toBe(9);
    const dense = (uses: number | 'all') =>
      baseline(estimate(model('memory-aware'), conv, 2, { spikes: 1, dense: uses }), 'int8')! - 36 * 0.3 - 0.6 - 18 * word8;
    expect(dense(1)).toBeCloseTo(36 * word8, 9);
    expect(dense(3)).toBeCloseTo(12 * word8, 9);
    expect(dense('all')).toBeCloseTo(4 * word8, 9);
    // A weight has no more uses than positions.
    expect(dense(100)).toBeCloseTo(4 * word8, 9);
  });

  it('leaves the full ledger alone: there every operation fetches its weight', () => {
    const [full] = ENERGY_MODELS;
    expect(estimate(full!, workload, 2, { spikes: 4, dense: 'all' })).toEqual(estimate(full!, workload, 2));
  });
});

it('Lemaire’s model adds up by hand, with additions once and memory per 8 bytes', () => {
  const own = of('lemaire');
  // pJ per byte of buffers of 16 bytes (inputs), 12 (outputs and states) and 48 (weights).
  const [inputs, outputs, weights] = [16, 12, 48].map((bytes) => ((bytes / 8192) * 10) / 8) as [number, number, number];
  expect(term(own, 'accumulate')).toBeCloseTo(7 * 0.1, 9);
  expect(term(own, 'multiply-accumulate')).toBeCloseTo(24 * 3.2, 9);
  // fc1: |x| + |y| at both steps. fc2: one address for each operation.
  expect(term(own, 'addressing')).toBeCloseTo((2 * 7 + 6) * 0.1, 9);
  expect(term(own, 'weight-memory')).toBeCloseTo((2 * 12 + 6) * 4 * weights, 9);
  // fc1: 2·4 values in, 2·3 out. fc2: 3 spikes in, 2·2 values out.
  expect(term(own, 'activation-memory')).toBeCloseTo(((8 + 3) * inputs + (6 + 4) * outputs) * 4, 9);
  expect(term(own, 'neuron-update')).toBeCloseTo(18 * 0.1, 9);
  expect(term(own, 'state-memory')).toBeCloseTo(12 * 4 * outputs, 9);
  expect(term(own, 'constant')).toBeCloseTo(6 * 0.1, 9);
  const dense = 18 * 3.2 + (7 + 5) * 0.1 + 4 * ((4 + 3) * inputs + (3 + 2) * outputs + 18 * weights);
  expect(baseline(own, 'float32')).toBeCloseTo(dense, 9);
});

it('Lemaire’s memory is linear between its points and flat above', () => {
  const { memory, access_bytes } = model('lemaire') as Extract<EnergyModel, { formula: 'lemaire' }>;
  const at = (bytes: number): number => perByte({ memory, access_bytes }, bytes);
  expect([0, 8192, 20_480, 32_768, 1_048_576, 2 ** 30].map(at)).toEqual([0, 1.25, 1.875, 2.5, 12.5, 12.5]);
});

it('a convolution of spikes computes two positions for each spike', () => {
  const conv: Workload = {
    ...workload,
    layers: [{ ...workload.layers[1]!, kind: 'conv', filters: 8, dense: 36, inputs: 9, operations: [8, 16] }],
  };
  // 12 operations, 4 for each spike: 3 spikes.
  const own = estimate(model('lemaire'), conv, 2);
  expect(term(own, 'addressing')).toBeCloseTo(12 * 0.1 + 6 * 3.2, 9);
});

describe('devices', () => {
  it('45 nm arithmetic', () => {
    expect(of('horowitz45-fp32').total!.nom).toBeCloseTo(7 * 0.9 + 24 * 4.6, 9);
    expect(baseline(of('horowitz45-fp32'), 'float32')).toBeCloseTo(18 * 4.6, 9);
    expect(of('horowitz45-int8').total!.nom).toBeCloseTo(7 * 0.03 + 24 * 0.23, 9);
    expect(baseline(of('horowitz45-int8'), 'int8')).toBeCloseTo(18 * 0.23, 9);
    expect(baseline(of('horowitz45-int8'), 'bits')).toBeCloseTo(18 * (0.03 + 2 * 0.025), 9);
    expect(baseline(of('horowitz45-int8'), 'float32')).toBeUndefined();
  });

  it('Loihi 1: neurons between all idle and all active', () => {
    const own = of('loihi1-simulated');
    const rest = 7 * 23.6 + 3 * 1.7;
    expect(own.total).toEqual({ lo: close(rest + 6 * 52), nom: close(rest + 3 * 81 + 3 * 52), hi: close(rest + 6 * 81) });
    expect(unpriced(own)).toEqual(['constant', 'multiply-accumulate', 'routing', 'static']);
  });

  it('TrueNorth: static power only if the time of a step is known', () => {
    const own = of('truenorth-marginal');
    expect(own.total!.nom).toBeCloseTo(7 * 2.297, 9);
    expect(own.unpriced.find((one) => one.term === 'static')!.why).toBe('42.0 mW, but the table has no time of a step');
    const timed = {
      ...(model('truenorth-marginal') as Extract<EnergyModel, { formula: 'events' }>),
      static: { power_w: 0.042, step_s: 1e-3 },
    };
    expect(term(estimate(timed, workload, 2), 'static')).toBeCloseTo(2 * 0.042 * 1e-3 * 1e12, 3);
  });

  it('ODIN: an operation contains the neuron', () => {
    expect(of('odin').total!.nom).toBeCloseTo(7 * 8.43, 9);
    expect(unpriced(of('odin'))).toEqual(['constant', 'multiply-accumulate', 'routing', 'static']);
  });

  it('NeuroMC: neurons by their additions', () => {
    expect(of('neuromc32').total!.nom).toBeCloseTo(7 * 0.58225 + 24 * 1.36 + (18 + 6) * 0.548, 9);
  });

  it.each([
    ['stm32l4r5-int8', 520, 553, 770],
    ['stm32u575-int8', 181, 206, 310],
    ['stm32h7a3-int8', 396, 407, 627],
    ['ndp9120', 8.2, 9.6, 11.9],
    ['eyeriss1', 11.9, 11.9, 11.9],
  ])('%s prices the float network alone', (id, lo, nom, hi) => {
    const own = of(id);
    expect(own.total).toBeNull();
    expect(own.baselines[1]!.pj).toEqual({ lo: close(18 * lo), nom: close(18 * nom), hi: close(18 * hi) });
    expect(unpriced(own)).toContain('accumulate');
    const { baselines, explanation } = energySummary(model(id), workload, 2, [], undefined);
    expect(baselines.every(({ ratio, break_even }) => ratio === null && break_even.kind === 'unknown')).toBe(true);
    expect(explanation).toBeNull();
  });
});

describe('the break-even rate', () => {
  it('is where both cost the same', () => {
    // 24·0.23 pJ without spikes against 18·0.23: never. With less real input: 0.03·7·f + 4·0.23 = 18·0.23.
    const id = 'horowitz45-int8';
    expect(breakEven(model(id), workload, 2, 'int8')).toEqual({ kind: 'never', idle: close(24 * 0.23) });
    const [fc1, fc2] = workload.layers;
    const quiet: Workload = { ...workload, layers: [{ ...fc1!, operations: [4, 4] }, fc2!] };
    const factor = (14 * 0.23) / (7 * 0.03);
    // 3 spikes of 3 neurons in 2 steps, 7 accumulates over 6 synapses.
    const at = { kind: 'at', factor: close(factor), firing_rate: close(factor / 2), spikes_per_synapse: close((factor * 7) / 6) };
    expect(breakEven(model(id), quiet, 2, 'int8')).toEqual(at);
    expect(breakEven(model(id), quiet, 2, 'float32')).toEqual({ kind: 'unknown' });
  });

  it('stands beside published crossovers', () => {
    const { activity, crossovers } = energySummary(model('full-ledger'), workload, 2, []);
    expect(activity).toEqual({ spikes_per_synapse: close(7 / 6), firing_rate: close(0.5) });
    expect(crossovers.map(({ id, verdict }) => [id, verdict])).toEqual([
      ['dampfhoffer', 'within'],
      ['davidson-furber', 'below'],
      ['yan-v2', 'above'],
      ['yan-v4', 'above'],
    ]);
  });
});

it.each([0, 3, 1.5])('%d steps are no part of the run', (steps) => {
  expect(() => of('full-ledger', steps)).toThrow(RangeError);
});
