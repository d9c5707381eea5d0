/**
 * Layout of everything on screen, group by group from the inside out. Equal groups are laid out once, and what was laid out before
 * is remembered: opening a group computes that group and those around it, nothing else.
 */
import { layoutModule, type ModuleLayout, type PlainModule } from './layout-module.ts';
import type { Size } from './measures.ts';
import type { Box, Layout, LayoutContainer, LayoutRequest, Point } from './protocol.ts';

/** Most layouts that are remembered. */
const MOST_REMEMBERED = 2000;

export interface Arranger {
  /** `computed`: number of groups that were laid out anew. */
  arrange(request: Omit<LayoutRequest, 'id'>): { readonly layout: Layout; readonly computed: number };
}

/** A memory of layouts, and layout with it. */
export function createArranger(): Arranger {
  const memory = new Map<string, ModuleLayout>();
  return {
    arrange({ containers, sizes }) {
      let computed = 0;
      const lay = (module: PlainModule): ModuleLayout => {
        const key = JSON.stringify(module);
        const known = memory.get(key);
        if (known) return known;
        computed++;
        if (memory.size >= MOST_REMEMBERED) memory.clear();
        const laid = layoutModule(module);
        memory.set(key, laid);
        return laid;
      };
      const laid = layAll(containers, sizes, lay);
      return { layout: place(containers, laid, sizes), computed };
    },
  };
}

/** Layouts of all groups, inner ones first, since their sizes decide those of the outer ones. */
function layAll(
  containers: readonly LayoutContainer[],
  sizes: ReadonlyMap<string, Size>,
  lay: (module: PlainModule) => ModuleLayout,
): Map<string, ModuleLayout> {
  const laid = new Map<string, ModuleLayout>();
  for (const container of containers.toReversed()) {
    const { children, ports, pieces } = container;
    const numbers = new Map([...children, ...ports.map(({ id }) => id)].map((id, index) => [id, index]));
    const size = (id: string): Size => {
      const { width, height } = laid.get(id) ?? sizes.get(id)!;
      return { width, height };
    };
    const module: PlainModule = {
      children: children.map(size),
      ports: ports.map(({ side }) => side),
      edges: pieces.map(({ from, to }) => [numbers.get(from)!, numbers.get(to)!]),
      framed: container !== containers[0],
    };
    laid.set(container.id, lay(module));
  }
  return laid;
}

/** Absolute boxes and paths, outer groups first. */
function place(
  containers: readonly LayoutContainer[],
  laid: ReadonlyMap<string, ModuleLayout>,
  sizes: ReadonlyMap<string, Size>,
): Layout {
  const boxes = new Map<string, Box>();
  const paths = new Map<string, readonly Point[]>();
  const portXs = new Map<string, number>();
  const root = containers[0]!;
  const { width, height } = laid.get(root.id)!;
  boxes.set(root.id, { x: 0, y: 0, width, height });
  for (const { id, children, ports } of containers) {
    const { x, y } = boxes.get(id)!;
    const own = laid.get(id)!;
    children.forEach((child, index) => {
      const [left, top] = own.children[index]!;
      const size = laid.get(child) ?? sizes.get(child)!;
      boxes.set(child, { x: x + left, y: y + top, width: size.width, height: size.height });
    });
    ports.forEach((port, index) => portXs.set(port.id, x + own.ports[index]!));
  }
  for (const { id, pieces } of containers) {
    const { x, y } = boxes.get(id)!;
    const own = laid.get(id)!;
    pieces.forEach(({ id: piece, outPort, inPort }, index) => {
      const points = own.edges[index]!.map(([left, top]): Point => [x + left, y + top]);
      // Where a piece goes on inside an open group, it meets the other piece at the border.
      if (outPort !== null) points[0] = [portXs.get(outPort)!, points[0]![1]];
      if (inPort !== null) points[points.length - 1] = [portXs.get(inPort)!, points.at(-1)![1]];
      paths.set(piece, points);
    });
  }
  return { boxes, paths };
}
