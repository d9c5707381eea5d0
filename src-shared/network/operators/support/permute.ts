/** Moves values: transposition, and rows along chosen axes for reductions and normalisations. */
import type { Shape, Tensor, TensorData } from '../../../tensor/index.ts';
import { sizeOf, stridesOf } from '../../../tensor/index.ts';
import { sameKind } from './arrays.ts';

/** `out[i₀, i₁, …] = x[…]` with axis j of the result being axis `perm[j]` of x. */
export function permute(x: Tensor, perm: readonly number[]): Tensor {
  const shape = perm.map((axis) => x.shape[axis]);
  if (perm.every((axis, i) => axis === i)) return x;
  const strides = stridesOf(x.shape);
  return {
    shape,
    data: gatherStrided(
      x.data,
      shape,
      perm.map((axis) => strides[axis]),
      0,
    ),
    dtype: x.dtype,
  };
}

/** The array of `shape` whose value at index i is `x[start + Σ iⱼ·strides[j]]`; strides may be 0 or negative. */
export function gatherStrided(x: TensorData, shape: Shape, strides: readonly number[], start: number): TensorData {
  const out = sameKind(x, sizeOf(shape));
  if (out.length === 0) return out;
  const rank = shape.length;
  const inner = rank === 0 ? 1 : shape[rank - 1];
  const step = rank === 0 ? 0 : strides[rank - 1];
  const index = new Array<number>(rank).fill(0);
  let from = start;
  for (let at = 0; at < out.length; at += inner) {
    if (step === 1) out.set(x.subarray(from, from + inner), at);
    else for (let i = 0; i < inner; i++) out[at + i] = x[from + i * step];
    for (let axis = rank - 2; axis >= 0; axis--) {
      from += strides[axis];
      if (++index[axis] < shape[axis]) break;
      from -= strides[axis] * shape[axis];
      index[axis] = 0;
    }
  }
  return out;
}

/** The inverse of a permutation. */
export function inversePerm(perm: readonly number[]): number[] {
  const inverse = new Array<number>(perm.length);
  perm.forEach((axis, i) => (inverse[axis] = i));
  return inverse;
}

/**
 * x with the given axes moved to the end, in the given order, so that each row of them is contiguous: `[2, 3, 4]` with axes `[1]`
 * becomes `[2, 4, 3]`.
 */
export function axesLast(x: Tensor, axes: readonly number[]): { moved: Tensor; perm: number[]; row: number } {
  const perm = [...x.shape.keys()].filter((axis) => !axes.includes(axis)).concat(axes);
  return { moved: permute(x, perm), perm, row: sizeOf(axes.map((axis) => x.shape[axis])) };
}
