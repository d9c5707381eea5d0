/** The list of views: what is shown by name is there, and each can be told from the others. */
import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { FIRST_LAYOUT, PLACES } from '../state/index.ts';
import { allViews, frontAt, viewsAt, viewsWithTabs } from '../views/index.ts';
import './views.ts';

it('each view has its own title, and every place has one in front', () => {
  const titles = allViews().map(({ title }) => title.toLowerCase());
  expect(new Set(titles).size).toBe(titles.length);
  for (const place of PLACES) expect(frontAt(place, FIRST_LAYOUT), place).toBeDefined();
  expect(viewsAt('start')).toHaveLength(1);
});

it('tabs and keys keep their order', () => {
  expect(viewsWithTabs().map(({ view, keys }) => [view.title, keys?.[0]])).toEqual([
    ['Results', 'Mod+Alt+1'],
    ['Plan', 'Mod+Alt+2'],
    ['Problems', 'Mod+Alt+3'],
    ['History', 'Mod+Alt+4'],
    ['Jobs', 'Mod+Alt+5'],
    ['Energy', 'Mod+Alt+6'],
    ['Exports', 'Mod+Alt+7'],
    ['Target', 'Mod+Alt+8'],
    ['Samples', 'Mod+Alt+9'],
    ['Layers', undefined],
    ['Spikes', undefined],
    ['Runs', undefined],
    ['Tuning', undefined],
    ['Sensitivity', undefined],
    ['Methods', undefined],
  ]);
});

it('every view that is shown by its id is in the list', () => {
  const shown = globSync('src-renderer/**/*.{ts,tsx}')
    .filter((file) => !file.endsWith('.test.ts'))
    .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/\b(?:showView|viewOf)\('([^']*)'\)/g)].map(([, id]) => id!));
  expect(shown.length).toBeGreaterThan(8);
  const known = new Set(allViews().map(({ id }) => id));
  expect(shown.filter((id) => !known.has(id))).toEqual([]);
});
