/** Outputs sample by sample: where a network's output has its batch, and the values of each sample together. */
import type { Network } from '../../../src-shared/network/index.ts';
import { batchOuter, outerOfAxis } from '../../../src-shared/spiking/batch-layout.ts';
import { BATCH, isBatchSize, type Shape } from '../../../src-shared/tensor/index.ts';

export interface OutputLayout {
  /**
   * Shape of one sample: that of the value without its batch axis; where that axis holds k values of each sample (boxes, positions),
   * these are an axis of their own, `[k, …]`.
   */
  readonly sample: Shape;
  /** Values that lie outside of the batch in memory, 1 where the batch comes first. */
  readonly outer: number;
}

/** Layout of every output, in order. */
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

/** Values `[T, outer, B, inner]` as `[T, B, outer, inner]`. */
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
