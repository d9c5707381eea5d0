/** What the energy view makes of a summary, and what it keeps in the layout. */
import { expect, it } from 'vitest';
import { byLayer, ENERGY_MODELS, energySummary, type EnergyModel } from '../../../src-shared/energy/index.ts';
import { SMALL_WORKLOAD } from '../../../tests/fixtures/small-workload.ts';
import { energyCsv, keyOf, partsOfBar, SHOWN_TERMS } from './bars.ts';
import { chosenModel, editableText, OWN, ownModel, readEnergyLayout } from './own-model.ts';

const model = (id: string): EnergyModel => ENERGY_MODELS.find((one) => one.id === id)!;
const layers = (id: string) => byLayer(energySummary(model(id), SMALL_WORKLOAD, 2, []));

it.each(ENERGY_MODELS.map(({ id }) => id))('the bars of %s hold every term once', (id) => {
  const { total, terms } = energySummary(model(id), SMALL_WORKLOAD, 2, []);
  const all = layers(id);
  expect(new Set(all.map(keyOf)).size).toBe(all.length);
  expect(all.flatMap((layer) => layer.terms)).toHaveLength(terms.length);
  const parts = all.flatMap(partsOfBar);
  expect(parts.reduce((sum, { pj }) => sum + pj, 0)).toBeCloseTo(total?.nom ?? 0, 6);
  for (const layer of all) {
    const places = partsOfBar(layer).map(({ name }) => SHOWN_TERMS.indexOf(name));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  }
});

it('the table as CSV has a row for each layer and term', () => {
  const [head, ...rows] = energyCsv(layers('horowitz45-fp32')).split('\n');
  expect(head).toBe('layer,term,count,pj');
  expect(rows.map((row) => row.split(',').slice(0, 3))).toEqual([
    ['fc1', 'multiply-accumulate', '24'],
    ['fc2', 'accumulate', '7'],
  ]);
  const [layer] = layers('horowitz45-fp32');
  const named = { ...layer!, owner: { kind: 'counted', name: 'a "b", c' } } as const;
  expect(energyCsv([named])).toContain('"a ""b"", c",multiply-accumulate');
});

it('every shipped model is a text to begin with, the ledger’s with its table', () => {
  for (const one of ENERGY_MODELS) expect(ownModel(editableText(one))).toMatchObject(one);
  expect(editableText(model('full-ledger'))).toContain('"read64": 10');
});

it('the layout chooses a model, or the person’s own; what cannot be read is as if it were not there', () => {
  const own = ownModel(editableText({ ...model('odin'), name: 'mine' }));
  expect(chosenModel(OWN, own).name).toBe('mine');
  expect(chosenModel('odin', own)).toBe(model('odin'));
  expect(chosenModel(OWN, undefined)).toBe(ENERGY_MODELS[0]);
  expect(ownModel('{}')).toBeUndefined();
  expect(ownModel(null)).toBeUndefined();
  expect(readEnergyLayout({ model: 7, table: 'yes', own: 3 })).toEqual({ model: '', table: false, own: null });
  expect(readEnergyLayout(undefined)).toEqual({ model: '', table: false, own: null });
});
