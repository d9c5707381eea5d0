/** Selecting neuron layers by name: their nodes in the graph. */
import { setWorkbench, workbench } from '../state/index.ts';

/** Selects the layers; names that the network does not have are left out, and nothing changes where none is left. */
export function selectLayers(names: readonly string[]): void {
  const wanted = new Set(names);
  const selection = workbench()
    .project?.graph.layers.filter(({ name }) => wanted.has(name))
    .map(({ node }) => node);
  if (selection && selection.length > 0) setWorkbench({ selection });
}
