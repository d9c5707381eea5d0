/** Places in the text, keys of layers, and the words for changes. */
import { describe, expect, it } from 'vitest';
import { diffPlans, formatPlan, type Plan } from '../../../src-shared/plan/index.ts';
import { continues, labelOf } from './label.ts';
import { keySuggestions, matchesOf, planMarks } from './layer-keys.ts';
import { placeAt } from './place.ts';

const layers = ['relu', 'layer1.0.relu1', 'layer1.0.relu2', 'layer2.0.relu1'].map((name) => ({ name, rule: 'relu' as const }));
const plan = (over: Partial<Plan>): Plan => ({ version: 1, defaults: {}, layers: [], ...over });

describe('the place of the cursor', () => {
  /** The bar is the cursor. */
  const at = (marked: string) => placeAt(marked.replace('|', ''), marked.indexOf('|'));

  it('is in a key of layers, finished or not', () => {
    expect(at('{ "layers": { "lay|er1": {} } }')).toEqual({
      path: ['layers'],
      what: 'key',
      string: { from: 14, to: 22, text: 'layer1' },
    });
    expect(at('{ "layers": { "a": {}, "|')).toMatchObject({ path: ['layers'], what: 'key', string: { text: '' } });
    expect(at('{ "layers": { | } }')).toEqual({ path: ['layers'], what: 'key', string: null });
  });

  it('is in a value, with the keys around it', () => {
    expect(at('{ "layers": { "a.b": { "coding": "ra|te" } } }')).toMatchObject({
      path: ['layers', 'a.b', 'coding'],
      what: 'value',
      string: { text: 'rate' },
    });
    expect(at('{ "defaults": { "threshold": { "scale": 1| } } }').path).toEqual(['defaults', 'threshold', 'scale']);
  });

  it('leaves what is closed, and takes no brace in a string for one', () => {
    expect(at('{ "defaults": { "coding": "}" }, | }')).toMatchObject({ path: [], what: 'key' });
    expect(at('{ "layers": { "a\\"{": { "neuron": | } } }').path).toEqual(['layers', 'a"{', 'neuron']);
  });
});

describe('keys of layers', () => {
  it('offered are names, modules that hold several, and all', () => {
    expect(keySuggestions(layers, ['relu'])).toEqual([
      { key: 'layer1.0.relu1', matches: 1 },
      { key: 'layer1.0.relu2', matches: 1 },
      { key: 'layer2.0.relu1', matches: 1 },
      { key: 'layer1.*', matches: 2 },
      { key: 'layer1.0.*', matches: 2 },
      { key: '*', matches: 4 },
    ]);
    expect(matchesOf('layer1.*', layers)).toEqual(['layer1.0.relu1', 'layer1.0.relu2']);
  });

  it('that match nothing are all marked where they stand, with the nearest name', () => {
    const wrong = plan({
      layers: [
        { key: 'layer1.0.relu9', settings: { coding: 'rate' } },
        { key: 'relu', settings: { coding: 'rate' } },
        { key: 'stage*', settings: { coding: 'rate' } },
      ],
    });
    const marks = planMarks(formatPlan(wrong), wrong, layers);
    expect(marks.map(({ code, line }) => [code, line])).toEqual([
      ['plan.unknown-layer', 4],
      ['plan.unknown-layer', 6],
    ]);
    expect(marks[0]!.message).toContain('the nearest name is "layer1.0.relu1"');
    expect(marks[1]!.message).toContain('"stage*"] matches no neuron layer');
  });

  it('whose settings cannot run are marked at the rule that decides', () => {
    const wrong = plan({ layers: [{ key: 'layer2.*', settings: { neuron: 'lif' } }] });
    expect(planMarks(formatPlan(wrong), wrong, layers)).toMatchObject([{ code: 'plan.invalid', line: 3 }]);
    expect(planMarks(formatPlan(plan({})), plan({}), layers)).toEqual([]);
  });
});

describe('changes of the text', () => {
  const before = plan({ steps: 8 });
  const changes = diffPlans(before, plan({ steps: 16 }));
  const last = { label: '', origin: 'text', changes } as const;

  it('are named by their field', () => {
    expect(labelOf(changes)).toBe('steps to 16, as text');
    expect(labelOf(diffPlans(before, plan({ steps: 8, layers: [{ key: 'relu', settings: { coding: 'rate' } }] })))).toBe(
      'coding of relu to rate, as text',
    );
    expect(labelOf(diffPlans(before, plan({ steps: 2, tau: 0.5 })))).toBe('2 fields, as text');
  });

  it('in the same place soon after are one step', () => {
    expect(continues(last, diffPlans(before, plan({ steps: 160 })), 500)).toBe(true);
    expect(continues(last, diffPlans(before, plan({ steps: 160 })), 5000)).toBe(false);
    expect(continues(last, diffPlans(before, plan({ steps: 8, tau: 0.5 })), 500)).toBe(false);
    expect(continues({ ...last, origin: 'graph' }, changes, 500)).toBe(false);
    expect(continues(undefined, changes, 0)).toBe(false);
  });
});
