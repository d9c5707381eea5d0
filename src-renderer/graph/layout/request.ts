/** What the layout worker is asked: a visible graph as plain data, with the size of everything that it shows. */
import type { Graph } from '../../../src-shared/contract/index.ts';
import type { Container, VisibleGraph } from '../model/visible-graph.ts';
import { type Size, sizeOf } from './measures.ts';
import type { LayoutContainer, LayoutRequest } from './protocol.ts';

/** The request for the layout of `visible`, a cut through the modules of `graph`. */
export const requestOf = (visible: VisibleGraph, graph: Graph): Omit<LayoutRequest, 'id'> => ({
  containers: [...visible.containers.values()].map(plain),
  sizes: sizesOf(visible, graph),
});

const plain = ({ id, children, ports, pieces }: Container): LayoutContainer => ({
  id,
  children,
  ports,
  pieces: pieces.map(({ id: piece, from, to, outPorts, inPorts }) => ({
    id: piece,
    from,
    to,
    outPort: outPorts.length === 1 ? outPorts[0]! : null,
    inPort: inPorts.length === 1 ? inPorts[0]! : null,
  })),
});

function sizesOf(visible: VisibleGraph, graph: Graph): Map<string, Size> {
  const withLayer = new Set(graph.layers.map(({ node }) => node));
  return new Map(visible.shown.map((item) => [item.id, sizeOf(item, (node) => withLayer.has(node))]));
}
