/** What a screen reader says of any item: its name first, every setting in words, nothing that only a program understands. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CODINGS,
  defaultSettings,
  EMPTY_PLAN,
  mergeSettings,
  NEURONS,
  type PartialSettings,
  setLayers,
  THRESHOLD_LEVELS,
  THRESHOLD_METHODS,
  THRESHOLD_OF,
} from '../../src-shared/plan/index.ts';
import { arbitraryGraph } from '../testing/arbitrary-graph.ts';
import { draftGraph, bigResidual } from '../testing/big-graph.ts';
import { derivedFrom, nothingDerived } from '../testing/laid-out-scene.ts';
import { describeItem, settingsWords } from './describe.ts';
import { badgesOf } from './model/badges.ts';
import { itemOf, nodesOf } from './model/item.ts';
import { buildModuleTree } from './model/module-tree.ts';

const words = (change: PartialSettings): string => settingsWords(mergeSettings(defaultSettings('relu'), change)).join(', ');

describe('settings in words', () => {
  it.each<[PartialSettings, string]>([
    [{}, 'differential, mt 8 thresholds, percentile 99.9, per channel'],
    [{ thresholds: 1 }, 'differential, mt 1 threshold, percentile 99.9, per channel'],
    [{ coding: 'rate', neuron: 'if' }, 'rate, if, percentile 99.9, per channel'],
    [
      { threshold: { method: 'max', of: 'magnitude', scale: 4 } },
      'differential, mt 8 thresholds, maximum of magnitudes, per channel, scale 4',
    ],
    [{ threshold: { method: 'iteration', level: 'layer' } }, 'differential, mt 8 thresholds, threshold iteration, per layer'],
    [{ threshold: { value: 0.25, of: 'magnitude', scale: 4 } }, 'differential, mt 8 thresholds, threshold 0.25, per channel'],
  ])('%j', (change, said) => {
    expect(words(change)).toBe(said);
  });

  it('differ for settings that differ', () => {
    const all = CODINGS.flatMap((coding) =>
      NEURONS.flatMap((neuron) =>
        THRESHOLD_METHODS.flatMap((method) =>
          THRESHOLD_OF.flatMap((of) =>
            THRESHOLD_LEVELS.map((level) => words({ coding, neuron, threshold: { method, of, level } })),
          ),
        ),
      ),
    );
    expect(new Set(all).size).toBe(all.length);
  });
});

describe('a name', () => {
  it('of any item begins with that item, and says no more than words and numbers', () => {
    fc.assert(
      fc.property(arbitraryGraph(), (graph) => {
        const tree = buildModuleTree(graph);
        const derived = derivedFrom(graph, EMPTY_PLAN);
        for (const item of tree.items.values()) {
          if (item.id === tree.root) continue;
          const layers = nodesOf(item).flatMap((node) => derived.layerOf.get(node) ?? []);
          const said = describeItem(item, badgesOf(layers, derived.settings), derived);
          const name = item.kind === 'group' ? item.path || item.label : (item.node?.layer ?? item.node?.path ?? item.label);
          expect(said.startsWith(`${name}, `)).toBe(true);
          expect(said).not.toMatch(/undefined|null|NaN|\[object|, ,|, $/);
        }
      }),
    );
  });

  it('of a module with one operator counts one', () => {
    const draft = draftGraph();
    const graph = draft.done(draft.add('Relu', 'a.relu', ['input']));
    const tree = buildModuleTree(graph);
    const derived = derivedFrom(graph, EMPTY_PLAN);
    expect(describeItem(itemOf(tree, 'module:a'), badgesOf(['a.relu'], derived.settings), derived)).toBe(
      'a, module, 1 operator, 1 neuron layer, differential, mt 8, p99.9 · channel',
    );
  });

  it('of equal blocks says how many, and the first and last', () => {
    const graph = bigResidual(120);
    const tree = buildModuleTree(graph);
    const [repeat] = [...tree.items.values()].filter((item) => item.kind === 'group' && item.repeat);
    expect(describeItem(repeat!, null, nothingDerived)).toMatch(
      /^\S.*, \d+ equal blocks, layer1\.\d+ to layer1\.\d+, \d+ operators$/,
    );
  });

  it('of an operator in front of which a transcoder stands says so, with its input', () => {
    const draft = draftGraph();
    const a = draft.add('Relu', 'a', ['input']);
    const b = draft.add('Relu', 'b', [a]);
    const graph = draft.done(draft.add('Add', 'sum', [a, b]));
    const derived = derivedFrom(graph, setLayers(EMPTY_PLAN, ['b'], { coding: 'rate' }));
    const said = describeItem(itemOf(buildModuleTree(graph), 'sum/Add'), null, derived);
    expect(said).toBe('sum, Add, 64×16×16, transcoder rate to differential at input 2');
  });

  it.each([
    ['Gelu', 'expectation compensation'],
    ['MaxPool', 'pooling of spikes'],
  ])('of %s says how it is carried out', (op, form) => {
    const draft = draftGraph();
    const graph = draft.done(draft.add(op, 'x', ['input'], [8]));
    expect(describeItem(itemOf(buildModuleTree(graph), `x/${op}`), null, nothingDerived)).toBe(`x, ${op}, ${form}, 8`);
  });
});
