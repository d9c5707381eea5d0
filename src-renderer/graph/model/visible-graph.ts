/**
 * The part of the tree that is on screen for a set of open groups, with its edges. An edge between two operators is cut where it
 * crosses the border of an open group, so that every group can be laid out on its own: each piece lies in one group and runs between
 * its children and its border.
 */
import type { Graph } from '../../../src-shared/contract/index.ts';
import { ancestorsOf, groupOf, type Item, itemOf, type ModuleTree } from './item.ts';

/** A place on the border of an open group where values of one visible item come in or leave. */
export interface Port {
  readonly id: string;
  readonly side: 'in' | 'out';
}

/** An edge between two operators; `position` is the input it feeds. */
export interface OperatorEdge {
  readonly from: string;
  readonly to: string;
  readonly position: number;
}

/** What is drawn as one line inside one open group. */
export interface Piece {
  readonly id: string;
  /** Children of the group, or ports of it. */
  readonly from: string;
  readonly to: string;
  /** The edges it stands for. */
  readonly edges: readonly OperatorEdge[];
  /** True for the last piece, which ends at what reads the values. */
  readonly ends: boolean;
  /** Ports of `from` and `to` that it leads on from and to, where those are open groups themselves. */
  readonly outPorts: readonly string[];
  readonly inPorts: readonly string[];
}

/** An open group. */
export interface Container {
  readonly id: string;
  readonly children: readonly string[];
  readonly ports: readonly Port[];
  readonly pieces: readonly Piece[];
}

export interface VisibleGraph {
  /** Open groups, the root included, outer ones first. */
  readonly containers: ReadonlyMap<string, Container>;
  /** Everything on screen but the open groups: leaves and closed groups, in the order of the network. */
  readonly shown: readonly Item[];
  /** What stands for a graph node on screen. */
  readonly shownFor: ReadonlyMap<string, string>;
  /** Between shown items: what each one reads and what reads it, for walking along edges. */
  readonly readers: ReadonlyMap<string, readonly string[]>;
  readonly sources: ReadonlyMap<string, readonly string[]>;
}

/** Most ports on one side of a group: with more, its values share one. */
const MOST_PORTS = 12;

interface DraftPiece {
  readonly from: string;
  readonly to: string;
  readonly edges: OperatorEdge[];
  readonly ends: boolean;
  readonly outPorts: Set<string>;
  readonly inPorts: Set<string>;
}

interface DraftContainer {
  readonly children: string[];
  readonly ports: Map<string, Port>;
  readonly pieces: Map<string, DraftPiece>;
}

/** The visible graph. The root is always open; ids of groups that are not in the tree are left out. */
export function visibleGraph(tree: ModuleTree, graph: Graph, open: ReadonlySet<string>): VisibleGraph {
  const drafts = new Map<string, DraftContainer>();
  const shown: Item[] = [];
  const shownFor = new Map<string, string>();
  const visit = (id: string): void => {
    const item = itemOf(tree, id);
    if (item.kind === 'group' && (item.parent === null || open.has(id))) {
      drafts.set(id, { children: [...item.children], ports: new Map(), pieces: new Map() });
      for (const child of item.children) visit(child);
      return;
    }
    shown.push(item);
    if (item.kind === 'leaf') shownFor.set(item.id, id);
    else for (const node of item.nodes) shownFor.set(node, id);
  };
  visit(tree.root);

  const ways = new Map<string, readonly string[]>();
  /** Open groups around a shown item, the root first. */
  const wayTo = (id: string): readonly string[] => {
    const way =
      ways.get(id) ??
      ancestorsOf(tree, id)
        .map((group) => group.id)
        .reverse();
    ways.set(id, way);
    return way;
  };
  const readers = new Map<string, Set<string>>();
  const sources = new Map<string, Set<string>>();
  for (const edge of operatorEdges(tree, graph)) {
    const [from, to] = [shownFor.get(edge.from)!, shownFor.get(edge.to)!];
    if (from === to) continue;
    addTo(readers, from, to);
    addTo(sources, to, from);
    addPieces(drafts, edge, { id: from, way: wayTo(from) }, { id: to, way: wayTo(to) });
  }
  return {
    containers: new Map([...drafts].map(([id, draft]) => [id, containerOf(id, draft)])),
    shown,
    shownFor,
    readers: listed(readers),
    sources: listed(sources),
  };
}

/** Edges between operators, those from the network's input and to its outputs included. */
function operatorEdges(tree: ModuleTree, graph: Graph): OperatorEdge[] {
  const inner = graph.nodes.flatMap(({ id, inputs }) => inputs.map((from, position) => ({ from, to: id, position })));
  const root = groupOf(tree, tree.root);
  const ends = root.children.map((id) => itemOf(tree, id)).filter((item) => item.kind === 'leaf' && item.end === 'output');
  return [...inner, ...graph.outputs.map(({ node }, index) => ({ from: node, to: ends[index]!.id, position: 0 }))];
}

interface End {
  readonly id: string;
  readonly way: readonly string[];
}

/** Cuts one edge at the borders it crosses: out of the source's groups, across the innermost common one, into the reader's. */
function addPieces(drafts: ReadonlyMap<string, DraftContainer>, edge: OperatorEdge, source: End, reader: End): void {
  let common = 0;
  while (common < source.way.length && common < reader.way.length && source.way[common] === reader.way[common]) common++;
  const add = (container: string, from: Place, to: Place, ends: boolean): void => {
    const { pieces } = drafts.get(container)!;
    const key = `${from.id}\n${to.id}`;
    const piece = pieces.get(key) ?? {
      from: from.id,
      to: to.id,
      edges: [],
      ends,
      outPorts: new Set<string>(),
      inPorts: new Set<string>(),
    };
    pieces.set(key, piece);
    piece.edges.push(edge);
    if (from.port !== undefined) piece.outPorts.add(from.port);
    if (to.port !== undefined) piece.inPorts.add(to.port);
  };
  const port = (container: string, side: Port['side']): string => {
    const { ports } = drafts.get(container)!;
    const id = `${container}\n${side}\n${source.id}`;
    if (ports.has(id)) return id;
    const taken = [...ports.values()].filter((one) => one.side === side);
    const shared = `${container}\n${side}`;
    const chosen = taken.length < MOST_PORTS - 1 ? id : shared;
    if (!ports.has(chosen)) ports.set(chosen, { id: chosen, side });
    return chosen;
  };

  let from: Place = { id: source.id };
  for (const container of source.way.slice(common).reverse()) {
    const out = port(container, 'out');
    add(container, from, { id: out }, false);
    from = { id: container, port: out };
  }
  const inner = reader.way.slice(common);
  /** Where a piece goes that leads to the group at `index`, or to the reader inside all of them. */
  const target = (index: number): Place => {
    const container = inner[index];
    return container === undefined ? { id: reader.id } : { id: container, port: port(container, 'in') };
  };
  add(source.way[common - 1]!, from, target(0), inner.length === 0);
  inner.forEach((container, index) => {
    add(container, { id: port(container, 'in') }, target(index + 1), index + 1 === inner.length);
  });
}

/** End of a piece: an item or a port; `port`: where it leads on inside an open group. */
interface Place {
  readonly id: string;
  readonly port?: string;
}

function containerOf(id: string, { children, ports, pieces }: DraftContainer): Container {
  return {
    id,
    children,
    ports: [...ports.values()],
    pieces: [...pieces].map(([key, piece]) => ({
      id: `${id}\n${key}`,
      ...piece,
      outPorts: [...piece.outPorts],
      inPorts: [...piece.inPorts],
    })),
  };
}

const addTo = (sets: Map<string, Set<string>>, key: string, value: string): void =>
  void sets.set(key, (sets.get(key) ?? new Set()).add(value));
const listed = (sets: ReadonlyMap<string, ReadonlySet<string>>): Map<string, string[]> =>
  new Map([...sets].map(([key, set]) => [key, [...set]]));
