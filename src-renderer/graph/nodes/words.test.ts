/** Words in boxes, and the classes that say what a node is. */
import { describe, expect, it } from 'vitest';
import type { GraphNode } from '../../../src-shared/contract/index.ts';
import { bigResidual, draftGraph } from '../../testing/big-graph.ts';
import { itemOf, type Leaf } from '../model/item.ts';
import { buildModuleTree } from '../model/module-tree.ts';
import { nodeClass } from './node-class.ts';
import type { NodeData } from './node-data.ts';
import { wordsOf } from './words.ts';

const draft = draftGraph();
draft.add('Conv', 'stem', ['input'], [8, 4, 4]);
const slice = draft.add('Slice', 'm.cut', ['stem/Conv'], []);
draft.add('Pad', 'm.cut', [slice], [8]);
const graph = draft.done('m.cut/Pad');
const tree = buildModuleTree({ ...graph, input: { ...graph.input, name: 'Input' } });

describe('words of a box', () => {
  it('are name, operator, facts and shape', () => {
    expect(wordsOf(itemOf(tree, 'stem/Conv'))).toEqual({ name: 'stem', kind: 'Conv', facts: '3×3 · pad 1 · 8×4×4' });
  });

  it('do not say twice what the name says', () => {
    expect(wordsOf(itemOf(tree, slice))).toMatchObject({ name: 'Slice', kind: '' });
    expect(wordsOf(itemOf(tree, 'input'))).toEqual({ name: 'Input', kind: '', facts: '3×32×32' });
    expect(wordsOf(itemOf(tree, 'output 0: logits'))).toEqual({ name: 'logits', kind: 'Output', facts: '10' });
  });

  it('of a module count what is inside; of equal blocks they name the first and the last', () => {
    expect(wordsOf(itemOf(tree, 'module:m.cut'))).toEqual({ name: 'm.cut', kind: '', facts: '2 operators' });
    const blocks = buildModuleTree(bigResidual(120));
    const [repeated] = [...blocks.items.values()].filter(
      (item) => item.kind === 'group' && item.repeat && item.role === 'repeat',
    );
    expect(wordsOf(repeated!).facts).toMatch(/^\d+ operators$/);
  });
});

describe('the class of a node', () => {
  const data: NodeData = {
    ...{ item: itemOf(tree, 'stem/Conv'), isOpen: false, badges: null, heat: undefined, heatText: null, selected: 'none' },
    ...{ focused: false, matches: 0, blockedIn: 0, doubtful: false, coding: null, map: 'heat', gauge: null, difference: null },
  };
  const leaf = (form: GraphNode['form'], counted: string | null): Leaf => {
    const item = itemOf(tree, 'stem/Conv') as Leaf;
    return { ...item, node: { ...item.node!, form, counted } };
  };

  it.each([
    ['counted', leaf('linear', 'stem')],
    ['linear', leaf('linear', null)],
    ['neuron', leaf('neuron', null)],
    ['expectation', leaf('expectation', null)],
    ['product', leaf('product', 'p')],
    ['end', itemOf(tree, 'input')],
    ['group', itemOf(tree, 'module:m.cut')],
  ] as const)('says that it is %s', (kind, item) => {
    expect(nodeClass({ ...data, item })).toBe(`graph-is-${kind}`);
  });

  it('says how it stands, all at once', () => {
    const all = nodeClass({
      ...data,
      ...{ coding: 'rate', selected: 'all', focused: true, blockedIn: 1, doubtful: true, matches: 2, heat: 0.5 },
    });
    for (const word of ['coding-rate', 'selected', 'focused', 'blocked', 'doubtful', 'match', 'heated']) {
      expect(all.split(' ')).toContain(`graph-${word}`);
    }
    expect(all).not.toContain('unmeasured');
  });

  it('of an open module leaves search and partial selection to what is inside', () => {
    const open = nodeClass({ ...data, item: itemOf(tree, 'module:m.cut'), isOpen: true, selected: 'some', matches: 1 });
    expect(open).toBe('graph-is-group');
  });
});
