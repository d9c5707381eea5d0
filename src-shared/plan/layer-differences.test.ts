/** Layers in which two plans differ: found by what the settings do, whatever the rules that give them. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { arbitraryPlan } from './arbitrary-plan.ts';
import {
  EMPTY_PLAN,
  fieldOf,
  layerDifferences,
  layerSettings,
  networkDifferences,
  type PlacedLayer,
  setDefaults,
  setLayers,
} from './index.ts';

const LAYERS: readonly PlacedLayer[] = [
  { name: 'layer1.relu', rule: 'relu' },
  { name: 'layer2.relu', rule: 'relu' },
  { name: 'fc', rule: 'signed' },
];

it('a change of one layer is a difference of that layer alone', () => {
  const to = setLayers(EMPTY_PLAN, ['layer2.relu'], { coding: 'rate', thresholds: 4 });
  expect([...layerDifferences(EMPTY_PLAN, to, LAYERS)]).toEqual([
    [
      'layer2.relu',
      [
        { field: 'coding', from: 'differential', to: 'rate' },
        { field: 'thresholds', from: 8, to: 4 },
      ],
    ],
  ]);
});

it('other rules that give the same settings are no difference', () => {
  const byDefault = setDefaults(EMPTY_PLAN, { thresholds: 4 });
  const byName = setLayers(
    EMPTY_PLAN,
    LAYERS.map(({ name }) => name),
    { thresholds: 4 },
  );
  expect(layerDifferences(byDefault, byName, LAYERS).size).toBe(0);
});

it('fields without effect under either plan are left out', () => {
  const one = setDefaults(EMPTY_PLAN, { neuron: 'if', thresholds: 8, threshold: { method: 'max', value: 1 } });
  const other = setDefaults(EMPTY_PLAN, {
    neuron: 'if',
    thresholds: 2,
    threshold: { method: 'percentile', percentile: 99, value: 1 },
  });
  expect(layerDifferences(one, other, LAYERS).size).toBe(0);
  // Of several thresholds, and of a statistic, they have one.
  const third = setDefaults(other, { neuron: 'mt' });
  expect(layerDifferences(one, third, LAYERS).get('fc')).toEqual([
    { field: 'neuron', from: 'if', to: 'mt' },
    { field: 'thresholds', from: 8, to: 2 },
  ]);
});

it.each(['measured', 'balanced'] as const)('the statistic of a layer is no difference beside the method %s', (method) => {
  const one = setDefaults(EMPTY_PLAN, { threshold: { method, of: 'value' } });
  const other = setDefaults(EMPTY_PLAN, { threshold: { method, of: 'magnitude' } });
  expect(layerDifferences(one, other, LAYERS).size).toBe(0);
  // It is one if the other plan's method reads it.
  const third = setDefaults(EMPTY_PLAN, { threshold: { method: 'max', of: 'magnitude', scale: 1 } });
  expect(layerDifferences(one, third, LAYERS).get('fc')).toEqual([
    { field: 'threshold.method', from: method, to: 'max' },
    { field: 'threshold.of', from: 'value', to: 'magnitude' },
  ]);
});

it('steps, leak, readout and coding of the whole network differ by their effect too', () => {
  expect(networkDifferences(EMPTY_PLAN, { ...EMPTY_PLAN, steps: 8, tau: 0.5 })).toEqual([]);
  expect(
    networkDifferences(
      EMPTY_PLAN,
      setDefaults({ ...EMPTY_PLAN, steps: 4, tau: 0.5, readout: { from: 2 } }, { coding: 'leaky-rate' }),
    ),
  ).toEqual([
    { field: 'steps', from: 8, to: 4 },
    { field: 'tau', from: 0.98, to: 0.5 },
    { field: 'readout.from', from: 1, to: 2 },
    { field: 'coding', from: 'differential', to: 'leaky-rate' },
  ]);
});

it('of any two plans: there and back have the same layers with both values exchanged, and equal settings are none', () => {
  fc.assert(
    fc.property(arbitraryPlan, arbitraryPlan, (a, b) => {
      const [forth, back] = [layerDifferences(a, b, LAYERS), layerDifferences(b, a, LAYERS)];
      expect([...forth.keys()]).toEqual([...back.keys()]);
      for (const [name, fields] of forth) {
        expect(back.get(name)).toEqual(fields.map(({ field, from, to }) => ({ field, from: to, to: from })));
        for (const { field, from, to } of fields) {
          expect(from).toBe(fieldOf(layerSettings(a, LAYERS).get(name)!, field));
          expect(to).toBe(fieldOf(layerSettings(b, LAYERS).get(name)!, field));
          expect(from).not.toBe(to);
        }
      }
      expect(layerDifferences(a, a, LAYERS).size).toBe(0);
    }),
    { numRuns: 100 },
  );
});
