/**
 * Tensors as plain data: a shape, and the values in row-major order. The values 1…6 of shape `[2, 3]` are the rows 1 2 3 and 4 5
 * 6. Weights are 32-bit views on the model file; the float64 forms of operators produce `Float64Array`. Integers and booleans
 * (shape arithmetic) use the same arrays and are exact up to 2⁵³; `dtype` tells them apart.
 */

/** Sizes of the axes, outermost first. In a Network, a size k · BATCH means k times the batch size. */
export type Shape = readonly number[];

/** The values of a tensor, in row-major order. */
export type TensorData = Float32Array | Float64Array;

/** A tensor: shape, values, and the type that the values stand for. */
export interface Tensor {
  readonly shape: Shape;
  readonly data: TensorData;
  readonly dtype: 'float' | 'int' | 'bool';
  /** Smallest and largest value of the integer type in the file, if it has 8 or 16 bits. Quantisation saturates at these values. */
  readonly range?: readonly [least: number, most: number];
}

/**
 * The placeholder for the batch size in shapes and in folded shape arithmetic. It is a prime larger than any real axis, so that
 * ordinary arithmetic on sizes (Shape → Gather → Mul → Concat → Reshape …) carries "k times the batch" along as k · BATCH.
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

/** A float64 tensor with the values `data`, or with zeros. */
export const tensor64 = (shape: Shape, data: Float64Array = new Float64Array(sizeOf(shape))): Tensor => ({
  shape,
  data,
  dtype: 'float',
});

/** An axis counted from the front: −1 of 4 axes becomes 3. */
export const positiveAxis = (axis: number, rank: number): number => (axis < 0 ? axis + rank : axis);

/** A shape as text for people: `[batch, 3, 32, 32]`. */
export const describeShape = (shape: Shape): string =>
  `[${shape.map((size) => (isBatchSize(size) ? (size === BATCH ? 'batch' : `${size / BATCH}·batch`) : String(size))).join(', ')}]`;
