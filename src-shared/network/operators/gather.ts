/**
 * Gather by constant indices: `indices` (flat, counted from the front) with shape `indexShape` replaces axis `axis`: a value `[B,
 * 5, 7]` gathered along axis 1 with `indexShape` `[2, 3]` becomes `[B, 2, 3, 7]`. A single index (`indexShape` empty) removes the
 * axis.
 */
import { describeShape, isBatchSize } from '../../tensor/index.ts';
import type { Operator } from '../operator.ts';
import { num, nums } from './support/attributes.ts';
import { refuseBatch } from './support/batch.ts';
import { anyMark, linear } from './support/forms.ts';
import { lookup, onAxis } from './support/lookup.ts';
import { checkedAxis, constantInput, input } from './support/reading.ts';

/** The operator Gather. */
export const gather: Operator = {
  onnx: {
    Gather: (node, build) => {
      const x = input(node, 0);
      const shape = build.shapeOf(x);
      const indices = constantInput(node, build, 1, 'the indices of Gather');
      if (!indices) throw new Error('Gather lacks its indices');
      const axis = checkedAxis(node.int('axis', 0), shape.length);
      refuseBatch(shape, [axis], 'gathering');
      const positive = Array.from(indices.data, (index: number) => (index < 0 ? index + shape[axis] : index));
      const outside = positive.find((index) => !(index >= 0 && index < shape[axis]));
      if (outside !== undefined) {
        const batch = isBatchSize(outside) ? 'batch: ' : '';
        throw new Error(`${batch}index ${outside} is outside of axis ${axis} of ${describeShape(shape)}`);
      }
      return [build.emit('Gather', [x], { axis, indices: positive, indexShape: indices.shape })];
    },
  },
  write: (node, writer) => {
    const indices = writer.ints(nums(node.attributes, 'indices'), nums(node.attributes, 'indexShape'));
    writer.add({
      type: 'Gather',
      inputs: [node.inputs[0], indices],
      outputs: [node.output],
      attributes: { axis: BigInt(num(node.attributes, 'axis')) },
    });
  },
  shape: ([x], attributes) => {
    const axis = num(attributes, 'axis');
    return [...x.slice(0, axis), ...nums(attributes, 'indexShape'), ...x.slice(axis + 1)];
  },
  evaluate: ([x], attributes) => {
    const axis = num(attributes, 'axis');
    const { data, dtype } = lookup(x, onAxis(x.shape.length, axis, nums(attributes, 'indices')));
    return { shape: gather.shape([x.shape], attributes, []), data, dtype };
  },
  spiking: linear,
  moves: 'select',
  preserves: anyMark,
};
