/** Synaptic operations (docs/algorithm.md §7): non-zero values, weighted by the operations that each causes. Exact: sums are whole numbers. */
import { oneBits, sumOf } from './sums';

/**
 * Σ weight over the values that are not zero. Of a period, repeated: `weights` int32, and `silent` float32, what a value is where its
 * input is zero (0, or less its constant part). `period` values, a multiple of 4.
 */
export function countWeighted(values: usize, length: usize, weights: usize, silent: usize, period: usize): f64 {
  const bytes = length << 2, periodBytes = period << 2;
  let total: f64 = 0, at: usize = 0, position: usize = 0;
  let sums = i64x2.splat(0);
  for (; position + 16 <= bytes; position += 16) {
    const counted = v128.and(f32x4.ne(v128.load(values + position), v128.load(silent + at)), v128.load(weights + at));
    sums = i64x2.add(sums, i64x2.add(i64x2.extend_low_i32x4_u(counted), i64x2.extend_high_i32x4_u(counted)));
    at += 16;
    if (at == periodBytes) at = 0;
  }
  for (; position < bytes; position += 4) {
    if (load<f32>(values + position) != load<f32>(silent + at)) total += <f64>load<u32>(weights + at);
    at += 4;
  }
  return total + <f64>i64x2.extract_lane(sums, 0) + <f64>i64x2.extract_lane(sums, 1);
}

/**
 * Σ weight · spikes that each value stands for: one-bits of |value|/λ for values of multi-spike neurons, 1 for others that are not zero.
 * `reciprocals`: 1/λ, float32, of a period; 0 for the others.
 */
export function countBitsWeighted(values: usize, length: usize, weights: usize, reciprocals: usize, period: usize): f64 {
  const bytes = length << 2, periodBytes = period << 2;
  let total: f64 = 0, at: usize = 0;
  for (let position: usize = 0; position < bytes; position += 4) {
    const value = load<f32>(values + position), reciprocal = load<f32>(reciprocals + at);
    const spikes = reciprocal > 0 ? popcnt(<i32>nearest(abs(value) * reciprocal)) : i32(value != 0);
    total += <f64>spikes * <f64>load<i32>(weights + at);
    at += 4;
    if (at == periodBytes) at = 0;
  }
  return total;
}

/** Pairs of non-zero values of two arrays; a stride of 0 repeats one value, 4 walks on. */
export function countPairs(x: usize, xStride: usize, y: usize, yStride: usize, length: usize): f64 {
  let pairs = 0;
  for (let i: usize = 0; i < length; i++) {
    pairs += i32(load<f32>(x) != 0) & i32(load<f32>(y) != 0);
    x += xStride;
    y += yStride;
  }
  return <f64>pairs;
}

/**
 * Pairs of non-zero factors in `matrices` matrix products of x `[rows, inner]` and y `[inner, columns]`: Σ over the inner axis of
 * the non-zero values in x's column times those in y's row. Strides in bytes from a matrix to the next. `scratch`: `inner` words.
 */
export function countMatrixPairs(
  x: usize, xStride: usize, y: usize, yStride: usize, matrices: i32, rows: i32, inner: i32, columns: i32, scratch: usize,
): f64 {
  let pairs: f64 = 0;
  for (let matrix = 0; matrix < matrices; matrix++) {
    memory.fill(scratch, 0, <usize>inner << 2);
    let value = x;
    for (let row = 0; row < rows; row++) {
      let k = 0;
      for (; k + 4 <= inner; k += 4) {
        const at = scratch + (<usize>k << 2);
        v128.store(at, i32x4.sub(v128.load(at), f32x4.ne(v128.load(value), f32x4.splat(0))));
        value += 16;
      }
      for (; k < inner; k++) {
        const at = scratch + (<usize>k << 2);
        store<i32>(at, load<i32>(at) + i32(load<f32>(value) != 0));
        value += 4;
      }
    }
    value = y;
    for (let k = 0; k < inner; k++) {
      let count = 0, column = 0;
      let counts = i32x4.splat(0);
      for (; column + 4 <= columns; column += 4) {
        counts = i32x4.sub(counts, f32x4.ne(v128.load(value), f32x4.splat(0)));
        value += 16;
      }
      for (; column < columns; column++) {
        count += i32(load<f32>(value) != 0);
        value += 4;
      }
      pairs += <f64>(count + sumOf(counts)) * <f64>load<i32>(scratch + (<usize>k << 2));
    }
    x += xStride;
    y += yStride;
  }
  return pairs;
}
