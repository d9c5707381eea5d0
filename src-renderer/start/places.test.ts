/** Places of the window, as entries of the history. */
import { expect, it } from 'vitest';
import { FIRST_LAYOUT, type OpenProject } from '../state/index.ts';
import { EMPTY_DRAFT } from './new-project/draft.ts';
import { placeOf, readPlace, samePlace } from './places.ts';

const project = { path: '/p.spikeloom' } as OpenProject;

it('are a panel of the open project, a step of a new one, or the start screen', () => {
  expect(placeOf({ project, layout: { ...FIRST_LAYOUT, tab: 'plan' } }, EMPTY_DRAFT)).toEqual({
    ...{ kind: 'project', path: '/p.spikeloom', tab: 'plan', bottom: true },
  });
  expect(placeOf({ project: null, layout: FIRST_LAYOUT }, EMPTY_DRAFT)).toEqual({ kind: 'draft', step: 'model' });
  expect(placeOf({ project: null, layout: FIRST_LAYOUT }, null)).toEqual({ kind: 'home' });
});

it('are read back, and anything else is none', () => {
  const place = placeOf({ project, layout: FIRST_LAYOUT }, null);
  expect(samePlace(readPlace(structuredClone(place))!, place)).toBe(true);
  for (const other of [null, {}, { kind: 'draft', step: 'gone' }, 'home']) expect(readPlace(other)).toBeNull();
});
