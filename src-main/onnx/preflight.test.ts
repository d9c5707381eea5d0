/** Preflight: every node of the file once, with what becomes of it, also past nodes that are not supported. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  floats,
  ints,
  onnxBytes,
  randomTensor,
  testFolder,
  type TestGraph,
  type TestNode,
} from '../../tests/support/onnx-graph.ts';
import { importNetwork, type NodeReport, preflight, type Preflight, readModel } from './index.ts';

const ROOT = join(import.meta.dirname, '..', '..');

const file = (name: string) => join(ROOT, 'resources', 'examples', `${name}.onnx`);

async function look(graph: Omit<TestGraph, 'inputs' | 'outputs'>, output = 'y'): Promise<Preflight> {
  using folder = testFolder();
  const bytes = onnxBytes({ ...graph, inputs: [{ name: 'x', shape: ['batch', 4] }], outputs: [output] });
  return preflight(await readModel(folder.write('model.onnx', bytes)));
}

const node = (type: string, name: string, inputs: readonly string[], output: string, more: Partial<TestNode> = {}): TestNode => ({
  type,
  name,
  inputs,
  outputs: [output],
  ...more,
});

const fates = (nodes: readonly NodeReport[]): Record<string, string> =>
  Object.fromEntries(nodes.map(({ name, fate }) => [name, fate]));

describe('preflight', () => {
  it.each(['resnet20-cifar10', 'vgg-small-cifar10', 'vit-small-cifar10'])('reports every node of %s once', async (name) => {
    const model = await readModel(file(name));
    const { nodes, totals, convertible, network } = preflight(model);
    expect(nodes.map((entry) => entry.name).sort()).toEqual(model.graph.nodes.map((entry) => entry.name).sort());
    expect(Object.values(totals).reduce((sum, count) => sum + count, 0)).toBe(nodes.length);
    expect(convertible).toBe(true);
    expect(totals.blocked + totals.unchecked).toBe(0);
    expect(network.nodes).toEqual(importNetwork(model).network.nodes);
    expect(nodes).toEqual(importNetwork(model).report);
  });

  it('tells native, rewritten, real-valued and folded nodes apart', async () => {
    const { nodes, totals } = await look({
      weights: { w: randomTensor([4, 4], 1), b: randomTensor([4], 2), two: floats([], [2]), shape: ints([0, 4]) },
      nodes: [
        node('MatMul', 'fc', ['x', 'w'], 'a'),
        node('Add', 'bias', ['b', 'a'], 'c'),
        node('Relu', 'act', ['c'], 'd'),
        node('Identity', 'same', ['d'], 'e'),
        node('Sigmoid', 'gate', ['e'], 'f'),
        node('Mul', 'silu', ['e', 'f'], 'g'),
        node('Tanh', 'tanh', ['g'], 'h'),
        node('Sub', 'minus', ['h', 'd'], 'i'),
        node('Mul', 'arithmetic', ['two', 'two'], 'four'),
        node('Mul', 'scale', ['i', 'four'], 'y'),
      ],
    });
    expect(fates(nodes)).toEqual({
      fc: 'native',
      bias: 'rewritten',
      act: 'native',
      same: 'folded',
      gate: 'rewritten',
      silu: 'rewritten',
      tanh: 'real-valued',
      minus: 'rewritten',
      arithmetic: 'folded',
      scale: 'native',
    });
    expect(totals).toEqual({ native: 3, rewritten: 4, 'real-valued': 1, folded: 2, blocked: 0, unchecked: 0 });
    const entry = (name: string) => nodes.find((one) => one.name === name);
    expect(entry('bias')).toMatchObject({ into: ['Linear'], nodes: ['fc'] });
    expect(entry('gate')).toMatchObject({ into: ['Silu'], forms: ['expectation'], nodes: ['silu'] });
    expect(entry('minus')).toMatchObject({ into: ['Neg', 'Add'] });
  });

  it('goes on past operators that are not supported, and names all of them', async () => {
    const { nodes, convertible } = await look({
      weights: { w: randomTensor([4, 4], 1), bad: randomTensor([3, 4], 1) },
      nodes: [
        node('Relu', 'before', ['x'], 'a'),
        node('Hardmax', 'first', ['a'], 'b'),
        node('MatMul', 'fc', ['b', 'w'], 'c'),
        node('FusedThing', 'second', ['c'], 'd', { domain: 'com.microsoft' }),
        node('MatMul', 'misfit', ['d', 'bad'], 'e'),
        node('Tanh', 'after', ['e'], 'f'),
        node('Unheard', 'third', ['f'], 'y'),
      ],
    });
    expect(convertible).toBe(false);
    expect(fates(nodes)).toEqual({
      before: 'native',
      first: 'blocked',
      fc: 'native',
      second: 'blocked',
      // What does not fit behind a blocked node may be the fault of the shape that was assumed for it.
      misfit: 'unchecked',
      after: 'unchecked',
      third: 'blocked',
    });
    for (const { why } of nodes.filter((entry) => entry.fate === 'blocked'))
      expect(why).toMatch(/^operator .* is not supported; rewrite/);
    expect(nodes.find((entry) => entry.name === 'second')?.why).toContain('FusedThing of operator set com.microsoft');
  });

  it('import names the first blocked node and how many more there are', async () => {
    using folder = testFolder();
    const bytes = onnxBytes({
      nodes: [node('Det', 'first', ['x'], 'b'), node('Det', 'second', ['b'], 'y')],
      inputs: [{ name: 'x', shape: ['batch', 4] }],
      outputs: ['y'],
    });
    const model = await readModel(folder.write('model.onnx', bytes));
    expect(() => importNetwork(model)).toThrow(/node first \(Det\).*\(1 more: `spikeloom inspect .*` lists them\)\.$/);
  });
});

describe('subgraphs', () => {
  const branch = (type: string): { readonly graph: TestGraph } => ({
    graph: { nodes: [node(type, `${type}_branch`, ['x'], `${type}_out`)], outputs: [`${type}_out`] },
  });
  const choice = (condition: string): TestNode =>
    node('If', 'choice', [condition], 'y', { attributes: { then_branch: branch('Relu'), else_branch: branch('Tanh') } });

  it('an If with a constant condition is its branch', async () => {
    const { network, nodes } = await look({
      weights: { yes: { shape: [], values: [], raw: { dataType: 9, int32Data: [1] } } },
      nodes: [choice('yes')],
    });
    expect(network.nodes.map((one) => one.op)).toEqual(['Relu']);
    expect(fates(nodes)).toEqual({ choice: 'folded', Relu_branch: 'native' });
  });

  it('an If whose condition is computed is blocked', async () => {
    const { nodes } = await look({ nodes: [choice('x')] });
    expect(fates(nodes)).toEqual({ choice: 'blocked' });
    expect(nodes[0]!.why).toContain('operator If is not supported');
  });
});

it('outputs that nothing reads do not count, except where they say how a Split splits', async () => {
  const { network, totals } = await look({
    weights: { scale: floats([2], [1, 2]), bias: floats([2], [0, 1]) },
    nodes: [
      { type: 'Split', name: 'split', inputs: ['x'], outputs: ['a', 'b'], attributes: { axis: 1n } },
      { type: 'LayerNormalization', name: 'norm', inputs: ['a', 'scale', 'bias'], outputs: ['y', 'mean', 'deviation'] },
    ],
  });
  expect(totals.blocked).toBe(0);
  expect(network.shapes.get('y')!.slice(1)).toEqual([2]);
});

it('a file whose nodes are in no order is imported all the same', async () => {
  using folder = testFolder();
  const nodes = [node('Relu', 'second', ['a'], 'y'), node('Neg', 'first', ['x'], 'a')];
  const bytes = onnxBytes({ nodes, inputs: [{ name: 'x', shape: [1, 4] }], outputs: ['y'] });
  const { network } = importNetwork(await readModel(folder.write('model.onnx', bytes)));
  expect(network.nodes.map((one) => one.id)).toEqual(['first', 'second']);
});
