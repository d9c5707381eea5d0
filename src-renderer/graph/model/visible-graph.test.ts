/** What is on screen for a set of open groups, and the pieces that edges are cut into. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bigResidual, bigTangle } from '../../testing/big-graph.ts';
import { defaultOpen, openFor } from './default-open.ts';
import { groupOf } from './item.ts';
import { buildModuleTree } from './module-tree.ts';
import { visibleGraph } from './visible-graph.ts';

const graph = bigTangle(120);
const tree = buildModuleTree(graph);
const groups = [...tree.items.values()].filter((item) => item.kind === 'group' && item.parent !== null).map(({ id }) => id);

describe('a visible graph', () => {
  it('shows every operator once: itself, or in the closed group around it', () => {
    fc.assert(
      fc.property(fc.subarray(groups), (open) => {
        const { shown, shownFor } = visibleGraph(tree, graph, new Set(open));
        const stands = shown.flatMap((item) => (item.kind === 'group' ? item.nodes : item.node ? [item.id] : []));
        expect(stands.toSorted()).toEqual(graph.nodes.map(({ id }) => id).toSorted());
        for (const { id } of graph.nodes) expect(shownFor.has(id)).toBe(true);
      }),
    );
  });

  it('every edge between two shown items is one unbroken way of pieces, and no other piece is there', () => {
    fc.assert(
      fc.property(fc.subarray(groups), (open) => {
        const { containers, shownFor } = visibleGraph(tree, graph, new Set(open));
        const pieces = [...containers.values()].flatMap((container) => container.pieces);
        const expected = new Set(
          graph.nodes.flatMap(({ id, inputs }) =>
            inputs.flatMap((from, position) => (shownFor.get(from) === shownFor.get(id) ? [] : [`${from} ${id} ${position}`])),
          ),
        );
        const keyOf = (edge: { from: string; to: string; position: number }): string =>
          `${edge.from} ${edge.to} ${edge.position}`;
        const outputs = new Set(graph.outputs.map((_, index) => `output ${index}: logits`));
        const seen = new Set(pieces.flatMap(({ edges }) => edges.filter(({ to }) => !outputs.has(to)).map(keyOf)));
        expect(seen).toEqual(expected);
        for (const key of expected) {
          const way = pieces.filter(({ edges }) => edges.some((edge) => keyOf(edge) === key));
          const [from, to] = key.split(' ') as [string, string];
          expect(way.filter((piece) => piece.from === shownFor.get(from))).toHaveLength(1);
          const last = way.filter(({ ends }) => ends);
          expect(last.map((piece) => piece.to)).toEqual([shownFor.get(to)]);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('edges between the same two items are one piece', () => {
    const residual = bigResidual(60);
    const all = buildModuleTree(residual);
    const { containers } = visibleGraph(all, residual, new Set());
    const { pieces } = containers.get(all.root)!;
    const into = pieces.filter(({ to }) => to === 'module:layer1');
    // The first block reads the stem twice: its convolution and its shortcut.
    expect(into.map(({ edges }) => edges.length)).toEqual([2]);
  });

  it('values of one item enter an open group through one port', () => {
    const residual = bigResidual(60);
    const all = buildModuleTree(residual);
    const { containers } = visibleGraph(all, residual, new Set(['module:layer1', 'module:layer1.0']));
    const inner = containers.get('module:layer1.0')!;
    expect(inner.ports.map(({ side }) => side)).toEqual(['in', 'out']);
    const fromPort = inner.pieces.filter(({ from }) => from === inner.ports[0]!.id);
    expect(fromPort.map(({ to }) => to).toSorted()).toEqual(['layer1.0.conv1/Conv', 'layer1.0.downsample/Conv']);
  });
});

describe('what is open', () => {
  it('at first: as much as fits a glance, repeated blocks closed', () => {
    const large = bigResidual(3000);
    const all = buildModuleTree(large);
    const open = defaultOpen(all);
    expect(open).toContain('module:layer1');
    for (const id of open) expect(groupOf(all, id).repeat).toBeNull();
    expect(visibleGraph(all, large, open).shown.length).toBeLessThanOrEqual(80);
  });

  it('to show one operator: the groups around it, beside those that are open', () => {
    const deep = graph.nodes.at(-1)!;
    const open = openFor(tree, new Set([groups[0]!]), [deep.id]);
    expect(open).toContain(groups[0]);
    expect(visibleGraph(tree, graph, open).shownFor.get(deep.id)).toBe(deep.id);
    expect(open).not.toContain(tree.root);
  });
});
