/** Expand by broadcasting to `shape`. If an axis of `shape` is a multiple of BATCH, the input has the same axis. */
import { isBatchSize, stridesOf } from '../../tensor/index.ts';
import type { Shape } from '../../tensor/index.ts';
import type { OnnxRead, Operator } from '../operator.ts';
import { nums } from './support/attributes.ts';
import { batchAxis, meansWholeBatch } from './support/batch.ts';
import { broadcastShapes } from './support/broadcast.ts';
import { anyMark, linear } from './support/forms.ts';
import { gatherStrided } from './support/permute.ts';
import { constantInput, input } from './support/reading.ts';

const readExpand: OnnxRead = (node, build) => {
  const x = input(node, 0);
  const own = build.shapeOf(x);
  const sizes = constantInput(node, build, 1, 'the shape of Expand');
  if (!sizes) throw new Error('Expand lacks its shape');
  const target = Array.from(sizes.data, (size: number, i: number) => {
    const at = own[i - sizes.data.length + own.length];
    // The batch axis of a constant has one entry. A fixed batch size in the target means the batch.
    if (isBatchSize(size) && build.constantOf(x)) return 1;
    return at !== undefined && isBatchSize(at) && meansWholeBatch(size, at, build.fixedBatch) ? at : size;
  });
  const shape = broadcastShapes(own, target);
  if (batchAxis(shape) >= 0 && batchAxis(own) < 0) throw new Error('batch: a value without the batch is expanded to the batch');
  const same = shape.length === own.length && shape.every((size, axis) => size === own[axis]);
  return [same ? x : build.emit('Expand', [x], { shape })];
};

/** The shape of the result for an input without BATCH. An axis longer than 1 keeps its size. */
const expanded = (x: Shape, target: readonly number[]): Shape =>
  target.map((size, i) => {
    const own = x[i - target.length + x.length] ?? 1;
    return own === 1 && !isBatchSize(size) ? size : own;
  });

/** The operator Expand. */
export const expand: Operator = {
  onnx: { Expand: readExpand },
  write: (node, writer) => {
    // The value 1 keeps the batch axis unchanged.
    const target = nums(node.attributes, 'shape').map((size) => (isBatchSize(size) ? 1 : size));
    writer.add({ type: 'Expand', inputs: [...node.inputs, writer.ints(target)], outputs: [node.output] });
  },
  shape: ([x], attributes) => broadcastShapes(x, nums(attributes, 'shape')),
  evaluate: ([x], attributes) => {
    const shape = expanded(x.shape, nums(attributes, 'shape'));
    const strides = stridesOf(x.shape);
    const steps = shape.map((_, i) => {
      const own = i - shape.length + x.shape.length;
      return own < 0 || x.shape[own] === 1 ? 0 : strides[own];
    });
    return { shape, data: gatherStrided(x.data, shape, steps, 0), dtype: x.dtype };
  },
  spiking: linear,
  moves: 'select',
  preserves: anyMark,
};
