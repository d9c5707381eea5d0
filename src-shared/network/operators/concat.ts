/**
 * Concatenation of coded values along `axis`. A constant between coded values (class token, zero channels) becomes padding of the
 * neighbouring value, plus a constant that is added there.
 */
import type { Shape, Tensor } from '../../tensor/index.ts';
import { describeShape, isBatchSize, sizeOf, tensor64 } from '../../tensor/index.ts';
import type { ValueId } from '../network.ts';
import type { NetworkBuilder, OnnxRead, Operator } from '../operator.ts';
import { allEqual, sameKind } from './support/arrays.ts';
import { num } from './support/attributes.ts';
import { refuseBatch, withoutBatchCopies } from './support/batch.ts';
import { broadcastShapes } from './support/broadcast.ts';
import { anyMark, linear, writeOne } from './support/forms.ts';
import { emitAdd } from './support/operands.ts';
import { emitPad } from './pad.ts';
import { checkedAxis, input } from './support/reading.ts';

const readConcat: OnnxRead = (node, build) => {
  const values = node.inputs.map((_, i) => input(node, i));
  const coded = values.filter((value) => !build.constantOf(value));
  const rank = build.shapeOf(coded[0] ?? values[0]).length;
  const axis = checkedAxis(node.int('axis', 1), rank);
  if (coded.length === 0) return [values.length === 1 ? values[0] : build.emit('Concat', values, { axis })];
  for (const value of coded) refuseBatch(build.shapeOf(value), [axis], 'concatenation');
  if (coded.length === values.length) return [values.length === 1 ? values[0] : build.emit('Concat', values, { axis })];
  return [amongConstants(build, values, axis)];
};

function amongConstants(build: NetworkBuilder, values: readonly ValueId[], axis: number): ValueId {
  const like = build.shapeOf(values.find((value) => !build.constantOf(value))!);
  const constants = values.map((value) => {
    const constant = build.constantOf(value);
    return constant && withoutBatchCopies(constant, like);
  });
  const width = (index: number): number => (constants[index]?.shape ?? build.shapeOf(values[index]))[axis];

  // Each coded value is padded by the size of the constants in front of it; the last one also by those after it.
  const padded: ValueId[] = [];
  let gap = 0;
  const lastCoded = constants.lastIndexOf(undefined);
  values.forEach((value, i) => {
    if (constants[i]) {
      gap += width(i);
      return;
    }
    const behind = i === lastCoded ? values.slice(i + 1).reduce((sum, _, j) => sum + width(i + 1 + j), 0) : 0;
    const pads = new Array<number>(2 * like.length)
      .fill(0)
      .with(axis, gap)
      .with(axis + like.length, behind);
    padded.push(emitPad(build, value, pads));
    gap = 0;
  });
  const joined = padded.length === 1 ? padded[0] : build.emit('Concat', padded, { axis });
  const mask = constantPart(
    constants,
    values.map((_, i) => width(i)),
    like,
    axis,
  );
  return allEqual(mask, 0) ? joined : emitAdd(build, joined, build.constant(mask));
}

/** The constants of one sample at their positions, with zeros at the positions of coded values. */
function constantPart(constants: readonly (Tensor | undefined)[], widths: readonly number[], like: Shape, axis: number): Tensor {
  const sample = like.map((size) => (isBatchSize(size) ? 1 : size));
  const parts = constants.map((constant, i) => {
    const shape = sample.with(axis, widths[i]);
    if (!constant) return tensor64(shape);
    if (constant.shape.length !== like.length || broadcastShapes(constant.shape, shape).some((size, a) => size !== shape[a])) {
      const fixed = like.some((size, a) => isBatchSize(size) && constant.shape[a] !== 1) ? 'batch: ' : '';
      throw new Error(`${fixed}constant ${describeShape(constant.shape)} does not fit beside ${describeShape(like)}`);
    }
    return constant;
  });
  return joinTensors(parts, axis);
}

/** Joins tensors along an axis. */
function joinTensors(parts: readonly Tensor[], axis: number): Tensor {
  const shape = concat.shape(
    parts.map((part) => part.shape),
    { axis },
    [],
  );
  const kind = parts.find((part) => part.data instanceof Float64Array) ?? parts[0];
  const data = sameKind(kind.data, sizeOf(shape));
  const row = sizeOf(shape.slice(axis));
  let start = 0;
  for (const part of parts) {
    const own = sizeOf(part.shape.slice(axis));
    for (let from = 0, at = start; from < part.data.length; from += own, at += row)
      data.set(part.data.subarray(from, from + own), at);
    start += own;
  }
  return { shape, data, dtype: parts.every((part) => part.dtype === parts[0].dtype) ? parts[0].dtype : 'float' };
}

/** The operator Concat. */
export const concat: Operator = {
  onnx: { Concat: readConcat },
  write: (node, writer) => writeOne(writer, node, 'Concat', { axis: BigInt(num(node.attributes, 'axis')) }),
  shape: (inputs, attributes) => {
    const axis = num(attributes, 'axis');
    const [first] = inputs;
    if (inputs.some((shape) => shape.length !== first.length || shape.some((size, a) => a !== axis && size !== first[a]))) {
      throw new Error(`shapes ${inputs.map(describeShape).join(', ')} cannot be joined along axis ${axis}`);
    }
    return first.with(
      axis,
      inputs.reduce((sum, shape) => sum + shape[axis], 0),
    );
  },
  evaluate: (inputs, attributes) => joinTensors(inputs, num(attributes, 'axis')),
  spiking: linear,
  moves: 'select',
  preserves: anyMark,
};
