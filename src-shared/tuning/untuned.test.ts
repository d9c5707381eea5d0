/** A plan without the rules of searches: those that searches added go, those that a person has written stay. */
import { expect, it } from 'vitest';
import { EMPTY_PLAN, type Plan } from '../plan/index.ts';
import { untuned } from './untuned.ts';

const rule = (key: string, thresholds: number) => ({ key, settings: { thresholds } });
const own = rule('first', 8);
const start: Plan = { ...EMPTY_PLAN, layers: [own] };
const uniform: Plan = { ...start, defaults: { neuron: 'ms', thresholds: 4 } };
const found: Plan = { ...uniform, layers: [own, rule('a', 3), rule('b', 2)] };
const search = { start, tried: [start, uniform, found] };

it('has the rules that the search started from, and everything else of the plan', () => {
  const used = { ...found, steps: 2, readout: { from: 2 } };
  expect(untuned(used, [search])).toEqual({ ...used, layers: [own] });
});

it('keeps rules that a person added or changed after the search', () => {
  const edited = { ...found, layers: [own, rule('a', 5), rule('b', 2), rule('c', 2)] };
  expect(untuned(edited, [search])).toEqual({ ...edited, layers: [own, rule('a', 5), rule('c', 2)] });
});

it('is the plan itself without searches, and for one that no search tried', () => {
  expect(untuned(found, [])).toEqual(found);
  expect(untuned({ ...EMPTY_PLAN, layers: [rule('z', 1)] }, [search]).layers).toEqual([rule('z', 1)]);
});

it('goes back through a search that began from the result of another', () => {
  const second = { ...found, layers: [...found.layers, rule('c', 1)] };
  expect(untuned(second, [search, { start: found, tried: [found, second] }])).toEqual(uniform);
});
