/** Lines of edges as plain data: path, coding, how many edges it stands for, what is written beside it, where transcoders stand. */
import type { Point } from '../layout/protocol.ts';
import type { Derived } from '../derived.ts';
import { edgeKey, type Transcoder } from '../model/codings.ts';
import type { ModuleTree } from '../model/item.ts';
import type { Piece } from '../model/visible-graph.ts';
import { meets } from '../state/detail.ts';
import type { Rect, Scene } from '../state/view-store.ts';
import { shapeText } from '../describe.ts';

export interface EdgeShape {
  readonly id: string;
  readonly d: string;
  /** `mixed` where the edges have several. */
  readonly coding: string;
  readonly ends: boolean;
  readonly count: number;
  /** Operators it leads from and to. */
  readonly from: ReadonlySet<string>;
  readonly to: ReadonlySet<string>;
  /** Shape of the tensor, at the start of the first piece from a source. */
  readonly label: { readonly text: string; readonly at: Point } | null;
  readonly transcoders: readonly Transcoder[];
  readonly middle: Point;
}

/** Shapes of all pieces that meet the window. */
export function edgeShapes(scene: Scene, { codings }: Derived, window: Rect | null): EdgeShape[] {
  const { visible, layout, tree } = scene;
  const labelled = new Set<string>();
  return [...visible.containers.values()].flatMap(({ pieces }) =>
    pieces.flatMap((piece): EdgeShape[] => {
      const points = layout.paths.get(piece.id);
      if (!points || (window && !meets(boundsOf(points), window))) return [];
      const transcoders = piece.ends
        ? piece.edges.flatMap(({ to, position }) => codings.transcoders.get(edgeKey(to, position)) ?? [])
        : [];
      const sent = new Set(piece.edges.map(({ from }) => codings.of.get(from) ?? ''));
      return [
        {
          id: piece.id,
          d: curve(points),
          ends: piece.ends,
          count: new Set(piece.edges.map(({ from }) => from)).size,
          coding: sent.size === 1 ? [...sent][0]! : 'mixed',
          from: new Set(piece.edges.map(({ from }) => from)),
          to: new Set(piece.edges.map(({ to }) => to)),
          label: visible.containers.has(piece.from) ? null : labelOf(piece, points, tree, labelled, transcoders.length > 0),
          transcoders,
          middle: pointAt(points, 0.5),
        },
      ];
    }),
  );
}

/** The shape is written where the values leave the node that made them, once; `marked`: beside a transcoder's mark. */
function labelOf(
  piece: Piece,
  points: readonly Point[],
  tree: ModuleTree,
  labelled: Set<string>,
  marked: boolean,
): EdgeShape['label'] {
  const sender = tree.items.get(piece.edges[0]!.from);
  // A port is no item: there the line only goes on.
  if (!tree.items.has(piece.from) || sender?.kind !== 'leaf' || sender.shape.length === 0 || labelled.has(piece.from))
    return null;
  labelled.add(piece.from);
  const [x, y] = points[0]!;
  return { text: shapeText(sender.shape), at: [x + (marked ? 14 : 6), y + 14] };
}

export function boundsOf(points: readonly Point[]): Rect {
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return { x: left - 1, y: top - 1, width: Math.max(...xs) - left + 2, height: Math.max(...ys) - top + 2 };
}

/** Radius of the bends of a line, px. */
const BEND = 20;

/** A line through points, rounded where it bends. */
export function curve(points: readonly Point[]): string {
  const bends = points.slice(1, -1).map((point, index) => {
    const [before, after] = [points[index]!, points[index + 2]!];
    if (isStraight(before, point, after)) return '';
    return `L${text(towards(point, before))}Q${text(point)} ${text(towards(point, after))}`;
  });
  return `M${text(points[0]!)}${bends.join('')}L${text(points.at(-1)!)}`;
}

const isStraight = ([ax, ay]: Point, [bx, by]: Point, [cx, cy]: Point): boolean =>
  Math.abs((bx - ax) * (cy - by) - (by - ay) * (cx - bx)) < 1;

/** The point at a bend's radius from `from` on the way to `to`, at most half way. */
function towards(from: Point, to: Point): Point {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
  const share = length === 0 ? 0 : Math.min(0.5, BEND / length);
  return [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share];
}

const text = ([x, y]: Point): string => `${Math.round(x * 10) / 10} ${Math.round(y * 10) / 10}`;

/** A point at a share of the line's length. */
export function pointAt(points: readonly Point[], share: number): Point {
  const lengths = points.slice(1).map(([x, y], index) => Math.hypot(x - points[index]![0], y - points[index]![1]));
  let left = share * lengths.reduce((sum, length) => sum + length, 0);
  for (const [index, length] of lengths.entries()) {
    if (left <= length && length > 0) {
      const [a, b] = [points[index]!, points[index + 1]!];
      return [a[0] + ((b[0] - a[0]) * left) / length, a[1] + ((b[1] - a[1]) * left) / length];
    }
    left -= length;
  }
  return points.at(-1)!;
}
