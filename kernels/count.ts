/** Synaptic operations (docs/algorithm.md §7): non-zero values, weighted by the operations that each causes. Exact: sums are whole numbers. */

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

/** `sums` and one more in each lane whose value at `at` is not zero: all bits set are −1. */
@inline
function counted(sums: v128, at: usize): v128 {
  return i32x4.sub(sums, f32x4.ne(v128.load(at), f32x4.splat(0)));
}

/** Non-zero values in each column of matrices `[rows, columns]` that follow each other; `counts` `[matrices, columns]` int32. */
export function countColumns(values: usize, matrices: i32, rows: i32, columns: i32, counts: usize): void {
  const line = <usize>columns << 2;
  for (let matrix = 0; matrix < matrices; matrix++) {
    let column: usize = 0;
    // Sixteen columns at a time: a line of the cache, and four sums that need not wait for each other.
    for (; column + 64 <= line; column += 64) {
      let a = i32x4.splat(0), b = a, c = a, d = a, at = values + column;
      for (let row = 0; row < rows; row++) {
        a = counted(a, at);
        b = counted(b, at + 16);
        c = counted(c, at + 32);
        d = counted(d, at + 48);
        at += line;
      }
      v128.store(counts + column, a);
      v128.store(counts + column, b, 16);
      v128.store(counts + column, c, 32);
      v128.store(counts + column, d, 48);
    }
    for (; column < line && line >= 16; column += 16) {
      // The last columns, where fewer than four are left, with those before them: these are counted once more.
      column = min(column, line - 16);
      let sum = i32x4.splat(0), at = values + column;
      for (let row = 0; row < rows; row++) {
        sum = counted(sum, at);
        at += line;
      }
      v128.store(counts + column, sum);
    }
    for (; column < line; column += 4) {
      let sum = 0, at = values + column;
      for (let row = 0; row < rows; row++) {
        sum += i32(load<f32>(at) != 0);
        at += line;
      }
      store<i32>(counts + column, sum);
    }
    values += line * <usize>rows;
    counts += line;
  }
}

/** Sums of the lanes of four vectors, in one. */
@inline
function sumsOf(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = i32x4.add(v128.shuffle<i32>(a, b, 0, 4, 1, 5), v128.shuffle<i32>(a, b, 2, 6, 3, 7));
  const cd = i32x4.add(v128.shuffle<i32>(c, d, 0, 4, 1, 5), v128.shuffle<i32>(c, d, 2, 6, 3, 7));
  return i32x4.add(v128.shuffle<i32>(ab, cd, 0, 1, 4, 5), v128.shuffle<i32>(ab, cd, 2, 3, 6, 7));
}

/** Non-zero values among the last columns, from `column` on, of the row at `row`. */
@inline
function countRest(row: usize, column: i32, columns: i32): i32 {
  let sum = 0;
  for (; column < columns; column++) sum += i32(load<f32>(row + (<usize>column << 2)) != 0);
  return sum;
}

/** Non-zero values in each row of matrices with `columns` columns, `rows` of them in all; `counts` `[rows]` int32. */
export function countRows(values: usize, rows: i32, columns: i32, counts: usize): void {
  const line = <usize>columns << 2, whole = columns & -8;
  let row = 0;
  // Four rows at a time: adding up the lanes of a vector takes as long as counting a row of 32.
  for (; row + 4 <= rows; row += 4) {
    const none = i32x4.splat(0);
    let a0 = none, a1 = none, b0 = none, b1 = none, c0 = none, c1 = none, d0 = none, d1 = none;
    const b = values + line, c = b + line, d = c + line, end = <usize>whole << 2;
    for (let at: usize = 0; at < end; at += 32) {
      a0 = counted(a0, values + at);
      a1 = counted(a1, values + at + 16);
      b0 = counted(b0, b + at);
      b1 = counted(b1, b + at + 16);
      c0 = counted(c0, c + at);
      c1 = counted(c1, c + at + 16);
      d0 = counted(d0, d + at);
      d1 = counted(d1, d + at + 16);
    }
    v128.store(counts, sumsOf(i32x4.add(a0, a1), i32x4.add(b0, b1), i32x4.add(c0, c1), i32x4.add(d0, d1)));
    if (whole < columns) {
      store<i32>(counts, load<i32>(counts) + countRest(values, whole, columns));
      store<i32>(counts, load<i32>(counts, 4) + countRest(b, whole, columns), 4);
      store<i32>(counts, load<i32>(counts, 8) + countRest(c, whole, columns), 8);
      store<i32>(counts, load<i32>(counts, 12) + countRest(d, whole, columns), 12);
    }
    values = d + line;
    counts += 16;
  }
  for (; row < rows; row++) {
    store<i32>(counts, countRest(values, 0, columns));
    values += line;
    counts += 4;
  }
}

/** Σ x·y of counts. */
export function dotCounts(x: usize, y: usize, length: i32): f64 {
  let sum: i64 = 0;
  for (let i = 0; i < length; i++) {
    sum += <i64>load<i32>(x) * <i64>load<i32>(y);
    x += 4;
    y += 4;
  }
  return <f64>sum;
}
