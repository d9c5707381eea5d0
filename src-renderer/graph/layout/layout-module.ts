/**
 * Layout of one open group: its children in ranks from top to bottom, inputs at the upper border, outputs at the lower one (dagre). A
 * drawing that would be long and thin stands in several columns.
 */
import { Graph, layout } from '@dagrejs/dagre';
import { inColumns } from './columns.ts';
import { BETWEEN, INSIDE, type Size } from './measures.ts';
import type { Point } from './protocol.ts';

/** A group without names: children, ports and edges by number, so that equal groups share one layout. */
export interface PlainModule {
  readonly children: readonly Size[];
  readonly ports: readonly ('in' | 'out')[];
  /** Ends count children first, then ports. */
  readonly edges: readonly (readonly [from: number, to: number])[];
  /** False for the root, which has no border. */
  readonly framed: boolean;
}

/** Positions relative to the group's upper left corner. */
export interface ModuleLayout extends Size {
  /** Upper left corners of the children. */
  readonly children: readonly Point[];
  /** Where the ports are along the border. */
  readonly ports: readonly number[];
  readonly edges: readonly (readonly Point[])[];
}

/** Weight that holds a port at its border, far above that of an edge. */
const HOLD = 100;
const PORT: Size = { width: 8, height: 1 };
/** Network simplex takes too long for more children than this. */
const MOST_FOR_SIMPLEX = 120;

/** Lays out one group. About 10 ms for 40 children. */
export function layoutModule(module: PlainModule): ModuleLayout {
  const { children, ports, edges } = module;
  const graph = new Graph({ multigraph: false });
  graph.setGraph({
    rankdir: 'TB',
    nodesep: BETWEEN.nodes,
    ranksep: BETWEEN.ranks,
    edgesep: BETWEEN.edges,
    ranker: children.length > MOST_FOR_SIMPLEX ? 'tight-tree' : 'network-simplex',
  });
  graph.setDefaultEdgeLabel(() => ({}));
  children.forEach(({ width, height }, index) => graph.setNode(String(index), { width, height }));
  ports.forEach((_, index) => graph.setNode(String(children.length + index), { ...PORT }));
  for (const [from, to] of edges) graph.setEdge(String(from), String(to), { weight: 1, minlen: 1 });
  holdPorts(graph, module);
  layout(graph);

  return withBorder(module, placesOf(graph, module));
}

/** Places of children, lines and ports (their middles), in px. `folded`: in several columns. */
interface Places {
  readonly boxes: readonly (readonly [x: number, y: number, width: number, height: number])[];
  readonly lines: readonly (readonly Point[])[];
  readonly portXs: readonly number[];
  readonly folded: boolean;
}

/** The places that dagre found, folded into columns if the drawing is long and thin. */
function placesOf(graph: Graph, { children, ports, edges }: PlainModule): Places {
  const place = (index: number): { x: number; y: number; width: number; height: number } => graph.node(String(index)) as never;
  const boxes = children.map((_, index) => {
    const { x, y, width, height } = place(index);
    return [x - width / 2, y - height / 2, width, height] as const;
  });
  const lines = edges.map(([from, to]) =>
    (graph.edge(String(from), String(to)) as { points: { x: number; y: number }[] }).points.map(({ x, y }): Point => [x, y]),
  );
  const portXs = ports.map((_, index) => place(children.length + index).x);
  const columns = inColumns({ boxes, lines });
  if (!columns) return { boxes, lines, portXs, folded: false };
  const { first, last } = columns;
  return {
    boxes: columns.boxes,
    lines: columns.lines,
    portXs: portXs.map((x, index) => x + (ports[index] === 'in' ? first : last)[0]),
    folded: true,
  };
}

/** Moves everything to its place inside of the border, and leads the lines to the borders of what they join. */
function withBorder({ children, ports, edges, framed }: PlainModule, { boxes, lines, portXs, folded }: Places): ModuleLayout {
  const xs = [...boxes.flatMap(([x, , width]) => [x, x + width]), ...lines.flat().map(([x]) => x), ...portXs];
  const ys = [...boxes.flatMap(([, y, , height]) => [y, y + height]), ...(folded ? lines.flat().map(([, y]) => y) : [])];
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
  const inside = framed ? INSIDE : ({ top: 0, side: 0, bottom: 0 } as const);
  const move = ([x, y]: Point): Point => [round(x - left + inside.side), round(y - top + inside.top)];
  const height = round(bottom - top + inside.top + inside.bottom);
  return {
    width: round(right - left + 2 * inside.side),
    height,
    children: boxes.map(([x, y]) => move([x, y])),
    ports: portXs.map((x) => move([x, 0])[0]),
    edges: lines.map((points, index) => {
      const [from, to] = edges[index]!;
      const line = points.map(move);
      const isPort = (at: number): boolean => at >= children.length;
      const end = (at: number, towards: Point): Point => {
        const port = at - children.length;
        // Ports lie on the border itself, wherever dagre put their rank; in-ports below the name, over which no line may run.
        if (port >= 0) return [move([portXs[port]!, 0])[0], ports[port] === 'in' ? INSIDE.head : height];
        const [x, y, width, own] = boxes[at]!;
        return onBorder(move([x + width / 2, y + own / 2]), { width, height: own }, towards);
      };
      // In columns the border may be far from where the rank of a port would be: the line goes straight up or down from there.
      const middle = line.slice(folded && isPort(from) ? 0 : 1, folded && isPort(to) ? undefined : -1);
      return [end(from, middle[0] ?? line[1]!), ...middle, end(to, middle.at(-1) ?? line.at(-2)!)];
    }),
  };
}

/** Space at the corners of a child that no line leaves from or comes to. */
const CORNER = 12;

/** Where a line towards a point leaves a child: from its lower or upper edge, never from its sides. */
function onBorder([x, y]: Point, { width, height }: Size, [towardsX, towardsY]: Point): Point {
  const down = towardsY > y;
  const slope = (towardsX - x) / Math.max(1, Math.abs(towardsY - y));
  const most = width / 2 - CORNER;
  return [round(x + Math.max(-most, Math.min(most, (slope * height) / 2))), down ? y + height / 2 : y - height / 2];
}

/** Ports are drawn to their border: in-ports to a node above all others, out-ports to one below. */
function holdPorts(graph: Graph, { children, ports, edges }: PlainModule): void {
  const above = ports.includes('in');
  const below = ports.includes('out');
  if (above) graph.setNode('above', { width: 0, height: 0 });
  if (below) graph.setNode('below', { width: 0, height: 0 });
  ports.forEach((side, index) => {
    const id = String(children.length + index);
    if (side === 'in') graph.setEdge('above', id, { weight: HOLD, minlen: 1 });
    else graph.setEdge(id, 'below', { weight: HOLD, minlen: 1 });
  });
  const read = new Set(edges.map(([, to]) => to));
  const sending = new Set(edges.map(([from]) => from));
  children.forEach((_, index) => {
    if (above && !read.has(index)) graph.setEdge('above', String(index), { weight: 0, minlen: 2 });
    if (below && !sending.has(index)) graph.setEdge(String(index), 'below', { weight: 0, minlen: 2 });
  });
}

const round = (value: number): number => Math.round(value * 2) / 2;
