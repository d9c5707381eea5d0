/** Merges consecutive reshapes and consecutive transpositions, and removes operators that change nothing. */
import type { Network, NetworkNode, ValueId } from '../../../src-shared/network/index.ts';
import type { Shape } from '../../../src-shared/tensor/index.ts';
import { removeDead } from './remove-dead.ts';
import { type Rule, rewriteAll, standIn } from './rewrite.ts';

const sameShape = (a: Shape, b: Shape): boolean => a.length === b.length && a.every((size, axis) => size === b[axis]);

const permOf = (node: NetworkNode): readonly number[] => node.attributes.perm as readonly number[];

/** True for a transposition that moves axes of size 1 only: it is the same as a reshape. */
const movesOnes = (shape: Shape, perm: readonly number[]): boolean => {
  const kept = perm.filter((axis) => shape[axis] !== 1);
  return kept.every((axis, at) => at === 0 || axis > kept[at - 1]!);
};

const merge: Rule = (node, graph) => {
  if (node.op === 'Transpose' && movesOnes(graph.shapeOf(node.inputs[0]!), permOf(node))) {
    const inner = graph.inner(node.inputs[0]!, 'Reshape');
    const attributes = { shape: graph.shapeOf(node.output) };
    return [standIn(node, 'Reshape', inner?.inputs ?? node.inputs, attributes, inner ? [inner] : [])];
  }
  const before = graph.inner(node.inputs[0]!, node.op);
  if (before === undefined) return undefined;
  if (node.op === 'Reshape') return [standIn(node, 'Reshape', before.inputs, node.attributes, [before])];
  if (node.op !== 'Transpose') return undefined;
  const perm = permOf(node).map((axis) => permOf(before)[axis]!);
  return [standIn(node, 'Transpose', before.inputs, { perm }, [before])];
};

/** The input that is equal to a node's output; undefined if the node changes something. */
function unchanged(node: NetworkNode, network: Network): ValueId | undefined {
  const [a, b] = node.inputs as readonly [ValueId, ValueId];
  const keeps = (value: ValueId) => sameShape(network.shapes.get(value)!, network.shapes.get(node.output)!);
  const all = (value: ValueId, number: number) =>
    network.constants.get(value)?.data.every((one: number) => one === number) === true;
  const neutral = node.op === 'Mul' ? 1 : node.op === 'Add' ? 0 : undefined;
  if (neutral !== undefined) return keeps(a) && all(b, neutral) ? a : keeps(b) && all(a, neutral) ? b : undefined;
  if (node.op === 'Transpose') return permOf(node).every((axis, at) => axis === at) ? a : undefined;
  return ['Reshape', 'Expand'].includes(node.op) && keeps(a) ? a : undefined;
}

/** The network without operators that change nothing: readers of their output read their input. */
function withoutIdentities(network: Network): Network {
  const same = new Map<ValueId, ValueId>();
  const resolve = (value: ValueId) => same.get(value) ?? value;
  const nodes: NetworkNode[] = [];
  for (const node of network.nodes) {
    const input = unchanged(node, network);
    if (input !== undefined) same.set(node.output, resolve(input));
    else nodes.push(node.inputs.some((value) => same.has(value)) ? { ...node, inputs: node.inputs.map(resolve) } : node);
  }
  if (same.size === 0) return network;
  return removeDead({ ...network, nodes, outputs: network.outputs.map((port) => ({ ...port, value: resolve(port.value) })) });
}

/**
 * The network with chains of reshapes and of transpositions merged and identities removed. Each removal may make further nodes
 * consecutive.
 */
export function mergeShapes(network: Network): Network {
  for (let result = network; ; ) {
    const next = withoutIdentities(rewriteAll(result, merge));
    if (next === result) return result;
    result = next;
  }
}
