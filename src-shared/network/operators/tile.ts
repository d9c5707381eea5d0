/** Repetition: `repeats` copies along every axis. Never along the batch. */
import { describeShape, isBatchSize } from '../../tensor/index.ts';
import type { Operator } from '../operator.ts';
import { nums } from './support/attributes.ts';
import { anyMark, linear } from './support/forms.ts';
import { lookup } from './support/lookup.ts';
import { constantInput, input } from './support/reading.ts';

/** The operator Tile. */
export const tile: Operator = {
  onnx: {
    Tile: (node, build) => {
      const x = input(node, 0);
      const shape = build.shapeOf(x);
      const given = constantInput(node, build, 1, 'the repeats of Tile');
      if (given?.data.length !== shape.length) throw new Error(`the repeats of Tile do not fit ${shape.length} axes`);
      // A constant repeated for every sample is the same for every sample, so one copy is broadcast.
      const repeats = Array.from(given.data, (count: number) => (build.constantOf(x) && isBatchSize(count) ? 1 : count));
      if (repeats.some((count, axis) => count !== 1 && (isBatchSize(shape[axis]) || isBatchSize(count)))) {
        throw new Error(`batch: repetition along the batch axis of ${describeShape(shape)}`);
      }
      return [repeats.every((count) => count === 1) ? x : build.emit('Tile', [x], { repeats })];
    },
  },
  write: (node, writer) =>
    writer.add({ type: 'Tile', inputs: [node.inputs[0], writer.ints(nums(node.attributes, 'repeats'))], outputs: [node.output] }),
  shape: ([x], attributes) => x.map((size, axis) => size * nums(attributes, 'repeats')[axis]),
  evaluate: ([x], attributes) => {
    const tables = x.shape.map((size, axis) => {
      const count = nums(attributes, 'repeats')[axis];
      return count === 1 ? undefined : Array.from({ length: size * count }, (_, i) => i % size);
    });
    return lookup(x, tables);
  },
  spiking: linear,
  moves: 'select',
  preserves: anyMark,
};
