/** Merges adjacent reshapes and adjacent transpositions, and takes out operators that change nothing. */
import type { Network, NetworkNode, ValueId } from '../../../src-shared/network/index.ts';
import type { Shape } from '../../../src-shared/tensor/index.ts';
import { removeDead } from './remove-dead.ts';
import { type Rule, rewrite, standIn } from './rewrite.ts';

const sameShape = (a: Shape, b: Shape): boolean => a.length === b.length && a.every((size, axis) => size === b[axis]);

const permOf = (node: NetworkNode): readonly number[] => node.attributes.perm as readonly number[];

const merge: Rule = (node, graph) => {
  const before = graph.inner(node.inputs[0]!, node.op);
  if (before === undefined) return undefined;
  if (node.op === 'Reshape') return [standIn(node, 'Reshape', before.inputs, node.attributes, [before])];
  if (node.op !== 'Transpose') return undefined;
  const perm = permOf(node).map((axis) => permOf(before)[axis]!);
  return [standIn(node, 'Transpose', before.inputs, { perm }, [before])];
};

/** True where a node's output is its first input, value by value. */
function changesNothing(node: NetworkNode, network: Network): boolean {
  const [input] = node.inputs;
  if (node.op === 'Transpose') return permOf(node).every((axis, at) => axis === at);
  return ['Reshape', 'Expand'].includes(node.op) && sameShape(network.shapes.get(input!)!, network.shapes.get(node.output)!);
}

/** The network without operators that change nothing: who read their output reads their input. */
function withoutIdentities(network: Network): Network {
  const same = new Map<ValueId, ValueId>();
  const resolve = (value: ValueId) => same.get(value) ?? value;
  const nodes: NetworkNode[] = [];
  for (const node of network.nodes) {
    if (changesNothing(node, network)) same.set(node.output, resolve(node.inputs[0]!));
    else nodes.push(node.inputs.some((value) => same.has(value)) ? { ...node, inputs: node.inputs.map(resolve) } : node);
  }
  if (same.size === 0) return network;
  return removeDead({ ...network, nodes, outputs: network.outputs.map((port) => ({ ...port, value: resolve(port.value) })) });
}

/** The network with chains of reshapes and of transpositions merged and identities taken out. */
export const mergeShapes = (network: Network): Network => withoutIdentities(rewrite(network, merge));
