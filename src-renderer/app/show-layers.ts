/** Showing neuron layers and other nodes by name: selected, and in view on the graph. */
import { showNode, zoomToSelection } from '../graph/index.ts';
import { attempt, setWorkbench, workbench } from '../state/index.ts';

/** Selects a node of the graph and brings it into view. */
export function showGraphNode(node: string): void {
  setWorkbench({ selection: [node] });
  attempt(() => showNode(node));
}

/** Selects the layers and brings them into view; names that the network does not have are left out. */
export function showLayers(names: readonly string[]): void {
  const wanted = new Set(names);
  const nodes =
    workbench()
      .project?.graph.layers.filter(({ name }) => wanted.has(name))
      .map(({ node }) => node) ?? [];
  const [first] = nodes;
  if (first === undefined) return;
  setWorkbench({ selection: nodes });
  if (nodes.length === 1) attempt(() => showNode(first));
  else zoomToSelection();
}

/** Shows a neuron layer, a node, the input or an output by the name that services give it; a name that the network does not have does nothing. */
export function showNamed(name: string): void {
  const graph = workbench().project?.graph;
  if (graph?.layers.some((layer) => layer.name === name)) return showLayers([name]);
  const place =
    graph?.nodes.find(({ id, path }) => id === name || path === name)?.id ??
    (graph?.input.name === name ? graph.input.id : graph?.outputs.find((output) => output.name === name)?.node);
  if (place !== undefined) showGraphNode(place);
}
