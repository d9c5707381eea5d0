/** Plans that follow from a table of changes, by hand. */
import { expect, it } from 'vitest';
import { layerSettings, type Plan, type PlacedLayer } from '../plan/index.ts';
import { TABLE_MOVES } from './moves.ts';
import { plansFrom, rankedLayers, type TableRow } from './table.ts';

const layers: PlacedLayer[] = ['a', 'b', 'c'].map((name) => ({ name, rule: 'relu' }));
const plan: Plan = { version: 1, steps: 2, defaults: { thresholds: 6 }, layers: [] };
const state = {
  subject: { plan, layers, steps: 2 },
  goal: { budgets: [], minimise: 'energy' as const },
  batches: 4,
  int8: false,
  tried: new Map(),
};
const fewer = TABLE_MOVES.find(({ name }) => name === '1 fewer threshold')!;
const more = TABLE_MOVES.find(({ name }) => name === '1 more threshold')!;
const row = (layer: string, move: TableRow['move'], energy: number, divergence: number): TableRow => ({
  layers: [layer],
  move,
  energy,
  divergence,
  agreement: 0,
  accuracy: 0,
});
// a saves for nothing; b saves much for little, and c little for much; c can buy divergence.
const ROWS = [row('a', fewer, -0.1, 0), row('b', fewer, -0.2, 0.1), row('c', fewer, -0.1, 0.4), row('c', more, 0.3, -0.2)];

it('every layer has the change of the least energy + λ · divergence, for λ from 0 on; every second plan has the best quarter of them', () => {
  const thresholds = plansFrom(state, plan, ROWS).map((one) => {
    const settings = layerSettings(one, layers);
    return layers.map(({ name }) => settings.get(name)!.thresholds).join(' ');
  });
  // Prices: 0.25 (c fewer), 1.5 (c more), 2 (b fewer).
  expect(thresholds).toEqual(['5 5 5', '6 5 6', '5 5 7', '6 6 7']);
});

it('makes no plan of changes that gain nothing', () => {
  expect(plansFrom(state, plan, [row('a', fewer, 0.1, 0.1)])).toEqual([]);
});

it('refines those layers first that save most for each nat', () => {
  expect(rankedLayers(ROWS)).toEqual(['a', 'b', 'c']);
});
