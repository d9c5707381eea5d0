/** Operators that make constants: Constant, ConstantOfShape, Range, and Shape and Size, which carry BATCH along. */
import type { Tensor } from '../../../tensor/index.ts';
import { isBatchSize, sizeOf } from '../../../tensor/index.ts';
import type { OnnxNodeView, OnnxRead } from '../../operator.ts';
import { float64, ints } from '../support/arrays.ts';
import { constantInput, input } from '../support/reading.ts';

/** Most values a constant made from a few numbers may have: a file must not fill the memory by naming a size. */
const MOST_VALUES = 2 ** 24;

function constantOf(node: OnnxNodeView): Tensor {
  const tensor = node.tensor('value');
  if (tensor) return tensor;
  if (node.has('value_float')) return float64([], [node.float('value_float')]);
  if (node.has('value_floats')) return float64([node.floats('value_floats').length], node.floats('value_floats'));
  if (node.has('value_int')) return ints([node.int('value_int')], []);
  if (node.has('value_ints')) return ints(node.ints('value_ints'));
  throw new Error('Constant holds no tensor and no numbers (strings and sparse tensors are not supported)');
}

const constantOfShape: OnnxRead = (node, build) => {
  const sizes = constantInput(node, build, 0, 'the shape');
  if (!sizes) throw new Error('ConstantOfShape lacks its shape');
  // A constant is the same for every sample: one entry stands for the batch and is broadcast.
  const shape = Array.from(sizes.data, (size: number) => (isBatchSize(size) ? 1 : size));
  if (shape.some((size) => size < 0 || !Number.isInteger(size)) || sizeOf(shape) > MOST_VALUES) {
    throw new Error(`a constant of shape [${shape.join(', ')}] cannot be made`);
  }
  const value = node.tensor('value');
  const data = new Float64Array(sizeOf(shape)).fill(value?.data[0] ?? 0);
  return [build.constant({ shape, data, dtype: value?.dtype ?? 'float' })];
};

const range: OnnxRead = (node, build) => {
  const [start, limit, delta] = [0, 1, 2].map((i) => constantInput(node, build, i, 'a bound of Range'));
  if (!start || !limit || !delta) throw new Error('Range lacks a bound');
  const count = Math.max(0, Math.ceil((limit.data[0] - start.data[0]) / delta.data[0]));
  if (isBatchSize(limit.data[0]) || isBatchSize(start.data[0])) throw new Error('batch: Range counts the samples of the batch');
  if (!(count <= MOST_VALUES)) throw new Error(`Range would make ${count} values`);
  const data = Float64Array.from({ length: count }, (_, i) => start.data[0] + i * delta.data[0]);
  return [build.constant({ shape: [count], data, dtype: start.dtype })];
};

/** Readers of operators that make constants, by ONNX operator type. */
export const makeReaders: Readonly<Record<string, OnnxRead>> = {
  Constant: (node, build) => [build.constant(constantOf(node))],
  ConstantOfShape: constantOfShape,
  Range: range,
  Shape: (node, build) => {
    const shape = build.shapeOf(input(node, 0));
    return [build.constant(ints(shape.slice(node.int('start', 0), node.has('end') ? node.int('end') : undefined)))];
  },
  Size: (node, build) => [build.constant(ints([sizeOf(build.shapeOf(input(node, 0)))], []))],
};
