/** Places of the window, as entries of the history. */
import { expect, it } from 'vitest';
import { FIRST_LAYOUT, type OpenProject } from '../state/index.ts';
import { defineView } from '../views/index.ts';
import { EMPTY_DRAFT } from './new-project/draft.ts';
import { placeOf, readPlace, samePlace } from './places.ts';

const load = () => Promise.resolve(() => null);
for (const id of ['results', 'plan']) defineView({ id, title: id, place: 'bottom', load });

const project = { path: '/p.spikeloom' } as OpenProject;

it('are a view of the open project, a step of a new one, or the start screen', () => {
  const inProject = { kind: 'project', path: '/p.spikeloom', front: { bottom: 'plan' }, bottom: true };
  expect(placeOf({ project, layout: { ...FIRST_LAYOUT, front: { bottom: 'plan' } } }, EMPTY_DRAFT)).toEqual(inProject);
  // The view that is in front by itself is the same place as when it has been chosen.
  const chosen = { ...FIRST_LAYOUT, front: { bottom: 'results' } };
  expect(samePlace(placeOf({ project, layout: FIRST_LAYOUT }, null), placeOf({ project, layout: chosen }, null))).toBe(true);
  expect(placeOf({ project: null, layout: FIRST_LAYOUT }, EMPTY_DRAFT)).toEqual({ kind: 'draft', step: 'model' });
  expect(placeOf({ project: null, layout: FIRST_LAYOUT }, null)).toEqual({ kind: 'home' });
});

it('are read back, and anything else is none', () => {
  const place = placeOf({ project, layout: FIRST_LAYOUT }, null);
  expect(samePlace(readPlace(structuredClone(place))!, place)).toBe(true);
  for (const other of [null, {}, { kind: 'draft', step: 'gone' }, 'home']) expect(readPlace(other)).toBeNull();
});
