/** The memory layout of network outputs, and reordering that puts all values of one sample together. */
import type { Network } from '../../../src-shared/network/index.ts';
import { batchOuter, outerOfAxis } from '../../../src-shared/spiking/batch-layout.ts';
import { BATCH, isBatchSize, type Shape } from '../../../src-shared/tensor/index.ts';

export interface OutputLayout {
  /**
   * Shape of one sample: the shape of the value without its batch axis. If that axis holds k values per sample (boxes or
   * positions), the k values become an axis of their own: `[B·4, 7]` gives `[4, 7]`.
   */
  readonly sample: Shape;
  /** Product of the sizes in front of the batch axis: 1 if the batch axis comes first, 5 for `[5, B, 7]`. */
  readonly outer: number;
}

/** Layout of every output, in the order of the network's outputs. */
export function outputLayouts(network: Network): OutputLayout[] {
  const outers = batchOuter(network);
  return network.outputs.map(({ value }): OutputLayout => {
    const shape = network.shapes.get(value)!;
    const axis = shape.findIndex(isBatchSize);
    const outer = outers.get(value)!;
    const lead = outer / outerOfAxis(shape);
    const several = [lead, shape[axis]! / BATCH / lead].filter((size) => size !== 1);
    return { sample: [...shape.slice(0, axis), ...several, ...shape.slice(axis + 1)], outer };
  });
}

/** Reorders `[T, outer, B, inner]` as `[T, B, outer, inner]`. */
export function batchFirst(values: Float64Array, steps: number, outer: number, batch: number): Float64Array {
  if (outer === 1) return values;
  const inner = values.length / steps / outer / batch;
  const moved = new Float64Array(values.length);
  for (let t = 0; t < steps; t++) {
    for (let block = 0; block < outer; block++) {
      for (let sample = 0; sample < batch; sample++) {
        const from = ((t * outer + block) * batch + sample) * inner;
        moved.set(values.subarray(from, from + inner), ((t * batch + sample) * outer + block) * inner);
      }
    }
  }
  return moved;
}
