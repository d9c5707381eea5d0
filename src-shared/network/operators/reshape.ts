/**
 * Reshape to `shape`, whose batch axis is a multiple of BATCH. Flatten, Squeeze and Unsqueeze become Reshape. Its float64 form is
 * a view that shares the data of its input.
 */
import type { Shape } from '../../tensor/index.ts';
import { atBatch, describeShape, isBatchSize, sizeOf } from '../../tensor/index.ts';
import type { ValueId } from '../network.ts';
import type { NetworkBuilder, OnnxRead, Operator } from '../operator.ts';
import { nums } from './support/attributes.ts';
import { anyMark, linear } from './support/forms.ts';
import { checkedAxes, checkedAxis, input, intsOf } from './support/reading.ts';
import { reshapeTarget, samplesSize } from './support/reshape-target.ts';

/** Emits a Reshape, or nothing if the shape does not change. */
export function emitReshape(build: NetworkBuilder, x: ValueId, shape: Shape): ValueId {
  const old = build.shapeOf(x);
  const same = old.length === shape.length && old.every((size, axis) => size === shape[axis]);
  return same ? x : build.emit('Reshape', [x], { shape });
}

const readReshape: OnnxRead = (node, build) => {
  const x = input(node, 0);
  const target = intsOf(node, build, 'shape', 1);
  if (!target) throw new Error('Reshape lacks its shape');
  // A constant is the same for every sample, so its batch axis has one entry.
  const sizes = build.constantOf(x) ? target.map((size) => (isBatchSize(size) ? 1 : size)) : target;
  const outer = build.outerOf?.(x);
  const ambiguous = () => build.ambiguous?.();
  const options = { allowZero: node.int('allowzero', 0) !== 0, fixedBatch: build.fixedBatch, outer, ambiguous };
  return [emitReshape(build, x, reshapeTarget(build.shapeOf(x), sizes, options))];
};

const readFlatten: OnnxRead = (node, build) => {
  const x = input(node, 0);
  const shape = build.shapeOf(x);
  const given = node.int('axis', 1);
  const axis = given === shape.length ? given : checkedAxis(given, shape.length);
  return [emitReshape(build, x, [sizeOf(shape.slice(0, axis)), sizeOf(shape.slice(axis))])];
};

const readSqueeze: OnnxRead = (node, build) => {
  const x = input(node, 0);
  const shape = build.shapeOf(x);
  const given = intsOf(node, build, 'axes', 1);
  const axes = given ? checkedAxes(given, shape.length) : [...shape.keys()].filter((axis) => shape[axis] === 1);
  for (const axis of axes) {
    if (shape[axis] !== 1)
      throw new Error(`${isBatchSize(shape[axis]) ? 'batch: ' : ''}axis ${axis} of ${describeShape(shape)} cannot be squeezed`);
  }
  return [
    emitReshape(
      build,
      x,
      shape.filter((_, axis) => !axes.includes(axis)),
    ),
  ];
};

const readUnsqueeze: OnnxRead = (node, build) => {
  const x = input(node, 0);
  const given = intsOf(node, build, 'axes', 1);
  if (!given) throw new Error('Unsqueeze lacks its axes');
  const shape = [...build.shapeOf(x)];
  for (const axis of checkedAxes(given, shape.length + given.length)) shape.splice(axis, 0, 1);
  return [emitReshape(build, x, shape)];
};

/** The operator Reshape. */
export const reshape: Operator = {
  onnx: { Reshape: readReshape, Flatten: readFlatten, Squeeze: readSqueeze, Unsqueeze: readUnsqueeze },
  write: (node, writer) => {
    const target = nums(node.attributes, 'shape').map((size) => (isBatchSize(size) ? -1 : size));
    writer.add({ type: 'Reshape', inputs: [...node.inputs, writer.ints(target)], outputs: [node.output] });
  },
  shape: ([x], attributes) => {
    const shape = nums(attributes, 'shape');
    const batchLost = x.some(isBatchSize) !== shape.some(isBatchSize);
    if (batchLost || samplesSize(x) !== samplesSize(shape)) {
      throw new Error(`${batchLost ? 'batch: ' : ''}${describeShape(x)} cannot be reshaped to ${describeShape(shape)}`);
    }
    return shape;
  },
  evaluate: ([x], attributes) => {
    const shape = nums(attributes, 'shape');
    return { ...x, shape: atBatch(shape, x.data.length / samplesSize(shape)) };
  },
  spiking: linear,
  moves: 'view',
  preserves: anyMark,
};
