/** What the layout worker is asked. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryGraph } from '../../testing/arbitrary-graph.ts';
import { draftGraph } from '../../testing/big-graph.ts';
import { buildModuleTree } from '../model/module-tree.ts';
import { itemOf } from '../model/item.ts';
import { visibleGraph } from '../model/visible-graph.ts';
import { createArranger } from './arrange.ts';
import { sizeOf } from './measures.ts';
import type { Box } from './protocol.ts';
import { requestOf } from './request.ts';

const cuts = arbitraryGraph(30).chain((graph) => {
  const tree = buildModuleTree(graph);
  const groups = [...tree.items.values()].flatMap(({ id, kind, parent }) => (kind === 'group' && parent !== null ? [id] : []));
  return fc.subarray(groups).map((open) => ({ graph, tree, visible: visibleGraph(tree, graph, new Set(open)) }));
});

const holds = (outer: Box, inner: Box): boolean =>
  inner.x >= outer.x - 0.5 &&
  inner.y >= outer.y - 0.5 &&
  inner.x + inner.width <= outer.x + outer.width + 0.5 &&
  inner.y + inner.height <= outer.y + outer.height + 0.5;

describe('any cut through any network', () => {
  it('is laid out with every item inside its module, none over another, and a finite line for every piece', () => {
    fc.assert(
      fc.property(cuts, ({ graph, visible }) => {
        const { layout } = createArranger().arrange(requestOf(visible, graph));
        for (const { id, children, pieces } of visible.containers.values()) {
          const boxes = children.map((child) => layout.boxes.get(child)!);
          for (const [index, box] of boxes.entries()) {
            expect(holds(layout.boxes.get(id)!, box)).toBe(true);
            for (const other of boxes.slice(index + 1)) {
              const meets =
                box.x < other.x + other.width &&
                other.x < box.x + box.width &&
                box.y < other.y + other.height &&
                other.y < box.y + box.height;
              expect(meets).toBe(false);
            }
          }
          for (const piece of pieces) {
            const path = layout.paths.get(piece.id)!;
            expect(path.length).toBeGreaterThanOrEqual(2);
            expect(path.flat().every(Number.isFinite)).toBe(true);
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  it('is laid out once: asked again, nothing is computed and the same comes back', () => {
    fc.assert(
      fc.property(cuts, ({ graph, visible }) => {
        const arranger = createArranger();
        const request = requestOf(visible, graph);
        const first = arranger.arrange(request);
        expect(first.computed).toBeLessThanOrEqual(request.containers.length);
        expect(arranger.arrange(structuredClone(request))).toEqual({ layout: first.layout, computed: 0 });
      }),
      { numRuns: 20 },
    );
  });
});

it('a network without operators is laid out as its input', () => {
  const graph = { input: { id: 'input', name: 'x', shape: [1] }, outputs: [], nodes: [], layers: [] };
  const tree = buildModuleTree(graph);
  const { layout } = createArranger().arrange(requestOf(visibleGraph(tree, graph, new Set()), graph));
  expect(layout.boxes.get('input')).toMatchObject({ x: 0, y: 0 });
  expect(layout.paths.size).toBe(0);
});

it('what has neuron layers inside is higher, ends are narrower', () => {
  const draft = draftGraph();
  const conv = draft.add('Conv', 'a.conv', ['input']);
  const relu = draft.add('Relu', 'a.relu', [conv]);
  const tree = buildModuleTree(draft.done(draft.add('Linear', 'b', [relu])));
  const size = (id: string) => sizeOf(itemOf(tree, id), (node) => node === relu);
  expect([size(relu).height, size('module:a').height]).toEqual([64, 64]);
  expect([size(conv).height, size('b/Linear').height, size('input').height]).toEqual([40, 40, 40]);
  expect(size('input').width).toBeLessThan(size(conv).width);
});
