/** Walking the graph by arrow keys: down and up along edges, left and right among siblings, in and out of groups. */
import type { Box } from '../layout/protocol.ts';
import { ancestorsOf, groupOf, type ModuleTree } from './item.ts';
import type { VisibleGraph } from './visible-graph.ts';

export type Direction = 'up' | 'down' | 'left' | 'right';

export interface Surroundings {
  readonly tree: ModuleTree;
  readonly visible: VisibleGraph;
  readonly boxes: ReadonlyMap<string, Box>;
}

/** Where an arrow key leads from an item; the item itself where there is nothing. Without an item: to the network's input. */
export function walk(from: string | null, direction: Direction, { tree, visible, boxes }: Surroundings): string | null {
  if (from === null || !boxes.has(from)) return visible.shown[0]?.id ?? null;
  const isOpen = visible.containers.has(from);
  if (direction === 'down' || direction === 'up') {
    if (isOpen && direction === 'down') return nearest(from, groupOf(tree, from).children, boxes) ?? from;
    const next = (direction === 'down' ? visible.readers : visible.sources).get(from) ?? [];
    return nearest(from, next, boxes) ?? (isOpen ? beside(from, direction, tree, boxes) : from);
  }
  return beside(from, direction, tree, boxes);
}

/** The sibling on that side: the nearest in the same rank, else the next or last in the order of the network. */
function beside(from: string, direction: Direction, tree: ModuleTree, boxes: ReadonlyMap<string, Box>): string {
  const [parent] = ancestorsOf(tree, from);
  if (!parent) return from;
  const own = boxes.get(from)!;
  const forward = direction === 'right' || direction === 'down';
  const inRank = parent.children.filter((id) => {
    const box = boxes.get(id)!;
    const overlaps = box.y < own.y + own.height && own.y < box.y + box.height;
    return id !== from && overlaps && (forward ? box.x > own.x : box.x < own.x);
  });
  const near = nearest(from, inRank, boxes);
  if (near !== undefined) return near;
  return parent.children[parent.children.indexOf(from) + (forward ? 1 : -1)] ?? from;
}

/** The one whose middle is nearest; the first of equals. */
function nearest(from: string, ids: readonly string[], boxes: ReadonlyMap<string, Box>): string | undefined {
  const own = boxes.get(from)!;
  const distance = (id: string): number => {
    const box = boxes.get(id)!;
    const across = Math.abs(box.x + box.width / 2 - (own.x + own.width / 2));
    const down = Math.abs(box.y - own.y);
    return across + down;
  };
  return ids.filter((id) => boxes.has(id)).toSorted((a, b) => distance(a) - distance(b))[0];
}
