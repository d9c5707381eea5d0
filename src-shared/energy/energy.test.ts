/** The energy ledger on a network small enough to add up by hand, and the checks of an energy table. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { OP_NAMES } from '../network/index.ts';
import { DEFAULT_TABLE } from './default-table.ts';
import { TABLE_FILE } from './energy-table.ts';
import { parseEnergyFile } from './parse-energy-file.ts';
import { fullLedger, layerShares } from './ledger.ts';
import type { LedgerInput } from './ledger-input.ts';
import { firingRates, paperRatio } from './paper-ratio.ts';
import { neuronWork } from './unit-work.ts';

// fc1 (real input, 4 → 3), a ReLU layer of 3 IF neurons by rate, fc2 (spikes, 3 → 2); 2 samples, 2 steps.
const network: LedgerInput = {
  samples: 2,
  steps: 2,
  layers: [
    { name: 'fc1', kind: 'linear', input: 'real', dense: 12, weights: 12, operations: [24, 24], accumulates: [24, 24] },
    { name: 'fc2', kind: 'linear', input: 'spikes', dense: 6, weights: 6, operations: [4, 8], accumulates: [6, 8] },
  ],
  neurons: [{ name: 'relu', model: 'if', rule: 'relu', negative: false, inputCoding: 'rate', coding: 'rate', neurons: 3 }],
  units: [],
  constants: [{ coding: 'rate', elements: 3 }],
  linear: { adds: 0, multiplies: 0, compares: 0 },
  activations: [4, 3, 2],
};

describe('the paper’s ratio', () => {
  it('is the firing rate so far times steps times 0.9 / 4.6', () => {
    const rates = firingRates(network.layers, 2, 2);
    expect(rates[0]).toBeCloseTo(28 / 36, 12);
    expect(rates[1]).toBeCloseTo(60 / 72, 12);
    expect(paperRatio(0.5, 8)).toBeCloseTo((8 * 0.9 * 0.5) / 4.6, 12);
  });
});

describe('the full ledger', () => {
  const word = (10 * 32) / 64; // one 32-bit word in the smallest cache

  it('adds up by hand', () => {
    const ledger = fullLedger(network, 2);
    const row = (term: string) => ledger.rows.find((one) => one.term === term)!;
    expect(row('multiply-accumulate')).toMatchObject({ count: 24, pj: expect.closeTo(24 * 4.6, 9) as number });
    expect(row('accumulate')).toMatchObject({ count: 7, pj: expect.closeTo(7 * 0.9, 9) as number });
    expect(row('weight-memory')).toMatchObject({ count: 31, pj: expect.closeTo(31 * word, 9) as number });
    // Two additions and a comparison for each of 3 neurons and 2 steps; m read and written.
    expect(row('neuron-update')).toMatchObject({ count: 18, pj: expect.closeTo(18 * 0.9, 9) as number });
    expect(row('state-memory')).toMatchObject({ count: 12, pj: expect.closeTo(12 * word, 9) as number });
    expect(row('constant')).toMatchObject({ count: 6, pj: expect.closeTo(6 * 0.9, 9) as number });
    expect(ledger.total_pj).toBeCloseTo(
      ledger.rows.reduce((sum, one) => sum + one.pj, 0),
      9,
    );
    // 18 MACs with a weight each, 3 ReLUs, 3 biases, 9 activations written and read.
    expect(ledger.float32_pj).toBeCloseTo(18 * (4.6 + word) + 6 * 0.9 + 18 * word, 9);
    // 8-bit products summed in 32 bits, words of 8 bits.
    expect(ledger.int8_pj).toBeCloseTo(18 * (0.2 + 0.1 + word / 4) + 6 * 0.1 + (18 * word) / 4, 9);
    expect(ledger.ratio_float32).toBeCloseTo(ledger.total_pj / ledger.float32_pj, 12);
  });

  it('grows with every step, and differential constants are paid once', () => {
    const differential: LedgerInput = { ...network, constants: [{ coding: 'differential', elements: 3 }] };
    const constant = (steps: number) => fullLedger(differential, steps).rows.find((one) => one.term === 'constant')!.count;
    expect([constant(1), constant(2)]).toEqual([3, 3]);
    expect(fullLedger(network, 2).total_pj).toBeGreaterThan(fullLedger(network, 1).total_pj);
    expect(fullLedger(network, 1).float32_pj).toBe(fullLedger(network, 2).float32_pj);
  });

  it('divides itself by layer', () => {
    const shares = layerShares(network, 2);
    const ledger = fullLedger(network, 2);
    expect(shares.counted.get('fc2')).toBeCloseTo((7 * 0.9 + 7 * word) / ledger.total_pj, 12);
    const sum = [...shares.counted.values(), ...shares.neurons.values()].reduce((a, b) => a + b, 0);
    expect(sum).toBeCloseTo(1 - (6 * 0.9) / ledger.total_pj, 12);
  });

  it('charges real-valued units, in memory large enough for what they keep', () => {
    const units: LedgerInput['units'] = [
      { kind: 'expectation', name: 'gelu', op: 'Gelu', inputs: 10, outputs: 10 },
      { kind: 'expectation', name: 'not listed', op: 'Sin', inputs: 1, outputs: 1 },
      { kind: 'max-pool', name: 'pool', form: 'residual', coding: 'rate', inputs: 16, outputs: 4, window: 4 },
      { kind: 'product', name: 'qk', form: 'matrix', coding: 'differential', inputs: 8, outputs: 4 },
      { kind: 'product', name: 'gate', form: 'elementwise', coding: 'differential', inputs: 10, outputs: 5 },
      { kind: 'product', name: 'rate-gate', form: 'elementwise', coding: 'rate', inputs: 6, outputs: 3 },
      { kind: 'transcoder', name: 'tc', inputs: 1_000_000, outputs: 1_000_000 },
    ];
    const ledger = fullLedger({ ...network, units }, 1);
    const count = (term: string) => ledger.rows.find((one) => one.term === term)!.count;
    expect(count('expectation')).toBe(10 * (2 + 2 + 37) + (2 + 2 + 22));
    expect(count('pooling')).toBe(16 * 2 + 4 * 3);
    expect(count('product')).toBe(8 * 2 + 4 * 3 + (10 * 2 + 5 * (3 + 3)) + (6 + 3 * (3 + 6)));
    expect(count('transcoder')).toBe(3_000_000);
    const small = { ...network, units: [{ kind: 'transcoder', name: 'tc', inputs: 1, outputs: 1 }] } as const;
    const state = (input: LedgerInput) => fullLedger(input, 1).rows.find((one) => one.term === 'state-memory')!;
    expect(state(small).pj).toBeCloseTo((6 + 4) * word, 9);
    expect(state({ ...network, units: [units.at(-1)!] }).pj).toBeCloseTo(6 * word + 4e6 * 1950 * 0.5, 3);
  });
});

describe('neuron updates', () => {
  it('cost what the equations say', () => {
    const base = { rule: 'relu', negative: true, inputCoding: 'differential', coding: 'differential' } as const;
    expect(neuronWork({ ...base, model: 'mt' })).toEqual({ adds: 8, multiplies: 4, compares: 2, state: 4 });
    expect(neuronWork({ ...base, model: 'if', rule: 'signed' })).toEqual({ adds: 6, multiplies: 2, compares: 2, state: 3 });
    expect(neuronWork({ ...base, model: 'lif' })).toEqual({ adds: 8, multiplies: 6, compares: 3, state: 4 });
    expect(neuronWork({ ...base, model: 'ms', inputCoding: 'rate', coding: 'rate' })).toEqual({
      adds: 3,
      multiplies: 3,
      compares: 3,
      state: 2,
    });
  });
});

describe('energy tables', () => {
  it('are checked, and the place of a mistake is named', () => {
    const parse = (table: unknown) => parseEnergyFile(JSON.stringify(table), 'a.json', TABLE_FILE);
    expect(parse(DEFAULT_TABLE)).toEqual(DEFAULT_TABLE);
    expect(() => parseEnergyFile('{', 'a.json', TABLE_FILE)).toThrow(/a\.json: not an energy table/);
    const negative = structuredClone(DEFAULT_TABLE);
    negative.arithmetic.float32.add = -1;
    expect(() => parse(negative)).toThrow(/arithmetic\.float32\.add/);
    const unsorted = { ...DEFAULT_TABLE, memory: DEFAULT_TABLE.memory.toReversed() };
    expect(() => parse(unsorted)).toThrow(/memory levels/);
    const { name: _, ...nameless } = DEFAULT_TABLE;
    expect(() => parse(nameless)).toThrow(
      'a.json: not an energy table: name is missing; resources/energy/ holds one to start from.',
    );
  });

  it('the default lists functions that there are', () => {
    const listed = Object.keys(DEFAULT_TABLE.functions).filter((name) => name !== 'default');
    expect(listed.filter((name) => !(OP_NAMES as readonly string[]).includes(name))).toEqual([]);
  });

  it('hold every row of the published table', () => {
    const { arithmetic, memory } = DEFAULT_TABLE;
    expect(Object.values(arithmetic).map(({ add, multiply }) => [add, multiply])).toEqual([
      [0.9, 3.7],
      [0.4, 1.1],
      [0.1, 3.1],
      [0.03, 0.2],
    ]);
    expect(memory.map((level) => level.read64)).toEqual([10, 20, 100, [1300, 2600]]);
  });
});

it('docs/energy.md describes every row of the ledger, in order', () => {
  const page = readFileSync(new URL('../../docs/energy.md', import.meta.url), 'utf8');
  const terms = page.slice(page.indexOf('## Terms'), page.indexOf('### One neuron'));
  expect([...terms.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, term]) => term)).toEqual(
    fullLedger(network, 1).rows.map(({ term }) => term),
  );
});
