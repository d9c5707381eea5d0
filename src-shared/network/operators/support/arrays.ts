/**
 * Conversion between 32-bit and 64-bit tensor data. Weights are 32-bit views on the model file. Arithmetic uses 64-bit copies,
 * made once per weight.
 */
import type { Shape, Tensor, TensorData } from '../../../tensor/index.ts';
import { sizeOf } from '../../../tensor/index.ts';

/** The values as float64; a 32-bit array is copied. */
export const wide = (tensor: Tensor): Float64Array =>
  tensor.data instanceof Float64Array ? tensor.data : Float64Array.from(tensor.data);

const weights = new WeakMap<TensorData, Map<string, Float64Array>>();

/**
 * A float64 form of a weight, computed once per weight and `form` and kept as long as the weight. For constants only: if a buffer
 * is written again, the kept copy is stale.
 */
export function prepared(weight: Tensor, form: string, prepare: (values: TensorData) => Float64Array): Float64Array {
  let forms = weights.get(weight.data);
  if (!forms) weights.set(weight.data, (forms = new Map()));
  let values = forms.get(form);
  if (!values) forms.set(form, (values = prepare(weight.data)));
  return values;
}

/** The values of a weight as float64, copied once. */
export const wideWeight = (weight: Tensor): Float64Array =>
  weight.data instanceof Float64Array ? weight.data : prepared(weight, 'wide', (values) => Float64Array.from(values));

/** A new array of the same kind, for operators that only move values: float32 weights stay float32. */
export const sameKind = (data: TensorData, size: number): TensorData =>
  data instanceof Float64Array ? new Float64Array(size) : new Float32Array(size);

/** A float32 tensor, e.g. of test weights. */
export const float32 = (shape: Shape, values: readonly number[] = new Array<number>(sizeOf(shape)).fill(0)): Tensor => ({
  shape,
  data: Float32Array.from(values),
  dtype: 'float',
});

/** A float64 tensor. */
export const float64 = (shape: Shape, values: Iterable<number>): Tensor => ({
  shape,
  data: Float64Array.from(values),
  dtype: 'float',
});

/** A tensor of integers; one axis unless `shape` says otherwise. */
export const ints = (values: readonly number[], shape: Shape = [values.length]): Tensor => ({
  shape,
  data: Float64Array.from(values),
  dtype: 'int',
});

/** 1 for every value that is not 0, as floats. */
export const truths = ({ shape, data }: Tensor): Tensor =>
  float64(
    shape,
    Float64Array.from(data, (value) => (value === 0 ? 0 : 1)),
  );

/** True where every value is `value`. */
export const allEqual = (tensor: Tensor, value: number): boolean => tensor.data.every((x: number) => x === value);
