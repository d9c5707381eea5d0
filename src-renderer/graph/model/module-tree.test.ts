/** Modules from names, repeats, sections. */
import { describe, expect, it } from 'vitest';
import { bigChain, bigResidual, bigTangle, draftGraph } from '../../testing/big-graph.ts';
import { defaultOpen } from './default-open.ts';
import { groupOf, type Item, itemOf, type ModuleTree } from './item.ts';
import { buildModuleTree } from './module-tree.ts';
import { MOST_CHILDREN } from './repeats.ts';

/** The tree as indented text: what is in what, with counts. */
function outline(tree: ModuleTree, id = tree.root, depth = 0): string[] {
  const item = itemOf(tree, id);
  const words = item.kind === 'leaf' ? item.label : `${item.label}${item.repeat ? ` ×${item.repeat.count}` : ''}/`;
  const own = depth === 0 ? [] : [`${'  '.repeat(depth - 1)}${words}`];
  return [...own, ...(item.kind === 'group' ? item.children.flatMap((child) => outline(tree, child, depth + 1)) : [])];
}

const residual = (blocks: number) => {
  const draft = draftGraph();
  let last = 'input';
  for (let block = 0; block < blocks; block++) {
    const path = `layer1.${block}`;
    const inner = draft.add('Relu', `${path}.relu1`, [draft.add('Conv', `${path}.conv1`, [last])]);
    last = draft.add('Relu', `${path}.relu2`, [draft.add('Add', path, [draft.add('Conv', `${path}.conv2`, [inner]), last])]);
  }
  return draft;
};

describe('module paths', () => {
  it('layer1.0.conv1 lies in layer1.0, which lies in layer1; equal blocks are counted', () => {
    const draft = residual(2);
    const graph = draft.done(draft.add('Linear', 'fc', [draft.add('Relu', 'relu', ['layer1.1.relu2/Relu'])]));
    expect(outline(buildModuleTree(graph))).toEqual([
      'input',
      'layer1 ×2/',
      '  layer1.0/',
      ...['conv1', 'relu1', 'conv2', 'Add', 'relu2'].map((name) => `    ${name}`),
      '  layer1.1/',
      ...['conv1', 'relu1', 'conv2', 'Add', 'relu2'].map((name) => `    ${name}`),
      'relu',
      'fc',
      'logits',
    ]);
  });

  it('blocks that differ in wiring are not counted together', () => {
    const draft = residual(2);
    const third = draft.add('Add', 'layer1.2', [
      draft.add('Conv', 'layer1.2.conv1', ['layer1.1.relu2/Relu']),
      'layer1.1.relu2/Relu',
    ]);
    const lines = outline(buildModuleTree(draft.done(third)));
    expect(lines).toContain('  layer1.0 … layer1.1 ×2/');
    expect(lines).toContain('  layer1.2/');
  });

  it('a module that only holds one module is that module', () => {
    const draft = draftGraph();
    const conv = draft.add('Conv', 'model.body.conv', ['input']);
    const tree = buildModuleTree(draft.done(draft.add('Relu', 'model.body.relu', [conv])));
    expect(outline(tree)).toEqual(['input', 'model.body/', '  conv', '  relu', 'logits']);
  });

  it('operators that share a path are a module; neuron layers in front of one operator do not make one', () => {
    const draft = draftGraph();
    const sliced = draft.add('Pad', 'a.shortcut', [draft.add('Slice', 'a.shortcut', ['input'])]);
    const neuron = draft.add('Neuron', 'a.conv', [sliced]);
    const tree = buildModuleTree(draft.done(draft.add('Conv', 'a.conv', [neuron])));
    expect(outline(tree)).toEqual(['input', 'a/', '  shortcut/', '    Slice', '    Pad', '  conv', '  conv', 'logits']);
  });

  it('stages of the same structure and another shape are not one', () => {
    const lines = outline(buildModuleTree(bigResidual(99))).filter((line) => !line.startsWith('  '));
    expect(lines).toEqual(['input', 'conv1', 'relu', 'layer1/', 'layer2/', 'layer3/', 'layer4/', 'fc', 'logits']);
  });
});

describe('names without paths', () => {
  const flat = (names: readonly (readonly [op: string, name: string])[]): string[] => {
    const draft = draftGraph();
    let last = 'input';
    for (const [op, name] of names) last = draft.add(op, name, [last]);
    return outline(buildModuleTree(draft.done(last)));
  };

  it('a prefix that several operators share is a module', () => {
    const unit = (name: string) => [
      ['Conv', `${name}_conv`] as const,
      ['Relu', `${name}_relu`] as const,
      ['MaxPool', `${name}_pool`] as const,
    ];
    expect(flat([['Conv', 'stem'], ...unit('stage1_unit1'), ...unit('stage1_unit2'), ['Linear', 'fc']])).toEqual([
      'input',
      'stem',
      'stage1 ×2/',
      '  unit1/',
      ...['conv', 'relu', 'pool'].map((name) => `    ${name}`),
      '  unit2/',
      ...['conv', 'relu', 'pool'].map((name) => `    ${name}`),
      'fc',
      'logits',
    ]);
  });

  it('numbered operators are no module', () => {
    const names = [0, 1, 2, 3].map((index) => ['Conv', `Conv_${index}`] as const);
    expect(flat(names)).toEqual(['input', 'Conv_0', 'Conv_1', 'Conv_2', 'Conv_3', 'logits']);
  });

  it('a prefix that is scattered over the network is no module', () => {
    const spread = Array.from({ length: 12 }, (_, index) =>
      index % 4 === 0 ? ([index === 0 ? 'Conv' : 'Relu', `x_${index}`] as const) : (['Add', `y${index}`] as const),
    );
    expect(flat(spread).filter((line) => line.includes('/'))).toEqual([]);
  });
});

describe('3,000 operators', () => {
  it.each([
    ['residual', bigResidual(3000)],
    ['chain', bigChain(3000)],
    ['tangle', bigTangle(3000)],
  ])('%s: every operator once, no group with more children than can be overlooked', (_, graph) => {
    const tree = buildModuleTree(graph);
    const leaves = [...tree.items.values()].filter((item: Item) => item.kind === 'leaf' && item.node !== null);
    expect(leaves.map(({ id }) => id).toSorted()).toEqual(graph.nodes.map(({ id }) => id).toSorted());
    expect(groupOf(tree, tree.root).nodes).toHaveLength(graph.nodes.length);
    for (const item of tree.items.values()) {
      if (item.kind === 'group') expect(item.children.length, item.id).toBeLessThanOrEqual(MOST_CHILDREN);
      if (item.parent !== null) expect(groupOf(tree, item.parent).children).toContain(item.id);
    }
  });

  it('many equal blocks are counted as blocks, whatever sections they are shown in', () => {
    const draft = residual(200);
    const tree = buildModuleTree(draft.done(draft.add('Linear', 'fc', ['layer1.199.relu2/Relu'])));
    const layer1 = groupOf(tree, 'module:layer1');
    expect(layer1.repeat).toEqual({ count: 200, first: 'layer1.0', last: 'layer1.199' });
    expect(layer1.children.map((id) => itemOf(tree, id).label)).toEqual([
      'layer1.0 … layer1.39',
      'layer1.40 … layer1.79',
      'layer1.80 … layer1.119',
      'layer1.120 … layer1.159',
      'layer1.160 … layer1.199',
    ]);
  });

  it('a chain becomes equal sections with a count', () => {
    const tree = buildModuleTree(bigChain(3000));
    const root = groupOf(tree, tree.root);
    expect(root.children.map((id) => itemOf(tree, id).label)).toEqual(['input', 'n_0 … n_2999', 'logits']);
    expect(groupOf(tree, root.children[1]!).repeat?.count).toBe(75);
    // Closed, it would be all there is to see.
    expect([...defaultOpen(tree)]).toEqual([root.children[1]]);
  });
});
