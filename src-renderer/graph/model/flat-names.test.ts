/** Modules from names without paths. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { draftGraph } from '../../testing/big-graph.ts';
import { hasModulePaths, modulesByPrefix } from './flat-names.ts';

const nodesOf = (names: readonly (readonly [op: string, path: string])[]) => {
  const draft = draftGraph();
  for (const [op, path] of names) draft.add(op, path, ['input']);
  return draft.done('').nodes;
};

describe('a prefix', () => {
  it.each([
    [
      'two nodes are too few',
      [
        ['Conv', 'a_1'],
        ['Relu', 'a_2'],
        ['Add', 'b'],
      ],
      [],
    ],
    [
      'three of one operator are a numbering',
      [
        ['Conv', 'a_1'],
        ['Conv', 'a_2'],
        ['Conv', 'a_3'],
        ['Add', 'b'],
      ],
      [],
    ],
    [
      'all nodes together are the network itself',
      [
        ['Conv', 'a_1'],
        ['Relu', 'a_2'],
        ['Add', 'a_3'],
      ],
      [],
    ],
    [
      'three of two operators are a module',
      [
        ['Conv', 'a_1'],
        ['Relu', 'a_2'],
        ['Add', 'a_3'],
        ['Add', 'b'],
      ],
      ['a'],
    ],
    [
      'with as much between them as their number they are one',
      [
        ['Conv', 'a_1'],
        ['Add', 'b1'],
        ['Relu', 'a_2'],
        ['Add', 'b2'],
        ['Add', 'b3'],
        ['Add', 'a_3'],
        ['Add', 'c'],
      ],
      ['a'],
    ],
    [
      'further apart they are none',
      [
        ['Conv', 'a_1'],
        ['Add', 'b1'],
        ['Relu', 'a_2'],
        ['Add', 'b2'],
        ['Add', 'b3'],
        ['Add', 'b4'],
        ['Add', 'a_3'],
      ],
      [],
    ],
  ] as const)('%s', (_, names, modules) => {
    expect([...new Set(modulesByPrefix(nodesOf(names)).flat())]).toEqual(modules);
  });

  it('within a prefix is a module within a module, the outer one first', () => {
    const unit = (name: string) => (['Conv', 'Relu', 'Add'] as const).map((op) => [op, `s_${name}_${op}`] as const);
    const modules = modulesByPrefix(nodesOf([...unit('u1'), ...unit('u2'), ['Linear', 'fc']]));
    expect(modules[0]).toEqual(['s', 's_u1']);
    expect(modules[3]).toEqual(['s', 's_u2']);
    expect(modules.at(-1)).toEqual([]);
  });
});

it('an exporter that writes module paths has a dot in some name', () => {
  expect(
    hasModulePaths(
      nodesOf([
        ['Conv', 'a_1'],
        ['Conv', 'layer1.conv'],
      ]),
    ),
  ).toBe(true);
  expect(hasModulePaths(nodesOf([['Conv', 'a_1']]))).toBe(false);
  expect(hasModulePaths([])).toBe(false);
});

it('every module of a node is a prefix of its name up to an underscore, longer from one to the next', () => {
  const part = fc.constantFrom('a', 'b', '', '名', 'x');
  const name = fc.tuple(fc.constantFrom('Conv', 'Relu'), fc.array(part, { minLength: 1, maxLength: 4 }));
  fc.assert(
    fc.property(fc.array(name, { maxLength: 20 }), (names) => {
      const nodes = nodesOf(names.map(([op, parts]) => [op, parts.join('_')] as const));
      const all = modulesByPrefix(nodes);
      expect(all).toHaveLength(nodes.length);
      all.forEach((modules, index) => {
        for (const [at, module] of modules.entries()) {
          expect(nodes[index]!.path.startsWith(`${module}_`)).toBe(true);
          if (at > 0) expect(module.startsWith(`${modules[at - 1]!}_`)).toBe(true);
          expect(all.filter((other) => other.includes(module)).length).toBeGreaterThanOrEqual(3);
        }
      });
    }),
  );
});
