/** Setting many layers to the same value: one entry of the plan if possible, and the same result for every layer in either form. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryPlan, arbitrarySettings } from './arbitrary-plan.ts';
import { EMPTY_PLAN, globTest, layerSettings, type PlacedLayer, type Plan, setAlike, setLayers, shortReach } from './index.ts';

const names = ['stem.relu', 'layer1.0.relu1', 'layer1.0.relu2', 'layer1.1.relu1', 'layer1.1.relu2', 'layer2.0.relu1', 'head'];
const layers: readonly PlacedLayer[] = names.map((name, index) => ({ name, rule: index % 3 === 0 ? 'signed' : 'relu' }));

describe('the short way to write a selection', () => {
  it.each([
    [names, { kind: 'defaults' }],
    [names.filter((name) => name.startsWith('layer1.')), { kind: 'pattern', key: 'layer1.*' }],
    [names.filter((name) => name.startsWith('layer1.1')), { kind: 'pattern', key: 'layer1.1.*' }],
    [names.filter((name) => name.endsWith('.relu1')), { kind: 'pattern', key: '*.relu1' }],
    [names.filter((name) => name.startsWith('layer')), { kind: 'pattern', key: 'layer*' }],
    [['layer1.0.relu1', 'layer1.1.relu1'], { kind: 'pattern', key: 'layer1.*.relu1' }],
    [['stem.relu', 'head'], undefined],
    [['head'], undefined],
  ] as const)('%j', (chosen, reach) => expect(shortReach(chosen, names)).toEqual(reach));

  it('is a pattern that describes the selection exactly, or none', () => {
    fc.assert(
      fc.property(fc.subarray(names), (chosen) => {
        const reach = shortReach(chosen, names);
        if (reach?.kind === 'pattern') expect(names.filter(globTest(reach.key))).toEqual(chosen);
      }),
    );
  });

  it('leaves names alone that would be patterns themselves', () => {
    expect(shortReach(['a*.x', 'a*.y'], ['a*.x', 'a*.y', 'b'])).toBeUndefined();
  });
});

it('every layer uses the same as with one rule a layer, or it is not written so', () => {
  let short = 0;
  fc.assert(
    fc.property(arbitraryPlan, fc.subarray(names, { minLength: 2 }), arbitrarySettings, (plan, chosen, settings) => {
      const reach = shortReach(chosen, names);
      if (!reach) return;
      const next = setAlike(plan, layers, chosen, settings, reach);
      if (!next) return;
      short++;
      expect(layerSettings(next, layers)).toEqual(layerSettings(setLayers(plan, chosen, settings), layers));
    }),
    { numRuns: 500 },
  );
  expect(short).toBeGreaterThan(10);
});

it('1,201 layers get one line, and what single layers said of it goes', () => {
  const many = Array.from({ length: 1201 }, (_, index): PlacedLayer => ({ name: `block.${index}.relu`, rule: 'relu' }));
  const all = many.map(({ name }) => name);
  const plan: Plan = setLayers(EMPTY_PLAN, all, { neuron: 'if' });
  const one = setAlike(plan, many, all, { neuron: 'mt' }, { kind: 'defaults' });
  expect(one).toEqual({ ...EMPTY_PLAN, defaults: { neuron: 'mt' }, layers: [] });
  const some = all.slice(0, 10);
  expect(shortReach(some, all)).toEqual({ kind: 'pattern', key: 'block.?.relu' });
});

it('a rule of another pattern that comes later has no last word', () => {
  const plan: Plan = { ...EMPTY_PLAN, layers: [{ key: '*.relu1', settings: { neuron: 'if' } }] };
  const inside = names.filter((name) => name.startsWith('layer1.'));
  const next = setAlike(plan, layers, inside, { neuron: 'ms' }, { kind: 'pattern', key: 'layer1.*' })!;
  expect(next.layers).toEqual([...plan.layers, { key: 'layer1.*', settings: { neuron: 'ms' } }]);
});
