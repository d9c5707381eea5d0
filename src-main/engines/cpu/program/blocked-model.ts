/**
 * Brings a segment's ONNX model into ONNX Runtime's blocked layout: inputs and output may be blocked, convolutions and pools are,
 * and values are reordered where a node needs the other layout.
 */
import type { OpName, ValueId } from '../../../../src-shared/network/index.ts';
import { isBatchSize, type Shape } from '../../../../src-shared/tensor/index.ts';
import { decodeModel, encodeModel } from '../../../onnx/proto/schema.ts';
import { ATTRIBUTE, type NodeProto, type TensorProto } from '../../../onnx/proto/types.ts';
import type { Model } from './program.ts';
import { reorderWeights, weightLayout } from './blocked-weights.ts';

/** The operator set of the blocked layout. */
export const NCHWC = { domain: 'com.microsoft.nchwc', version: 1 } as const;

/** As write-onnx.ts writes. */
const OPSET = 17;
const IR_VERSION = 8;

export interface Blocking {
  /** Channels of a block. */
  readonly block: number;
  /** Which of the model's inputs and output are blocked. */
  readonly values: ReadonlySet<ValueId>;
}

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

/** A node as it is written; decoded nodes fit too. */
interface Node {
  readonly name: string;
  readonly opType: string;
  readonly domain: string;
  readonly input: readonly string[];
  readonly output: readonly string[];
  readonly attribute: readonly object[];
}

/** `shapes`: of the values of the network that the model computes; a value without shape stays plain. */
export function toBlocked(model: Model, shapes: ReadonlyMap<ValueId, Shape>, { block, values }: Blocking): Model {
  const graph = decodeModel(model.bytes).graph!;
  const weights = new Map(graph.initializer.map((tensor) => [tensor.name, tensor]));
  const added: object[] = [];
  const addedNames = new Set<string>();
  const nodes: Node[] = [];
  const output = model.outputs[0]!;
  const uses = new Map<string, number>();
  for (const name of graph.node.flatMap((node) => node.input)) uses.set(name, (uses.get(name) ?? 0) + 1);

  // Every value by its name in the plain model: the names that hold it, in either layout.
  const plain = new Set<ValueId>([...weights.keys(), ...model.inputs.filter((input) => !values.has(input))]);
  const blocked = new Map<ValueId, string>(model.inputs.filter((input) => values.has(input)).map((input) => [input, input]));
  // The network has no shapes of values that exist only in how an operator is written.
  const inner = new Map<ValueId, Shape>();
  const shapeOf = (value: ValueId): Shape | undefined => shapes.get(value) ?? inner.get(value);
  const channelsOf = (value: ValueId): number => shapeOf(value)?.[1] ?? 0;
  const blockedName = (value: ValueId): string => (value === output && values.has(output) ? output : `${value}:blocked`);
  const plainName = (value: ValueId): string => (values.has(value) ? `${value}:plain` : value);
  const emit = (opType: string, input: readonly string[], result: string, attribute: readonly object[] = []): void => {
    nodes.push({ name: `${nodes.length}`, opType, domain: NCHWC.domain, input, output: [result], attribute });
  };

  const asPlain = (value: ValueId): string => {
    if (value === '' || plain.has(value)) return value === '' ? value : plainName(value);
    emit('ReorderOutput', [blocked.get(value)!], plainName(value), [integer('channels', channelsOf(value))]);
    plain.add(value);
    return plainName(value);
  };
  const asBlocked = (value: ValueId): string => {
    const known = blocked.get(value);
    if (known !== undefined) return known;
    emit('ReorderInput', [plainName(value)], blockedName(value));
    blocked.set(value, blockedName(value));
    return blockedName(value);
  };
  const canBlock = (value: ValueId): boolean => isBlockable(shapeOf(value), block);

  const convolve = (node: NodeProto): boolean => {
    const [x, w, ...others] = node.input as readonly [string, string];
    const tensor = weights.get(w);
    const layout = tensor && weightLayout(tensor, groupOf(node), block);
    if (!tensor || !layout || others.length > 0 || !canBlock(node.output[0]!)) return false;
    if (layout.input === 'blocked' && !canBlock(x)) return false;
    const name = `${w}:${layout.order}`;
    if (!addedNames.has(name)) added.push(reorderWeights(tensor, name, layout, block));
    addedNames.add(name);
    const input = layout.input === 'plain' ? asPlain(x) : asBlocked(x);
    emit('Conv', [input, name], blockedName(node.output[0]!), node.attribute);
    blocked.set(node.output[0]!, blockedName(node.output[0]!));
    return true;
  };

  /** A sum with what a convolution just gave is part of the convolution; with what is blocked already, it stays so. */
  const add = (node: NodeProto): boolean => {
    const [a, b] = node.input as readonly [string, string];
    const result = node.output[0]!;
    if (![a, b].every((value) => canBlock(value) && sameShape(shapeOf(value), shapeOf(result)))) return false;
    if (!blocked.has(a) && !blocked.has(b)) return false;
    for (const [sum, other] of [
      [a, b],
      [b, a],
    ] as const) {
      const index = nodes.findIndex((candidate) => candidate.output[0] === blocked.get(sum));
      const conv = nodes[index];
      if (conv?.opType !== 'Conv' || conv.input.length > 2 || uses.get(sum) !== 1 || a === b) continue;
      const addend = asBlocked(other);
      nodes.splice(index, 1);
      nodes.push({ ...conv, input: [...conv.input, '', addend], output: [blockedName(result)] });
      blocked.set(result, blockedName(result));
      return true;
    }
    const operands = [asBlocked(a), asBlocked(b)];
    nodes.push({ ...node, name: `${nodes.length}`, input: operands, output: [blockedName(result)] });
    blocked.set(result, blockedName(result));
    return true;
  };

  /** An elementwise node whose inputs are blocked already, or single numbers, gives a blocked output. */
  const elementwise = (node: NodeProto): boolean => {
    const isNumber = (value: ValueId): boolean => value === '' || isScalar(weights.get(value));
    const [first, ...others] = node.input.filter((value) => !isNumber(value));
    if (first === undefined || !canBlock(first)) return false;
    if (![first, ...others].every((value) => blocked.has(value) && sameShape(shapeOf(value), shapeOf(first)))) return false;
    const result = node.output[0]!;
    inner.set(result, shapeOf(first)!);
    const input = node.input.map((value) => (isNumber(value) ? value : blocked.get(value)!));
    nodes.push({ ...node, name: `${nodes.length}`, input, output: [blockedName(result)] });
    blocked.set(result, blockedName(result));
    return true;
  };

  const pool = (node: NodeProto): boolean => {
    const [x] = node.input as readonly [string];
    const ceil = node.attribute.find((attribute) => attribute.name === 'ceil_mode')?.i.toNumber() ?? 0;
    if (!blocked.has(x) || ceil !== 0 || shapeOf(x)?.length !== 4) return false;
    const attributes = node.attribute.filter((attribute) => attribute.name !== 'ceil_mode');
    emit(node.opType, [asBlocked(x)], blockedName(node.output[0]!), attributes);
    blocked.set(node.output[0]!, blockedName(node.output[0]!));
    return true;
  };

  for (const node of graph.node) {
    if (node.opType === 'Conv' && convolve(node)) continue;
    if (node.opType === 'Add' && add(node)) continue;
    if ((node.opType === 'AveragePool' || node.opType === 'MaxPool') && pool(node)) continue;
    if (ELEMENTWISE.has(node.opType) && elementwise(node)) continue;
    const input = node.input.map(asPlain);
    nodes.push({ ...node, name: `${nodes.length}`, input, output: node.output.map(plainName) });
    for (const value of node.output) plain.add(value);
  }
  if (values.has(output)) asBlocked(output);
  else asPlain(output);

  const read = new Set(nodes.flatMap((node) => node.input));
  const bytes = encodeModel({
    irVersion: IR_VERSION,
    opsetImport: [{ domain: '', version: OPSET }, NCHWC],
    graph: {
      name: graph.name,
      node: nodes,
      initializer: [...graph.initializer.filter((tensor) => read.has(tensor.name)), ...added],
      input: graph.input,
      output: graph.output,
    },
  });
  return { ...model, bytes };
}

/** True for a value that may be blocked: images, the batch outermost, whole blocks of channels. */
export function isBlockable(shape: Shape | undefined, block: number): boolean {
  return shape?.length === 4 && shape[1]! % block === 0 && isBatchSize(shape[0]!);
}

const sameShape = (a: Shape | undefined, b: Shape | undefined): boolean => a?.join() === b?.join();

/** True for a constant of one entry, which broadcasts alike in either layout (at most four axes, as the blocked values have). */
const isScalar = (tensor: TensorProto | undefined): boolean =>
  tensor !== undefined && tensor.dims.length <= 4 && tensor.dims.every((size) => size.toNumber() === 1);

const integer = (name: string, value: number): object => ({ name, type: ATTRIBUTE.int, i: value });

const groupOf = (node: NodeProto): number => node.attribute.find((attribute) => attribute.name === 'group')?.i.toNumber() ?? 1;
