/**
 * Tensors as plain data: a shape, and the values in row-major order. Weights stay 32-bit views on the model file; the
 * float64 forms of operators produce `Float64Array`. Integers and booleans (shape arithmetic) are held in the same
 * arrays, exactly up to 2⁵³, with `dtype` saying what they are.
 */

/** Sizes of the axes, outermost first. In a Network a size that is a multiple of `BATCH` is that many batch sizes. */
export type Shape = readonly number[];

/** The entries of a tensor. */
export type TensorData = Float32Array | Float64Array;

/** A tensor: entries in row-major order of its shape. */
export interface Tensor {
  readonly shape: Shape;
  readonly data: TensorData;
  readonly dtype: 'float' | 'int' | 'bool';
  /** Smallest and largest value of the integer type it was stored in, where that is 8 or 16 bits: quantisation saturates there. */
  readonly range?: readonly [least: number, most: number];
}

/**
 * The mark of the batch axis in shapes and in folded shape arithmetic: a prime larger than any real axis, so that ordinary
 * arithmetic on sizes (Shape → Gather → Mul → Concat → Reshape …) carries "k times the batch" along as k · BATCH.
 */
export const BATCH = 2_147_483_647;

/** True for a size that stands for a multiple of the batch. */
export const isBatchSize = (size: number): boolean => size !== 0 && size % BATCH === 0;

/** The shape with every multiple of the batch replaced: `[BATCH, 3]` at batch 4 is `[4, 3]`. */
export const atBatch = (shape: Shape, batch: number): number[] =>
  shape.map((size) => (isBatchSize(size) ? (size / BATCH) * batch : size));

/** Number of values of a shape (1 for a scalar). */
export const sizeOf = (shape: Shape): number => shape.reduce((product, size) => product * size, 1);

/** Row-major strides of a shape, in values. */
export function stridesOf(shape: Shape): number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = stride;
    stride *= shape[axis]!;
  }
  return strides;
}

/** A float64 tensor over `data`, or over zeros. */
export const tensor64 = (shape: Shape, data: Float64Array = new Float64Array(sizeOf(shape))): Tensor => ({
  shape,
  data,
  dtype: 'float',
});

/** An axis counted from the front: −1 of 4 axes is 3. */
export const positiveAxis = (axis: number, rank: number): number => (axis < 0 ? axis + rank : axis);

/** The shape as a person reads it: `[batch, 3, 32, 32]`. */
export const describeShape = (shape: Shape): string =>
  `[${shape.map((size) => (isBatchSize(size) ? (size === BATCH ? 'batch' : `${size / BATCH}·batch`) : String(size))).join(', ')}]`;
