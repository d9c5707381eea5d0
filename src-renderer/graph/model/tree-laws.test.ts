/** What holds for the modules of any network, whatever its wiring and names, and for any cut through them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryGraph } from '../../testing/arbitrary-graph.ts';
import { defaultOpen, openFor } from './default-open.ts';
import { ancestorsOf, groupOf, itemOf, type ModuleTree, nodesOf } from './item.ts';
import { buildModuleTree } from './module-tree.ts';
import { structures } from './structure.ts';
import { visibleGraph } from './visible-graph.ts';

const groupsOf = (tree: ModuleTree) => [...tree.items.values()].filter((item) => item.kind === 'group');

describe('the modules of any network', () => {
  it('hold every operator once, in the order of the network within each module', () => {
    fc.assert(
      fc.property(arbitraryGraph(), (graph) => {
        const tree = buildModuleTree(graph);
        const order = new Map(graph.nodes.map(({ id }, index) => [id, index]));
        const leaves = [...tree.items.values()].flatMap((item) => (item.kind === 'leaf' && item.node ? [item.id] : []));
        expect(leaves.toSorted()).toEqual(graph.nodes.map(({ id }) => id).toSorted());
        for (const { children } of groupsOf(tree)) {
          const own = children.filter((id) => order.has(id)).map((id) => order.get(id)!);
          expect(own).toEqual(own.toSorted((a, b) => a - b));
        }
      }),
    );
  });

  it('hang together: a child names its parent, a group has the nodes of its children, and no module holds just one module', () => {
    fc.assert(
      fc.property(arbitraryGraph(), (graph) => {
        const tree = buildModuleTree(graph);
        for (const group of groupsOf(tree)) {
          const children = group.children.map((id) => itemOf(tree, id));
          for (const { parent } of children) expect(parent).toBe(group.id);
          expect(group.nodes).toEqual(children.flatMap(nodesOf));
          if (group.parent !== null) expect(children.length === 1 && children[0]!.kind === 'group').toBe(false);
          if (group.role === 'repeat') expect(group.repeat!.count).toBe(children.length);
        }
      }),
    );
  });

  it('have names that a person can read: none is empty but that of the root', () => {
    fc.assert(
      fc.property(arbitraryGraph(), (graph) => {
        const tree = buildModuleTree(graph);
        for (const item of tree.items.values()) if (item.id !== tree.root) expect(item.label, item.id).not.toBe('');
      }),
    );
  });

  it('counts equal blocks only if they are equal', () => {
    fc.assert(
      fc.property(arbitraryGraph(40), (graph) => {
        const tree = buildModuleTree(graph);
        const structureOf = structures(new Map(graph.nodes.map((node) => [node.id, node])));
        for (const { role, children } of groupsOf(tree)) {
          if (role !== 'repeat') continue;
          const all = new Set(children.map((id) => structureOf(groupOf(tree, id).nodes)));
          expect(all.size).toBe(1);
        }
      }),
    );
  });
});

describe('any cut through them', () => {
  const cut = arbitraryGraph().chain((graph) => {
    const tree = buildModuleTree(graph);
    const groups = groupsOf(tree).flatMap(({ id, parent }) => (parent === null ? [] : [id]));
    return fc.record({ graph: fc.constant(graph), tree: fc.constant(tree), open: fc.subarray(groups) });
  });

  it('readers and sources say the same, and nothing reads itself', () => {
    fc.assert(
      fc.property(cut, ({ graph, tree, open }) => {
        const { readers, sources } = visibleGraph(tree, graph, new Set(open));
        const pairs = (map: ReadonlyMap<string, readonly string[]>, turn: boolean) =>
          [...map].flatMap(([key, all]) => all.map((one) => (turn ? [one, key] : [key, one]).join(' → '))).toSorted();
        expect(pairs(sources, true)).toEqual(pairs(readers, false));
        for (const [id, all] of readers) expect(all).not.toContain(id);
      }),
    );
  });

  it('pieces run between children and ports of their own group, and each of its ports is met on both sides', () => {
    fc.assert(
      fc.property(cut, ({ graph, tree, open }) => {
        const { containers } = visibleGraph(tree, graph, new Set(open));
        for (const { id, children, ports, pieces } of containers.values()) {
          const ends = new Set([...children, ...ports.map((port) => port.id)]);
          expect(new Set(pieces.map((piece) => piece.id)).size).toBe(pieces.length);
          for (const { from, to, edges } of pieces) {
            expect(ends.has(from) && ends.has(to) && from !== to, `${from} → ${to}`).toBe(true);
            expect(edges.length).toBeGreaterThan(0);
          }
          const outer = [...containers.values()].flatMap((one) => one.pieces);
          for (const port of ports) {
            const inside = pieces.filter(({ from, to }) => (port.side === 'in' ? from : to) === port.id);
            const outside = outer.filter(({ inPorts, outPorts }) => (port.side === 'in' ? inPorts : outPorts).includes(port.id));
            expect([inside.length > 0, outside.length > 0], `${id} ${port.side}`).toEqual([true, true]);
          }
        }
      }),
    );
  });

  it('opening what hides an operator shows it, changes nothing else, and does so once', () => {
    fc.assert(
      fc.property(cut, fc.nat(), ({ graph, tree, open }, which) => {
        const { id } = graph.nodes[which % graph.nodes.length]!;
        const more = openFor(tree, new Set(open), [id]);
        expect(visibleGraph(tree, graph, more).shownFor.get(id)).toBe(id);
        const around = ancestorsOf(tree, id).map((group) => group.id);
        expect([...more].filter((one) => !open.includes(one) && !around.includes(one))).toEqual([]);
        expect(openFor(tree, more, [id])).toEqual(more);
      }),
    );
  });

  it('ids of groups that are not there change nothing', () => {
    fc.assert(
      fc.property(cut, ({ graph, tree, open }) => {
        const with_ = visibleGraph(tree, graph, new Set([...open, 'module:gone', 'section:gone … gone']));
        expect(with_).toEqual(visibleGraph(tree, graph, new Set(open)));
      }),
    );
  });

  it('what is open at first is part of the tree, and its parents are open too', () => {
    fc.assert(
      fc.property(arbitraryGraph(40), (graph) => {
        const tree = buildModuleTree(graph);
        const open = defaultOpen(tree);
        for (const id of open) {
          for (const { id: parent } of ancestorsOf(tree, id)) expect(parent === tree.root || open.has(parent)).toBe(true);
        }
      }),
    );
  });
});

describe('an id of another tree', () => {
  const tree = buildModuleTree({ input: { id: 'input', name: 'x', shape: [1] }, outputs: [], nodes: [], layers: [] });

  it('is an error that names it', () => {
    expect(() => itemOf(tree, 'gone')).toThrow('no item gone in this tree');
    expect(() => ancestorsOf(tree, 'gone')).toThrow('gone');
    expect(() => groupOf(tree, 'input')).toThrow('input is not a group');
  });

  it('a network without operators is its ends', () => {
    expect(groupOf(tree, tree.root)).toMatchObject({ children: ['input'], nodes: [], repeat: null });
    expect([...defaultOpen(tree)]).toEqual([]);
    expect(nodesOf(itemOf(tree, 'input'))).toEqual([]);
  });
});
