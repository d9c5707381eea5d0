/**
 * Quantisation. Of constants (weights stored as bytes, or quantised and dequantised by an exporter) it is folded to floats. Of activations
 * it is read, where that is asked for, as the floating-point network that was quantised: a quantised value is taken for the number it
 * stands for, not rounded; where the range of a type cuts off what is negative, it is the ReLU that quantisers leave out, with its bound.
 */
import { SpikeloomError } from '../../errors/index.ts';
import { option, say } from '../../message/index.ts';
import type { Tensor } from '../../tensor/index.ts';
import { positiveAxis } from '../../tensor/index.ts';
import type { ValueId } from '../network.ts';
import type { NetworkBuilder, OnnxNodeView, OnnxRead } from '../operator.ts';
import { allEqual } from './support/arrays.ts';
import { emitMul, emitSub, numberOf } from './support/operands.ts';
import { constantInput, input } from './support/reading.ts';

/** Throws where quantised activations are not to be read as floats. */
export function askedToDequantise(build: NetworkBuilder): void {
  if (build.dequantise?.()) return;
  throw new SpikeloomError(
    'model.unsupported',
    say`its values are quantised; read them as floating-point numbers with ${option('dequantise')}, or export the float network`,
  );
}

/** A scale or zero point, which activations have one of; `at` is the index of the input. */
export function scaleOf(node: OnnxNodeView, build: NetworkBuilder, at: number): Tensor {
  const tensor = constantInput(node, build, at, `the scale of ${node.type}`);
  if (!tensor) throw new Error(`${node.type} lacks its input ${at + 1}`);
  return tensor;
}

/** The zero point, if there is one; `at` is the index of the input. */
export const zeroOf = (node: OnnxNodeView, build: NetworkBuilder, at: number): Tensor | undefined =>
  constantInput(node, build, at, `the zero point of ${node.type}`);

/** The constant x with scale and zero point as functions of a flat index of it. `along`: the axis they are given for. */
function alongAxis(node: OnnxNodeView, x: Tensor, scale: Tensor, zero: Tensor | undefined, along: number) {
  if (node.int('block_size', 0) !== 0) throw new Error(`${node.type} in blocks is not supported`);
  const axis = positiveAxis(along, x.shape.length);
  const inner = x.shape.slice(axis + 1).reduce((product, size) => product * size, 1);
  const perAxis = scale.data.length > 1;
  if (perAxis && scale.data.length !== x.shape[axis]) throw new Error(`${scale.data.length} scales do not fit axis ${axis}`);
  const channel = (i: number): number => (perAxis ? Math.floor(i / inner) % x.shape[axis] : 0);
  return {
    scaleAt: (i: number): number => scale.data[channel(i)],
    zeroAt: (i: number): number => (zero ? zero.data[zero.data.length > 1 ? channel(i) : 0] : 0),
  };
}

/** The axis that QuantizeLinear and DequantizeLinear name. */
const axisOf = (node: OnnxNodeView): number => node.int('axis', 1);

/** A constant as the floats that its integers stand for. `axis`: the one that scales and zero points are given for. */
export function dequantised(node: OnnxNodeView, x: Tensor, scale: Tensor, zero: Tensor | undefined, axis = axisOf(node)): Tensor {
  const { scaleAt, zeroAt } = alongAxis(node, x, scale, zero, axis);
  const data = Float64Array.from(x.data, (q: number, i: number) => (q - zeroAt(i)) * scaleAt(i));
  return { shape: x.shape, data, dtype: 'float' };
}

/** A value of integers as floats: what it was quantised from, or, for an input that is given as integers, their numbers. */
export function asFloat(node: OnnxNodeView, build: NetworkBuilder, x: ValueId, scale: Tensor, zero: Tensor | undefined): ValueId {
  const constant = build.constantOf(x);
  if (constant) return build.constant(dequantised(node, constant, scale, zero));
  if (build.marks?.has(x, 'quantised')) return x;
  if (scale.data.length > 1) throw new Error(`${node.type} of the network's input by channel is not supported`);
  const shifted = zero && !allEqual(zero, 0) ? emitSub(build, x, numberOf(build, zero.data[0])) : x;
  return emitMul(build, shifted, numberOf(build, scale.data[0]));
}

const dequantize: OnnxRead = (node, build) => {
  const x = input(node, 0);
  const scale = scaleOf(node, build, 1);
  const zero = zeroOf(node, build, 2);
  if (!build.constantOf(x)) askedToDequantise(build);
  return [asFloat(node, build, x, scale, zero)];
};

/** By TensorProto.DataType, 0 where nothing is said: UINT8, INT8, UINT16, INT16. */
const OUTPUT_RANGES: ReadonlyMap<number, Tensor['range']> = new Map([
  [0, [0, 255]],
  [2, [0, 255]],
  [3, [-128, 127]],
  [4, [0, 65_535]],
  [5, [-32_768, 32_767]],
]);

/** Half-way values go to the even neighbour. */
const roundEven = (x: number): number => {
  const up = Math.round(x);
  return up - x === 0.5 && up % 2 !== 0 ? up - 1 : up;
};

function rangeOf(node: OnnxNodeView, zero: Tensor | undefined): readonly [number, number] {
  const range = zero ? zero.range : OUTPUT_RANGES.get(node.int('output_dtype', 0));
  if (!range) throw new Error('QuantizeLinear to a type other than integers of 8 or 16 bits is not supported');
  return range;
}

/**
 * A coded value as the integers of a type would hold it, but for the rounding: cut off below zero and at the type's end where its range
 * begins with zero, as it is otherwise.
 */
export function asQuantised(
  node: OnnxNodeView,
  build: NetworkBuilder,
  x: ValueId,
  scale: Tensor,
  zero: Tensor | undefined,
): ValueId {
  const [least, most] = rangeOf(node, zero);
  const lowest = zero ? zero.data[0] : 0;
  const replacesRelu = lowest === least && !build.marks?.has(x, 'non-negative') && (!zero || allEqual(zero, lowest));
  const value = !replacesRelu
    ? x
    : scale.data.length > 1
      ? build.emit('Relu', [x])
      : build.emit('Clip', [x], { min: 0, max: (most - lowest) * scale.data[0] });
  build.marks?.set(value, 'quantised');
  return value;
}

const quantize: OnnxRead = (node, build) => {
  const x = input(node, 0);
  const scale = scaleOf(node, build, 1);
  const zero = zeroOf(node, build, 2);
  const constant = build.constantOf(x);
  if (!constant) {
    askedToDequantise(build);
    return [asQuantised(node, build, x, scale, zero)];
  }
  const { scaleAt, zeroAt } = alongAxis(node, constant, scale, zero, axisOf(node));
  const [least, most] = rangeOf(node, zero);
  const data = Float64Array.from(constant.data, (value: number, i: number) =>
    Math.min(most, Math.max(least, roundEven(value / scaleAt(i)) + zeroAt(i))),
  );
  return [build.constant({ shape: constant.shape, data, dtype: 'int', range: [least, most] })];
};

/** Readers of QuantizeLinear and DequantizeLinear, by ONNX operator type. */
export const quantizeReaders: Readonly<Record<string, OnnxRead>> = {
  DequantizeLinear: dequantize,
  QuantizeLinear: quantize,
  'com.microsoft::DequantizeLinear': dequantize,
  'com.microsoft::QuantizeLinear': quantize,
};
