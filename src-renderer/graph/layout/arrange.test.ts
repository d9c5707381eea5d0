/** Layout of whole drawings: nothing overlaps, everything lies in its module, lines meet what they join, little is computed twice. */
import { describe, expect, it } from 'vitest';
import { bigChain, bigResidual, bigTangle } from '../../testing/big-graph.ts';
import { defaultOpen } from '../model/default-open.ts';
import { buildModuleTree } from '../model/module-tree.ts';
import { type VisibleGraph, visibleGraph } from '../model/visible-graph.ts';
import { createArranger } from './arrange.ts';
import type { Box, Layout } from './protocol.ts';
import { requestOf } from './request.ts';

const overlap = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

function check(visible: VisibleGraph, { boxes, paths }: Layout): void {
  for (const [index, { id, children, pieces }] of [...visible.containers.values()].entries()) {
    const frame = boxes.get(id)!;
    const inside = children.map((child) => boxes.get(child)!);
    for (const [at, box] of inside.entries()) {
      expect(box.x, id).toBeGreaterThanOrEqual(frame.x);
      expect(box.y, id).toBeGreaterThanOrEqual(frame.y);
      expect(box.x + box.width, id).toBeLessThanOrEqual(frame.x + frame.width + 0.5);
      expect(box.y + box.height, id).toBeLessThanOrEqual(frame.y + frame.height + 0.5);
      expect(
        inside.slice(at + 1).some((other) => overlap(box, other)),
        `${id}: siblings overlap`,
      ).toBe(false);
    }
    for (const piece of pieces) {
      const path = paths.get(piece.id)!;
      const [from, to] = [boxes.get(piece.from), boxes.get(piece.to)];
      // Ports have no box: there lines meet at the border of the frame.
      if (from) expect(Math.abs(path[0]![1] - (from.y + from.height)) < 1 || Math.abs(path[0]![1] - from.y) < 1).toBe(true);
      if (!to && index > 0) expect(path.at(-1)![1]).toBeCloseTo(frame.y + frame.height, 0);
    }
  }
}

describe.each([
  ['residual', bigResidual(3000)],
  ['chain', bigChain(3000)],
  ['tangle', bigTangle(3000)],
])('%s of 3,000 operators', (_, graph) => {
  const tree = buildModuleTree(graph);

  it('as it is first shown', () => {
    const visible = visibleGraph(tree, graph, defaultOpen(tree));
    check(visible, createArranger().arrange(requestOf(visible, graph)).layout);
  });

  it('opening a module lays out that module and those around it only', () => {
    const arranger = createArranger();
    const open = defaultOpen(tree);
    arranger.arrange(requestOf(visibleGraph(tree, graph, open), graph));
    const closed = visibleGraph(tree, graph, open).shown.find((item) => item.kind === 'group')!;
    const visible = visibleGraph(tree, graph, new Set([...open, closed.id]));
    let around = 1;
    for (let item = closed; item.parent !== null; item = tree.items.get(item.parent)! as typeof item) around++;
    const { layout, computed } = arranger.arrange(requestOf(visible, graph));
    expect(computed).toBeLessThanOrEqual(around);
    check(visible, layout);
  });
});

describe('equal blocks', () => {
  it('are laid out once', () => {
    const graph = bigResidual(3000);
    const tree = buildModuleTree(graph);
    const groups = [...tree.items.values()].filter((item) => item.kind === 'group' && item.parent !== null);
    const visible = visibleGraph(tree, graph, new Set(groups.map(({ id }) => id)));
    const { layout, computed } = createArranger().arrange(requestOf(visible, graph));
    expect(visible.shown.length).toBeGreaterThan(2900);
    expect(computed).toBeLessThan(40);
    check(visible, layout);
  });
});
