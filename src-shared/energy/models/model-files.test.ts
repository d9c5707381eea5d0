/** Files of models: the shipped ones, and those of a person with something missing or wrong. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import horowitz from '../../../resources/energy/horowitz-45nm.json' with { type: 'json' };
import odin from '../../../resources/energy/models/odin.json' with { type: 'json' };
import { SMALL_WORKLOAD } from '../../../tests/fixtures/small-workload.ts';
import { fullLedger } from '../ledger.ts';
import { energyTableSchema } from '../energy-table.ts';
import { ENERGY_MODELS, estimate, groupOf, readEnergyFile } from './index.ts';

const FOLDER = 'resources/energy/models';
const read = (value: unknown) => readEnergyFile(JSON.stringify(value), 'own.json');

describe('shipped models', () => {
  it('are the files of the folder, each by its id', () => {
    const files = readdirSync(FOLDER).map((file) => file.replace('.json', ''));
    expect(ENERGY_MODELS.map(({ id }) => id).sort()).toEqual(files.sort());
  });

  it.each(ENERGY_MODELS.map((model) => [model.id, model] as const))('%s gives the source of every price', (_, model) => {
    const fields = Object.keys(model.field_source);
    expect(fields.length).toBeGreaterThan(0);
    if (model.formula !== 'events') return;
    const given = (prefix: string, prices: object): string[] =>
      Object.entries(prices).flatMap(([name, price]) => (price === null || name === 'bits' ? [] : [`${prefix}.${name}`]));
    const all = [
      ...given('energy_pj', model.energy_pj),
      ...given('baseline_mac_pj', model.baseline_mac_pj),
      ...(model.static ? ['static.power_w'] : []),
    ];
    expect(fields.sort()).toEqual(all.sort());
  });

  it('are read from text as they are shipped', () => {
    for (const model of ENERGY_MODELS)
      expect(readEnergyFile(readFileSync(`${FOLDER}/${model.id}.json`, 'utf8'), 'x')).toEqual(model);
  });

  it('share a group only with the same evidence, basis and boundary', () => {
    const group = (id: string): string => groupOf(ENERGY_MODELS.find((model) => model.id === id)!);
    expect(group('full-ledger')).toBe(group('lemaire'));
    for (const [a, b] of [
      ['full-ledger', 'paper-ratio'],
      ['truenorth-marginal', 'odin'],
      ['odin', 'loihi1-simulated'],
      ['stm32l4r5-int8', 'eyeriss1'],
      ['stm32l4r5-int8', 'odin'],
    ])
      expect(group(a!), `${a}, ${b}`).not.toBe(group(b!));
  });
});

describe('a model of a person', () => {
  const { energy_pj, ...withoutPrices } = odin;
  const { syn_op: _, ...withoutOperation } = energy_pj;
  it.each<[string, unknown, string]>([
    ['a missing field', { ...odin, evidence: undefined }, 'evidence is missing'],
    ['missing prices', withoutPrices, 'energy_pj is missing'],
    ['a missing price', { ...odin, energy_pj: withoutOperation }, 'energy_pj.syn_op is missing'],
    ['a negative price', { ...odin, energy_pj: { ...energy_pj, syn_op: -1 } }, 'energy_pj.syn_op must not be negative'],
    ['a price that is text', { ...odin, energy_pj: { ...energy_pj, mac: '4' } }, 'energy_pj.mac must be a number'],
    [
      'a negative end of a range',
      { ...odin, energy_pj: { ...energy_pj, mac: { lo: -1, nom: 1, hi: 2 } } },
      'energy_pj.mac.lo must not be negative',
    ],
    [
      'a range in disorder',
      { ...odin, energy_pj: { ...energy_pj, mac: { lo: 3, nom: 1, hi: 2 } } },
      'energy_pj.mac must have lo ≤ nom ≤ hi',
    ],
    ['negative power', { ...odin, static: { power_w: -1, step_s: null } }, 'static.power_w must not be negative'],
    ['an unknown field', { ...odin, price: 1 }, 'price is not a field of it'],
    ['an unknown source', { ...odin, field_source: { a: 's9' } }, 'field_source.a must name one of the sources, not s9'],
    ['an unknown formula', { ...odin, formula: 'other' }, 'formula'],
    ['a list', [], 'own.json: not an energy model'],
  ])('with %s: one sentence that names the field', (_name, value, words) => {
    const refusal = expect.objectContaining({
      code: 'option.invalid',
      message: expect.stringContaining(words),
      at: { file: 'own.json' },
    });
    expect(() => read(value)).toThrow(refusal);
  });

  it('that is not JSON', () => {
    expect(() => readEnergyFile('{', 'own.json')).toThrow('own.json: not an energy model: it is not JSON');
  });

  it('may be an energy table: the full ledger at its prices', () => {
    const dear = { ...horowitz, name: 'mine', source: 'measured', spiking: 'int8' };
    const own = read(dear);
    expect(own).toMatchObject({ id: 'own-table', name: 'Full ledger, mine', formula: 'ledger', sources: [{ cite: 'measured' }] });
    const expected = fullLedger(SMALL_WORKLOAD, 2, energyTableSchema.parse(dear));
    expect(estimate(own, SMALL_WORKLOAD, 2).total!.nom).toBe(expected.total_pj);
    expect(() => read({ ...dear, memory: [] })).toThrow('own.json: not an energy table: memory');
  });
});
