/** Collects the nodes and edges of a graph. Names follow the rules that every reader can live with: `^[a-z][a-z0-9_]*$`, unique. */
import { identifierOf, identifiers } from '../identifiers.ts';
import { INPUT, type NirEdge, type NirGraph, type NirNode, OUTPUT } from './graph.ts';

export interface GraphWriter {
  /** Adds a node that reads the sum of `from`. Its name begins with the name of a layer and ends with `kind`. Returns its name. */
  add(layer: string, kind: string, node: NirNode, from: readonly string[]): string;
  /** Adds an edge into a node. */
  connect(from: string, to: string): void;
  /** Adds the input or the output, under its own name. */
  addPort(name: typeof INPUT | typeof OUTPUT, node: NirNode, from?: readonly string[]): void;
  graph(metadata: NirGraph['metadata']): NirGraph;
}

export function createGraphWriter(): GraphWriter {
  const nodes = new Map<string, NirNode>();
  const edges: NirEdge[] = [];
  const unique = identifiers([INPUT, OUTPUT]);
  const connect = (from: string, to: string): void => void edges.push([from, to]);
  const put = (name: string, node: NirNode, from: readonly string[]): string => {
    nodes.set(name, node);
    for (const source of from) connect(source, name);
    return name;
  };
  return {
    add: (layer, kind, node, from) => put(unique(`${identifierOf(layer.toLowerCase())}_${kind}`), node, from),
    connect,
    addPort: (name, node, from = []) => void put(name, node, from),
    graph: (metadata) => ({ nodes, edges, metadata }),
  };
}
