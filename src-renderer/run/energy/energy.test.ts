/** What the energy view makes of a summary, and what it keeps in the layout. */
import { expect, it } from 'vitest';
import { byLayer, ENERGY_MODELS, energySummary, type EnergyModel } from '../../../src-shared/energy/index.ts';
import { SMALL_WORKLOAD } from '../../../tests/fixtures/small-workload.ts';
import { energyBars } from '../../../src-shared/charts/index.ts';
import { format } from '../../ui/format.ts';
import { barsOf, tableOfLayers } from './bars.ts';
import { chosenModel, editableText, OWN, ownModel, readEnergyLayout } from './own-model.ts';

const model = (id: string): EnergyModel => ENERGY_MODELS.find((one) => one.id === id)!;

it.each(ENERGY_MODELS.map(({ id }) => id))('the bars and the table of %s hold every term once', (id) => {
  const summary = energySummary(model(id), SMALL_WORKLOAD, 2, []);
  const total = summary.total?.nom ?? 0;
  const { marks, y, ends } = energyBars(barsOf(byLayer(summary)), format);
  const bars = marks.flatMap((mark) => (mark.kind === 'bars' ? mark.bars : []));
  expect(bars.reduce((sum, { from, to }) => sum + to - from, 0)).toBeCloseTo(total, 6);
  expect(ends).toHaveLength(y.names!.length);
  const { columns, rows } = tableOfLayers(summary);
  expect(rows.at(-1)!.slice(1, 3)).toEqual([total, 1]);
  for (const [name, all, , ...parts] of rows) {
    expect(parts, String(name)).toHaveLength(columns.length - 3);
    expect(parts.reduce((sum: number, part) => sum + Number(part ?? 0), 0)).toBeCloseTo(Number(all), 6);
  }
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
