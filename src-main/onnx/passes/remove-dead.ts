/** Removes nodes that no output depends on, and constants and shapes that no node reads. */
import type { Network, NetworkNode, ValueId } from '../../../src-shared/network/index.ts';

/** The network without the nodes that its outputs do not need. The input stays, even if nothing reads it. */
export function removeDead(network: Network): Network {
  const needed = new Set<ValueId>(network.outputs.map((output) => output.value));
  const nodes: NetworkNode[] = [];
  for (const node of network.nodes.toReversed()) {
    if (!needed.has(node.output)) continue;
    nodes.push(node);
    for (const input of node.inputs) needed.add(input);
  }
  needed.add(network.input.value);
  const keep = <T>(values: ReadonlyMap<ValueId, T>) => new Map([...values].filter(([value]) => needed.has(value)));
  return { ...network, nodes: nodes.reverse(), constants: keep(network.constants), shapes: keep(network.shapes) };
}
