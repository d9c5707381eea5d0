/**
 * Follows the batch axis through a graph whose sizes may be fixed. A file with a dynamic batch carries BATCH through its shape
 * arithmetic. A file exported at batch size F (usually 1) has F, or multiples of it, in its constants. These functions replace F
 * by BATCH.
 */
import type { Shape, Tensor } from '../../../tensor/index.ts';
import { BATCH, describeShape, isBatchSize, sizeOf } from '../../../tensor/index.ts';

/** Index of the axis that carries the batch; −1 if none does. Throws an Error if several do. */
export function batchAxis(shape: Shape): number {
  const axes = [...shape.keys()].filter((axis) => isBatchSize(shape[axis]));
  if (axes.length > 1) throw new Error(`batch: ${describeShape(shape)} has the batch on ${axes.length} axes`);
  return axes[0] ?? -1;
}

/** Throws an Error if an operator works along the batch axis. */
export function refuseBatch(shape: Shape, axes: readonly number[], what: string): void {
  if (axes.some((axis) => isBatchSize(shape[axis])))
    throw new Error(`batch: ${what} along the batch axis of ${describeShape(shape)}`);
}

/** True if `size`, a number in the file, means all of an axis of `axisSize` = k · BATCH: either k · BATCH itself, or k · F. */
export const meansWholeBatch = (size: number, axisSize: number, fixedBatch = 1): boolean =>
  size === axisSize || size === (axisSize / BATCH) * fixedBatch;

/**
 * Makes a constant fit a value of shape `shape` that has the batch on an axis. If the constant has several equal entries on that
 * axis (a class token repeated for a fixed batch), one remains, to be broadcast.
 */
export function withoutBatchCopies(constant: Tensor, shape: Shape): Tensor {
  const axis = [...shape.keys()].find((i) => isBatchSize(shape[i])) ?? -1;
  const own = axis - shape.length + constant.shape.length;
  if (axis < 0 || own < 0 || constant.shape[own] <= 1) return constant;
  const size = constant.shape[own];
  const inner = sizeOf(constant.shape.slice(own + 1));
  const outer = sizeOf(constant.shape.slice(0, own));
  const data = constant.data.slice(0, outer * inner);
  for (let o = 0; o < outer; o++) {
    const start = o * size * inner;
    for (let i = 0; i < inner; i++) {
      for (let copy = 1; copy < size; copy++) {
        if (constant.data[start + copy * inner + i] !== constant.data[start + i]) return constant;
      }
      data[o * inner + i] = constant.data[start + i];
    }
  }
  return { shape: constant.shape.with(own, 1), data, dtype: constant.dtype };
}
