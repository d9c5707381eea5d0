/** A query finds all that it describes and nothing else, for any network and settings. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GraphNode } from '../../../src-shared/contract/index.ts';
import { CODINGS, defaultSettings, type LayerSettings, mergeSettings, NEURONS } from '../../../src-shared/plan/index.ts';
import { arbitraryGraph, PATH_PARTS } from '../../testing/arbitrary-graph.ts';
import { findIn } from '../derived.ts';
import { SEARCH_KEYS, readQuery } from './search.ts';

const settingsArb: fc.Arbitrary<LayerSettings> = fc
  .record({
    coding: fc.constantFrom(...CODINGS),
    neuron: fc.constantFrom(...NEURONS),
    thresholds: fc.integer({ min: 1, max: 8 }),
    value: fc.option(fc.constantFrom(0.5, 2), { nil: undefined }),
  })
  .map(({ value, ...rest }) =>
    mergeSettings(defaultSettings('relu'), { ...rest, ...(value === undefined ? {} : { threshold: { value } }) }),
  );

const networks = fc.tuple(arbitraryGraph(), fc.array(settingsArb, { minLength: 1, maxLength: 5 })).map(([graph, all]) => ({
  graph,
  settings: new Map(graph.layers.map(({ name }, index) => [name, all[index % all.length]!])),
}));

const idsWhere = (nodes: readonly GraphNode[], test: (node: GraphNode) => boolean): string[] =>
  nodes.filter(test).map(({ id }) => id);

describe('a query', () => {
  it('of a part of a name finds every node that has it in path, operator or layer, whatever its case', () => {
    // No glob, and none that has other letters once it is in capitals.
    const parts = PATH_PARTS.filter((part) => !/[*?]/.test(part) && part.toUpperCase().toLowerCase() === part.toLowerCase());
    fc.assert(
      fc.property(networks, fc.constantFrom(...parts, 'relu', 'ONV'), ({ graph, settings }, word) => {
        const wanted = word.toLowerCase();
        const has = ({ path, op }: GraphNode): boolean => [path, op].some((text) => text.toLowerCase().includes(wanted));
        expect(findIn(graph, settings, word).nodes).toEqual(idsWhere(graph.nodes, has));
        expect(findIn(graph, settings, word.toUpperCase()).nodes).toEqual(idsWhere(graph.nodes, has));
      }),
    );
  });

  it('of an operator or a form finds those, with and without neurons', () => {
    fc.assert(
      fc.property(networks, fc.constantFrom('Conv', 'Relu', 'Add', 'MaxPool'), ({ graph, settings }, op) => {
        expect(findIn(graph, settings, `op:${op.toLowerCase()}`).nodes).toEqual(idsWhere(graph.nodes, (node) => node.op === op));
        const { nodes } = findIn(graph, settings, 'form:neuron');
        expect(nodes).toEqual(idsWhere(graph.nodes, ({ layer }) => layer !== null));
      }),
    );
  });

  it('of a setting finds the layers that use it, and no operator without neurons', () => {
    const valuesOf = ({ coding, neuron, thresholds, threshold }: LayerSettings): Record<string, string> => ({
      coding,
      neuron,
      n: neuron.startsWith('mt') || neuron === 'ms' ? String(thresholds) : '1',
      method: threshold.value === undefined ? threshold.method : 'value',
      level: threshold.level,
      of: threshold.of,
    });
    fc.assert(
      fc.property(networks, ({ graph, settings }) => {
        for (const used of settings.values()) {
          for (const [key, value] of Object.entries(valuesOf(used))) {
            expect(findIn(graph, settings, `${key}:${value}`).nodes, `${key}:${value}`).toEqual(
              idsWhere(graph.nodes, ({ layer }) => layer !== null && valuesOf(settings.get(layer)!)[key] === value),
            );
          }
        }
      }),
      { numRuns: 50 },
    );
  });

  it('of several words finds what all of them find, in any order', () => {
    const word = fc.constantFrom('relu', 'layer', 'op:Relu', 'coding:rate', 'n:1', 'x*', '*', 'form:neuron', 'method:value');
    fc.assert(
      fc.property(networks, fc.array(word, { minLength: 1, maxLength: 4 }), ({ graph, settings }, words) => {
        const each = words.map((one) => new Set(findIn(graph, settings, one).nodes));
        const all = idsWhere(graph.nodes, ({ id }) => each.every((found) => found.has(id)));
        expect(findIn(graph, settings, words.join('  ')).nodes).toEqual(all);
        expect(findIn(graph, settings, ` ${words.toReversed().join('\t')} `).nodes).toEqual(all);
      }),
    );
  });

  it('of whatever is typed is read or named, and throws nothing', () => {
    fc.assert(
      fc.property(networks, fc.string({ unit: 'binary' }), ({ graph, settings }, text) => {
        const { query, nodes } = findIn(graph, settings, text);
        if (!query) expect(text.trim()).toBe('');
        else if ('problem' in query) {
          expect(SEARCH_KEYS).not.toContain(query.problem.toLowerCase());
          expect(nodes).toEqual([]);
        }
      }),
    );
  });

  it.each([
    ['OP:conv', true],
    ['op:', true],
    [':', true],
    ['a:b', false],
    ['http://x', false],
    ['/model/a:0', true],
    ['\u202eulre', true],
  ])('%j is understood: %s', (text, known) => {
    expect('problem' in readQuery(text)!).toBe(!known);
  });
});
