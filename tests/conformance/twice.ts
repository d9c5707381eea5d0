/** A batch twice as large: every sample again. */
import { sizeOf, type Tensor } from '../../src-shared/tensor/index.ts';

/** The tensor beside itself along an axis; as it is for axis −1, where it has no batch. */
export function twiceAlong(tensor: Tensor, axis: number): Tensor {
  if (axis < 0) return tensor;
  const { shape, data } = tensor;
  const block = sizeOf(shape.slice(axis));
  const doubled = new Float64Array(2 * data.length);
  for (let from = 0; from < data.length; from += block) {
    doubled.set(data.subarray(from, from + block), 2 * from);
    doubled.set(data.subarray(from, from + block), 2 * from + block);
  }
  return { ...tensor, shape: shape.with(axis, 2 * shape[axis]!), data: doubled };
}
