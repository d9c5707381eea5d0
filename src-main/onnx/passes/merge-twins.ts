/**
 * Merges nodes that compute the same value: exporters write x − mean(x) of a normalisation once for the variance and once for the
 * result. Only sums, products, negations and reductions are merged; every layer of the file stays a layer.
 */
import type { Network, NetworkNode, OpName, ValueId } from '../../../src-shared/network/index.ts';

const MERGED: ReadonlySet<OpName> = new Set(['Add', 'Mul', 'Neg', 'ReduceMean', 'ReduceMax', 'ReduceSum', 'Expand']);

/**
 * The network with equal nodes merged into the first of them, which stands for the ONNX nodes of all. Each output keeps a node of
 * its own.
 */
export function mergeTwins(network: Network): Network {
  const outputs = new Set(network.outputs.map((output) => output.value));
  const same = new Map<ValueId, ValueId>();
  const first = new Map<string, number>();
  const nodes: NetworkNode[] = [];
  for (const original of network.nodes) {
    const inputs = original.inputs.map((value) => same.get(value) ?? value);
    const node = inputs.some((value, at) => value !== original.inputs[at]) ? { ...original, inputs } : original;
    const key = MERGED.has(node.op) && !outputs.has(node.output) ? JSON.stringify([node.op, inputs, node.attributes]) : undefined;
    const at = key === undefined ? undefined : first.get(key);
    if (at !== undefined) {
      const twin = nodes[at]!;
      same.set(node.output, twin.output);
      nodes[at] = { ...twin, from: [...new Set([...twin.from, ...node.from])] };
      continue;
    }
    if (key !== undefined) first.set(key, nodes.length);
    nodes.push(node);
  }
  return same.size === 0 ? network : { ...network, nodes };
}
