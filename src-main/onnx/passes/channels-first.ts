/**
 * Brings networks with channels last (TensorFlow, Keras) into channels first, as convolutions compute them. A transposition after
 * a convolution is moved past the following nodes until it meets the transposition in front of the next convolution, and the two
 * cancel. Batch normalisation can then be folded, and the channels of a ReLU are its axis 1, as thresholds need them.
 */
import type { Network, NetworkNode, ValueId } from '../../../src-shared/network/index.ts';
import type { Shape, Tensor } from '../../../src-shared/tensor/index.ts';
import { operatorOf } from '../../../src-shared/network/operators/index.ts';
import { axesOf } from './expression.ts';
import { mergeShapes } from './merge-shapes.ts';
import { type Graph, type Rule, rewriteAll, standIn } from './rewrite.ts';

const permOf = (node: NetworkNode): readonly number[] => node.attributes.perm as readonly number[];

/** True for a transposition from channels first to channels last: axis 1 becomes the last of four or more axes. */
const toLast = (perm: readonly number[]): boolean =>
  perm.length >= 4 && perm.every((axis, at) => axis === (at === 0 ? 0 : at === perm.length - 1 ? 1 : at + 1));

const inverseOf = (perm: readonly number[]): number[] => perm.map((_, axis) => perm.indexOf(axis));

/** A constant that is combined with a value with channels last, in the form for channels first. */
function turned(constant: Tensor, perm: readonly number[]): Tensor | undefined {
  const { shape } = constant;
  if (shape.length > perm.length) return undefined;
  if (constant.data.length === 1) return { ...constant, shape: [] };
  const padded: Tensor = { ...constant, shape: [...new Array<number>(perm.length - shape.length).fill(1), ...shape] };
  return operatorOf('Transpose').evaluate([padded], { perm: inverseOf(perm) });
}

/** A value that is the same at all positions (a gate): a reshape brings its channels first. */
const isGate = (shape: Shape, rank: number): boolean => shape.length === rank && shape.slice(1, -1).every((size) => size === 1);

/** The transposition to channels last that an input of the node comes from, and its permutation. */
function movable(node: NetworkNode, graph: Graph): { readonly back: NetworkNode; readonly perm: readonly number[] } | undefined {
  for (const value of node.inputs) {
    const back = graph.producer(value, 'Transpose');
    if (back !== undefined && toLast(permOf(back))) return { back, perm: permOf(back) };
  }
  return undefined;
}

/** `changed` (a node with channels first), followed by the transposition that was in front of the node. */
function followed(
  node: NetworkNode,
  changed: Partial<NetworkNode>,
  perm: readonly number[],
  shape: Shape,
  graph: Graph,
): NetworkNode[] {
  const inside = graph.fresh(node, shape);
  return [
    { ...node, ...changed, output: inside },
    { ...standIn(node, 'Transpose', [inside], { perm }), id: inside },
  ];
}

/** Functions of single entries, for which the order of axes does not matter, and operators of two values that broadcast. */
const pointwise: Rule = (node, graph) => {
  const found = operatorOf(node.op).pointwise ? movable(node, graph) : undefined;
  if (found === undefined) return undefined;
  const { perm } = found;
  const inverse = inverseOf(perm);
  const before: NetworkNode[] = [];
  const inputs = node.inputs.map((value): ValueId | undefined => {
    const constant = graph.constantOf(value);
    if (constant !== undefined) {
      const tensor = turned(constant, perm);
      return tensor && graph.constant(node, tensor);
    }
    const back = graph.producer(value, 'Transpose');
    if (back !== undefined && permOf(back).join() === perm.join()) return back.inputs[0]!;
    const shape = graph.shapeOf(value);
    if (!isGate(shape, perm.length)) return undefined;
    const first = inverse.map((axis) => shape[axis]!);
    const output = graph.fresh(node, first);
    before.push({ ...standIn(node, 'Reshape', [value], { shape: first }), id: output, output });
    return output;
  });
  if (!inputs.every((value) => value !== undefined)) return undefined;
  const shape = inverse.map((axis) => graph.shapeOf(node.output)[axis]!);
  return [...before, ...followed(node, { inputs }, perm, shape, graph)];
};

const joined: Rule = (node, graph) => {
  const found = node.op === 'Concat' ? movable(node, graph) : undefined;
  if (found === undefined) return undefined;
  const backs = node.inputs.map((value) => graph.producer(value, 'Transpose'));
  const { perm } = found;
  if (!backs.every((back) => back !== undefined && permOf(back).join() === perm.join())) return undefined;
  const attributes = { ...node.attributes, axis: perm[node.attributes.axis as number]! };
  const inputs = backs.map((back) => back!.inputs[0]!);
  const shape = inverseOf(perm).map((axis) => graph.shapeOf(node.output)[axis]!);
  return followed(node, { inputs, attributes }, perm, shape, graph);
};

const padded: Rule = (node, graph) => {
  const found = node.op === 'Pad' ? movable(node, graph) : undefined;
  if (found === undefined) return undefined;
  const { perm, back } = found;
  const inverse = inverseOf(perm);
  const pads = node.attributes.pads as readonly number[];
  const moved = [0, perm.length].flatMap((from) => inverse.map((axis) => pads[from + axis]!));
  const shape = inverse.map((axis) => graph.shapeOf(node.output)[axis]!);
  return followed(node, { inputs: [back.inputs[0]!], attributes: { ...node.attributes, pads: moved } }, perm, shape, graph);
};

/** A reduction over all positions: the order of the remaining axes is the same in both forms. */
const pooled: Rule = (node, graph) => {
  const found = operatorOf(node.op).reduces ? movable(node, graph) : undefined;
  if (found === undefined) return undefined;
  const { perm, back } = found;
  const axes = axesOf(node)
    .map((axis) => perm[axis]!)
    .sort((a, b) => a - b);
  if (axes.join() !== perm.slice(1, -1).join()) return undefined;
  const inputs = [back.inputs[0]!];
  const attributes = { ...node.attributes, axes };
  if (node.attributes.keepdims === 0) return [{ ...node, inputs, attributes }];
  const last = graph.shapeOf(node.output);
  const first = inverseOf(perm).map((axis) => last[axis]!);
  const inside = graph.fresh(node, first);
  return [
    { ...node, inputs, attributes, output: inside },
    { ...standIn(node, 'Reshape', [inside], { shape: last }), id: inside },
  ];
};

/** Two consecutive transpositions that cancel. */
const undone: Rule = (node, graph) => {
  const back = node.op === 'Transpose' ? graph.producer(node.inputs[0]!, 'Transpose') : undefined;
  if (back === undefined || !toLast(permOf(back))) return undefined;
  const perm = permOf(node).map((axis) => permOf(back)[axis]!);
  return [standIn(node, 'Transpose', back.inputs, { perm }, [back])];
};

const rules: readonly Rule[] = [pointwise, joined, padded, pooled, undone];

const moveOne: Rule = (node, graph) => {
  for (const rule of rules) {
    const replacement = rule(node, graph);
    if (replacement !== undefined) return replacement;
  }
  return undefined;
};

/** The network with its transpositions to channels last moved as far as possible, and removed if they cancel. */
export function channelsFirst(network: Network): Network {
  const moved = rewriteAll(network, moveOne);
  return moved === network ? network : mergeShapes(moved);
}
