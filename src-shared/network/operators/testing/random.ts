/** Reproducible random tensors for tests. */
import type { Shape, Tensor } from '../../../tensor/index.ts';
import { sizeOf, tensor64 } from '../../../tensor/index.ts';

/** Numbers between −1 and 1, the same for the same seed. */
export function randomTensor(shape: Shape, seed = 1): Tensor {
  let state = seed * 2654435761 + 12345;
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
  return tensor64(shape, Float64Array.from({ length: sizeOf(shape) }, next));
}

/** A random tensor in 32 bits, as weights are. */
export function randomWeight(shape: Shape, seed = 1): Tensor {
  return { shape, data: Float32Array.from(randomTensor(shape, seed).data), dtype: 'float' };
}

/** 0, 1, 2, …: every value tells where it came from. */
export const counting = (shape: Shape): Tensor =>
  tensor64(
    shape,
    Float64Array.from({ length: sizeOf(shape) }, (_, i) => i),
  );
