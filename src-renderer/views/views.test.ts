/** Views: what derives from their list, and which of them is in front. */
import { beforeAll, expect, it } from 'vitest';
import { FIRST_LAYOUT, readLayout, setWorkbench, workbench } from '../state/index.ts';
import {
  allInFront,
  allViews,
  defineView,
  frontAt,
  hasTabs,
  showView,
  type View,
  viewOf,
  viewsAt,
  viewsWithTabs,
} from './index.ts';
import { LoadFailed } from './lazy-part.tsx';
import { loadedView, loadView } from './load-view.ts';

const Nothing = () => null;
const view = (id: string, place: View['place']): View =>
  defineView({ id, title: id, place, load: () => Promise.resolve(Nothing) });

beforeAll(() => {
  for (const id of ['results', 'plan']) view(id, 'bottom');
  view('graph', 'main');
  view('inspector', 'side');
  view('home', 'start');
});

it('are found by id and by place, in the order they were defined', () => {
  expect(allViews().map(({ id }) => id)).toEqual(['results', 'plan', 'graph', 'inspector', 'home']);
  expect(viewsAt('bottom').map(({ id }) => id)).toEqual(['results', 'plan']);
  expect(viewOf('plan').title).toBe('plan');
  expect(() => viewOf('none')).toThrow('there is no view none');
  expect(() => view('plan', 'main')).toThrow('view plan is defined twice');
});

it('in front are those that the layout names, or the first of their place', () => {
  expect(allInFront(FIRST_LAYOUT)).toEqual({ main: 'graph', side: 'inspector', bottom: 'results' });
  expect(frontAt('bottom', { front: { bottom: 'plan' } })?.id).toBe('plan');
  // Of a window that had another view, or had this one elsewhere.
  expect(frontAt('bottom', { front: { bottom: 'gone' } })?.id).toBe('results');
  expect(frontAt('bottom', { front: { bottom: 'graph' } })?.id).toBe('results');
});

it('are brought to the front of their place, which unfolds', () => {
  setWorkbench({ layout: { ...FIRST_LAYOUT, folded: ['side', 'bottom'] } });
  showView('plan');
  expect(workbench().layout).toMatchObject({ front: { bottom: 'plan' }, folded: ['side'] });
  showView('inspector');
  expect(workbench().layout).toMatchObject({ front: { bottom: 'plan', side: 'inspector' }, folded: [] });
  expect(readLayout(structuredClone(workbench().layout))).toEqual(workbench().layout);
  expect(() => showView('home')).toThrow('home');
});

it('have a tab and a key where there are several, or below the middle; a further view at the end leaves the other keys', () => {
  const keys = () => viewsWithTabs().map(({ view: { id }, keys: [key] = [] }) => [id, key]);
  const [results, plan] = [
    ['results', 'Mod+Alt+1'],
    ['plan', 'Mod+Alt+2'],
  ];
  expect(keys()).toEqual([results, plan]);
  expect(hasTabs('main')).toBe(false);
  view('dashboard', 'main');
  expect(hasTabs('main')).toBe(true);
  expect(keys()).toEqual([results, plan, ['graph', 'Mod+Alt+3'], ['dashboard', 'Mod+Alt+4']]);
  for (let count = 5; count <= 10; count++) view(`more-${count}`, 'bottom');
  expect(keys().at(-2)).toEqual(['more-9', 'Mod+Alt+9']);
  expect(keys().at(-1)).toEqual(['more-10', undefined]);
});

it('load once; one that cannot be loaded says so in its place', async () => {
  let asked = 0;
  const counted = (id: string, load: View['load']): View =>
    defineView({ id, title: id, place: 'bottom', load: () => (asked++, load()) });
  const there = counted('there', () => Promise.resolve(Nothing));
  expect(loadedView(there)).toBeUndefined();
  expect(await loadView(there)).toBe(Nothing);
  expect(loadedView(there)).toBe(Nothing);
  const lost = counted('lost', () => Promise.reject(new Error('no answer')));
  expect(await loadView(lost)).toBe(LoadFailed);
  await Promise.all([loadView(there), loadView(lost)]);
  expect(asked).toBe(2);
});
