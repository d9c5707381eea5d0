/**
 * Layers on quantised activations (QLinearConv and the like, of ONNX and of ONNX Runtime), and those quantised as they run
 * (DynamicQuantizeLinear, ConvInteger, MatMulInteger): read, where that is asked for, as the layers on floats that they stand for.
 */
import type { Tensor } from '../../tensor/index.ts';
import { positiveAxis } from '../../tensor/index.ts';
import type { ValueId } from '../network.ts';
import type { NetworkBuilder, OnnxNodeView, OnnxRead } from '../operator.ts';
import { asFloat, askedToDequantise, asQuantised, dequantised, scaleOf, zeroOf } from './quantise.ts';
import { conv } from './conv.ts';
import { linear } from './linear.ts';
import { matmul } from './matmul.ts';
import { emitAdd, emitMul, numberOf } from './support/operands.ts';
import { float64 } from './support/arrays.ts';
import { checkedAxis, constantInput, input } from './support/reading.ts';

/** The operand that begins at input `at`: value, scale, zero point. */
function operand(node: OnnxNodeView, build: NetworkBuilder, at: number): ValueId {
  return asFloat(node, build, input(node, at), scaleOf(node, build, at + 1), zeroOf(node, build, at + 2));
}

/** The result, whose scale is input `at` and whose zero point the one after it. */
const result = (node: OnnxNodeView, build: NetworkBuilder, value: ValueId, at: number): readonly ValueId[] => [
  asQuantised(node, build, value, scaleOf(node, build, at), zeroOf(node, build, at + 1)),
];

/** The integers of a layer's weight. */
function weightOf(node: OnnxNodeView, build: NetworkBuilder, at: number): Tensor {
  const weight = constantInput(node, build, at, `the weight of ${node.type}`);
  if (!weight) throw new Error(`${node.type} lacks its weight`);
  return weight;
}

/** A layer's weight as floats; scales are given for each output, the axis `axis` of the weight. */
function floatWeight(node: OnnxNodeView, build: NetworkBuilder, at: number, axis: number): ValueId {
  const [scale, zero] = [scaleOf(node, build, at + 1), zeroOf(node, build, at + 2)];
  return build.constant(dequantised(node, weightOf(node, build, at), scale, zero, axis));
}

/** A bias of 32-bit integers, whose unit is the product of the scales of input and weight. */
function biasOf(node: OnnxNodeView, build: NetworkBuilder, at: number, x: Tensor, w: Tensor): ValueId | undefined {
  const bias = constantInput(node, build, at, `the bias of ${node.type}`);
  if (!bias) return undefined;
  const scaleAt = (i: number): number => x.data[0] * w.data[w.data.length > 1 ? i : 0];
  return build.constant(
    float64(
      bias.shape,
      Float64Array.from(bias.data, (value: number, i: number) => value * scaleAt(i)),
    ),
  );
}

const readers =
  (reader: OnnxRead): OnnxRead =>
  (node, build) => {
    askedToDequantise(build);
    return reader(node, build);
  };

const qLinearConv: OnnxRead = (node, build) => {
  const bias = biasOf(node, build, 8, scaleOf(node, build, 1), scaleOf(node, build, 4));
  const inputs = [operand(node, build, 0), floatWeight(node, build, 3, 0), ...(bias === undefined ? [] : [bias])];
  const [value] = conv.onnx['Conv']({ ...node, inputs }, build);
  return result(node, build, value, 6);
};

const qLinearMatMul: OnnxRead = (node, build) => {
  const b = build.constantOf(input(node, 3))
    ? floatWeight(node, build, 3, build.shapeOf(input(node, 3)).length - 1)
    : operand(node, build, 3);
  const [value] = matmul.onnx['MatMul']({ ...node, inputs: [operand(node, build, 0), b] }, build);
  return result(node, build, value, 6);
};

/** A, its scale and zero point, B, the same, C, and those of the result, which is of floats where it has none. */
const qGemm: OnnxRead = (node, build) => {
  const transposed = node.int('transB', 0) !== 0;
  const bias = biasOf(node, build, 6, scaleOf(node, build, 1), scaleOf(node, build, 4));
  const inputs = [
    operand(node, build, 0),
    floatWeight(node, build, 3, transposed ? 0 : 1),
    ...(bias === undefined ? [] : [bias]),
  ];
  const [value] = linear.onnx['Gemm']({ ...node, inputs }, build);
  return node.inputs[7] === undefined ? [value] : result(node, build, value, 7);
};

const qLinearBinary =
  (emit: typeof emitAdd): OnnxRead =>
  (node, build) =>
    result(node, build, emit(build, operand(node, build, 0), operand(node, build, 3)), 6);

/** An operator with one operand; the result's scale is input 3. */
const qLinearUnary =
  (read: (node: OnnxNodeView, build: NetworkBuilder, x: ValueId) => ValueId): OnnxRead =>
  (node, build) =>
    result(node, build, read(node, build, operand(node, build, 0)), 3);

const globalAverage = (node: OnnxNodeView, build: NetworkBuilder, x: ValueId): ValueId => {
  if (node.int('channels_last', 0) !== 0) throw new Error(`${node.type} with the channels last is not supported`);
  const axes = [...build.shapeOf(x).keys()].slice(2);
  return build.emit('ReduceMean', [x], { axes, keepdims: 1 });
};

/** Before operator set 13, which an attribute tells, all axes from one on are one. */
function softmaxAxis(node: OnnxNodeView, build: NetworkBuilder, x: ValueId): number {
  const rank = build.shapeOf(x).length;
  const axis = checkedAxis(node.int('axis', -1), rank);
  if (node.int('opset', 13) < 13 && axis !== rank - 1) throw new Error(`${node.type} over several axes is not supported`);
  return axis;
}

/** Scale and zero point of the result, then every operand with its own. */
const qLinearConcat: OnnxRead = (node, build) => {
  const parts = Array.from({ length: Math.floor((node.inputs.length - 2) / 3) }, (_, i) => operand(node, build, 2 + 3 * i));
  const axis = node.int('axis');
  const rank = build.shapeOf(parts[0]).length;
  return result(node, build, build.emit('Concat', parts, { axis: positiveAxis(axis, rank) }), 0);
};

/** Values as they are, in units of 1: what is computed of them is multiplied by that scale later. */
const dynamicQuantize: OnnxRead = (node, build) => {
  const x = input(node, 0);
  build.marks?.set(x, 'in units of 1');
  const zero: Tensor = { shape: [], data: new Float64Array(1), dtype: 'int', range: [0, 255] };
  return [x, numberOf(build, 1), build.constant(zero)];
};

/** ConvInteger and MatMulInteger: input, weight, their zero points. */
const integerLayer =
  (read: OnnxRead, axis: (rank: number) => number): OnnxRead =>
  (node, build) => {
    const x = input(node, 0);
    if (!build.marks?.has(x, 'in units of 1'))
      throw new Error(`${node.type} of what DynamicQuantizeLinear has not made is not supported`);
    const weight = weightOf(node, build, 1);
    const zero = zeroOf(node, build, 3);
    // One for each zero point, so that these are taken along the axis.
    const ones = float64([zero?.data.length ?? 1], new Float64Array(zero?.data.length ?? 1).fill(1));
    const plain = build.constant(dequantised(node, weight, ones, zero, axis(weight.shape.length)));
    const values = read({ ...node, inputs: [x, plain] }, build);
    build.marks.set(values[0], 'quantised');
    return values;
  };

const MICROSOFT: Readonly<Record<string, OnnxRead>> = {
  QGemm: qGemm,
  QLinearAdd: qLinearBinary(emitAdd),
  QLinearMul: qLinearBinary(emitMul),
  QLinearSigmoid: qLinearUnary((_node, build, x) => build.emit('Sigmoid', [x])),
  QLinearLeakyRelu: qLinearUnary((node, build, x) => build.emit('LeakyRelu', [x], { alpha: node.float('alpha', 0.01) })),
  QLinearSoftmax: qLinearUnary((node, build, x) => build.emit('Softmax', [x], { axis: softmaxAxis(node, build, x) })),
  QLinearGlobalAveragePool: qLinearUnary(globalAverage),
  QLinearConcat: qLinearConcat,
};

const ALL: Readonly<Record<string, OnnxRead>> = {
  QLinearConv: qLinearConv,
  QLinearMatMul: qLinearMatMul,
  DynamicQuantizeLinear: dynamicQuantize,
  ConvInteger: integerLayer(conv.onnx['Conv'], () => 0),
  MatMulInteger: integerLayer(matmul.onnx['MatMul'], (rank) => rank - 1),
  ...Object.fromEntries(Object.entries(MICROSOFT).map(([type, reader]) => [`com.microsoft::${type}`, reader])),
};

/** Readers of quantised layers, by ONNX operator type. */
export const quantisedLayerReaders: Readonly<Record<string, OnnxRead>> = Object.fromEntries(
  Object.entries(ALL).map(([type, reader]) => [type, readers(reader)]),
);
