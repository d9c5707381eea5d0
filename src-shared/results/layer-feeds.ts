/** The neuron layers that feed each neuron layer, along the graph of a network: errors of a layer are compared with those of its inputs. */

/** What a graph has to tell for this: its nodes in topological order, each with the nodes it reads and its neuron layer. */
export interface FeedGraph {
  readonly nodes: readonly { readonly id: string; readonly inputs: readonly string[]; readonly layer: string | null }[];
}

/** For each neuron layer, the layers whose spikes reach it without passing another one. A layer that reads only the input has none. */
export function layerFeeds({ nodes }: FeedGraph): Map<string, readonly string[]> {
  const before = new Map<string, ReadonlySet<string>>();
  const feeds = new Map<string, readonly string[]>();
  for (const { id, inputs, layer } of nodes) {
    const reached = new Set(inputs.flatMap((input) => [...(before.get(input) ?? [])]));
    if (layer !== null) feeds.set(layer, [...reached]);
    before.set(id, layer === null ? reached : new Set([layer]));
  }
  return feeds;
}
