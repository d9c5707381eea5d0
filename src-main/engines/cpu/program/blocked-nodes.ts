/**
 * Nodes that ONNX Runtime computes in the blocked layout: convolutions, sums, pools and elementwise functions. Each writer adds the
 * node's blocked form to the graph, or returns false and leaves the graph as it was.
 */
import type { OpName, ValueId } from '../../../../src-shared/network/index.ts';
import type { Shape } from '../../../../src-shared/tensor/index.ts';
import type { NodeProto, TensorProto } from '../../../onnx/proto/types.ts';
import { asBlocked, asPlain, type BlockedGraph, copyNode, emit, enterBlocked, isBlockable, shapeOf } from './blocked-graph.ts';
import { reorderWeights, weightLayout } from './blocked-weights.ts';

/** Functions that treat each entry alone and alike: they compute the same on bytes in another order. Their names here are ONNX's too. */
export const ELEMENTWISE_FUNCTIONS = [
  ...['Relu', 'LeakyRelu', 'Elu', 'Selu', 'Celu', 'ThresholdedRelu', 'HardSigmoid', 'Sigmoid', 'HardSwish', 'Tanh', 'Erf'],
  ...['Mish', 'Softplus', 'Softsign', 'Exp', 'Abs', 'Gelu', 'Clip'],
] as const satisfies readonly OpName[];

/** These functions, and the ONNX operators that they are written with. */
const ELEMENTWISE: ReadonlySet<string> = new Set([
  ...ELEMENTWISE_FUNCTIONS,
  ...['Neg', 'Reciprocal', 'Sqrt', 'Identity', 'Add', 'Sub', 'Mul', 'Div', 'Max', 'Min', 'Pow'],
]);

/** Writes a node in the blocked layout; false if the node has no blocked form, or a form that would only cost reorderings. */
export function writeBlocked(graph: BlockedGraph, node: NodeProto): boolean {
  if (node.opType === 'Conv' && convolve(graph, node)) return true;
  if (node.opType === 'Add' && add(graph, node)) return true;
  if ((node.opType === 'AveragePool' || node.opType === 'MaxPool') && pool(graph, node)) return true;
  return ELEMENTWISE.has(node.opType) && elementwise(graph, node);
}

function convolve(graph: BlockedGraph, node: NodeProto): boolean {
  const { weights, added, block } = graph;
  const [x, w, ...others] = node.input as readonly [string, string];
  const tensor = weights.get(w);
  const layout = tensor && weightLayout(tensor, groupOf(node), block);
  if (!tensor || !layout || others.length > 0 || !canBlock(graph, node.output[0]!)) return false;
  if (layout.input === 'blocked' && !canBlock(graph, x)) return false;
  const name = `${w}:${layout.order}`;
  if (!added.has(name)) added.set(name, reorderWeights(tensor, name, layout, block));
  const input = layout.input === 'plain' ? asPlain(graph, x) : asBlocked(graph, x);
  emit(graph, 'Conv', [input, name], enterBlocked(graph, node.output[0]!), node.attribute);
  return true;
}

/**
 * A sum of two images of which one is blocked already. If a convolution computes one of the two for this sum only, the sum becomes
 * part of the convolution; otherwise the sum is a blocked node of its own.
 */
function add(graph: BlockedGraph, node: NodeProto): boolean {
  const { blocked, nodes, uses } = graph;
  const [a, b] = node.input as readonly [string, string];
  const result = node.output[0]!;
  const fits = (value: ValueId): boolean => canBlock(graph, value) && sameShape(shapeOf(graph, value), shapeOf(graph, result));
  if (!fits(a) || !fits(b) || (!blocked.has(a) && !blocked.has(b))) return false;
  for (const [sum, other] of [
    [a, b],
    [b, a],
  ] as const) {
    const index = nodes.findIndex((candidate) => candidate.output[0] === blocked.get(sum));
    const conv = nodes[index];
    if (conv?.opType !== 'Conv' || conv.input.length > 2 || uses.get(sum) !== 1 || a === b) continue;
    const addend = asBlocked(graph, other);
    nodes.splice(index, 1);
    nodes.push({ ...conv, input: [...conv.input, '', addend], output: [enterBlocked(graph, result)] });
    return true;
  }
  const operands = [asBlocked(graph, a), asBlocked(graph, b)];
  copyNode(graph, node, operands, [enterBlocked(graph, result)]);
  return true;
}

/** An elementwise node whose inputs are blocked already, or single numbers. */
function elementwise(graph: BlockedGraph, node: NodeProto): boolean {
  const { weights, blocked, inner } = graph;
  const isNumber = (value: ValueId): boolean => value === '' || isScalar(weights.get(value));
  const [first, ...others] = node.input.filter((value) => !isNumber(value));
  if (first === undefined || !canBlock(graph, first)) return false;
  const shape = shapeOf(graph, first)!;
  if (![first, ...others].every((value) => blocked.has(value) && sameShape(shapeOf(graph, value), shape))) return false;
  const result = node.output[0]!;
  inner.set(result, shape);
  const input = node.input.map((value) => (isNumber(value) ? value : blocked.get(value)!));
  copyNode(graph, node, input, [enterBlocked(graph, result)]);
  return true;
}

/** A pool of a blocked image. The blocked pools have no `ceil_mode`. */
function pool(graph: BlockedGraph, node: NodeProto): boolean {
  const [x] = node.input as readonly [string];
  const ceil = node.attribute.find((attribute) => attribute.name === 'ceil_mode')?.i.toNumber() ?? 0;
  if (!graph.blocked.has(x) || ceil !== 0 || shapeOf(graph, x)?.length !== 4) return false;
  const attributes = node.attribute.filter((attribute) => attribute.name !== 'ceil_mode');
  emit(graph, node.opType, [asBlocked(graph, x)], enterBlocked(graph, node.output[0]!), attributes);
  return true;
}

const canBlock = (graph: BlockedGraph, value: ValueId): boolean => isBlockable(shapeOf(graph, value), graph.block);

const sameShape = (a: Shape | undefined, b: Shape | undefined): boolean => a?.join() === b?.join();

/** True for a constant of one entry, which broadcasts alike in either layout (at most four axes, as the blocked values have). */
const isScalar = (tensor: TensorProto | undefined): boolean =>
  tensor !== undefined && tensor.dims.length <= 4 && tensor.dims.every((size) => size.toNumber() === 1);

const groupOf = (node: NodeProto): number => node.attribute.find((attribute) => attribute.name === 'group')?.i.toNumber() ?? 1;
