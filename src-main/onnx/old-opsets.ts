/**
 * Operator sets before 7. Most operators were the same then as in set 7 and are read by the same readers. Operators that
 * broadcast by attributes, or had a mode for training, are adapted here. All others that were different are refused.
 */
import type { NetworkBuilder, OnnxNodeView, OnnxRead, ValueId } from '../../src-shared/network/index.ts';

/** The first operator set that needs no adaptation. */
const MODERN = 7;

/** The operator set from which on an operator is read by its reader. For operators that are not named it is set 7. */
const SINCE: readonly (readonly [opset: number, types: string])[] = [
  [1, 'AveragePool Constant Conv ConvTranspose DepthToSpace Flatten Gather GlobalAveragePool GlobalMaxPool Identity LRN'],
  [1, 'LogSoftmax LpNormalization MatMul MaxPool Not Shape Size Slice Softmax Softplus Softsign SpaceToDepth Squeeze'],
  [1, 'Transpose Unsqueeze ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp ReduceMax ReduceMean ReduceMin ReduceProd ReduceSum'],
  [1, 'ReduceSumSquare And Equal Greater Less Or Pow Xor'],
  [2, 'Pad Split'],
  [4, 'Concat'],
  [5, 'Reshape'],
  [6, 'Abs BatchNormalization Cast Ceil Clip Dropout Elu Exp Floor Gemm HardSigmoid InstanceNormalization LeakyRelu Log Max'],
  [6, 'Mean Min Neg PRelu Reciprocal Relu Selu Sigmoid Sqrt Sum Tanh Tile Add Div Mul Sub'],
];

const KNOWN_SINCE: ReadonlyMap<string, number> = new Map(
  SINCE.flatMap(([opset, types]) => types.split(' ').map((type) => [type, opset] as const)),
);

/** `x` with axes of size 1 after its own, so that its axes align with those of `like` from `axis` on. */
function alignedAt(build: NetworkBuilder, x: ValueId, like: ValueId, axis: number): ValueId {
  const rank = build.shapeOf(like).length;
  const shape = build.shapeOf(x);
  const behind = rank - (axis < 0 ? axis + rank : axis) - shape.length;
  if (behind < 0) throw new Error(`axis ${axis} does not place an operand of ${shape.length} axes among ${rank}`);
  return behind === 0 ? x : build.emit('Reshape', [x], { shape: [...shape, ...new Array<number>(behind).fill(1)] });
}

type Adapt = (node: OnnxNodeView, build: NetworkBuilder) => OnnxNodeView;

const withSecond = (node: OnnxNodeView, second: ValueId): OnnxNodeView => ({
  ...node,
  inputs: node.inputs.map((value, index) => (index === 1 ? second : value)),
});

/** `broadcast` and `axis` align the second operand's axes with the first's. Without `axis` they align at the end, as in set 7. */
const broadcasting: Adapt = (node, build) => {
  const [a, b] = node.inputs;
  if (a === undefined || b === undefined || node.int('broadcast', 0) === 0 || !node.has('axis')) return node;
  return withSecond(node, alignedAt(build, b, a, node.int('axis')));
};

/** A slope of several values has one for each channel, which is the second axis. */
const slopePerChannel: Adapt = (node, build) => {
  const [x, slope] = node.inputs;
  if (x === undefined || slope === undefined) return node;
  const shape = build.shapeOf(slope);
  return shape.length === 1 && shape[0] !== 1 ? withSecond(node, alignedAt(build, slope, x, 1)) : node;
};

const testing: Adapt = (node) => {
  if (node.int('is_test', 0) === 0) throw new Error(`${node.type} is in training mode, export the network in evaluation mode`);
  return node;
};

const ADAPT: ReadonlyMap<string, Adapt> = new Map([
  ...'Add Div Mul Sub Pow And Equal Greater Less Or Xor'.split(' ').map((type) => [type, broadcasting] as const),
  ['PRelu', slopePerChannel],
  ['BatchNormalization', testing],
  ['Dropout', testing],
]);

/**
 * The reader of an operator of any operator set. It throws an Error if the operator of that set had a definition that is not
 * read. Sources: ONNX's changelog of operators.
 */
export function readerAt(opset: number, type: string, reader: OnnxRead): OnnxRead {
  if (opset >= MODERN) return reader;
  const since = KNOWN_SINCE.get(type) ?? MODERN;
  if (opset < since) {
    return () => {
      throw new Error(`${type} of operator set ${opset} is not supported, only from ${since} on; export with opset_version=17`);
    };
  }
  const adapt = ADAPT.get(type);
  return adapt === undefined ? reader : (node, build) => reader(adapt(node, build), build);
}
