/**
 * The only hot loop of the float64 forms: sums of products of gathered input values and rows of weights. Convolutions, linear
 * layers and matrix products all use it with different offset tables. Register tiles of 2 positions × 4 rows reach about 2·10⁹
 * multiply-adds per second in V8. Each sum runs over k in ascending order.
 */

/** A matrix of weights times values at given offsets: the product that convolutions and linear layers consist of. */
export interface Dot {
  readonly x: Float64Array;
  /** Term k of position i reads x at `base[i] + xAt + offset[k]`. */
  readonly base: Int32Array;
  readonly xAt: number;
  readonly offset: Int32Array;
  /** Row j of K weights starts at `wAt + j·K`, K = offset.length. */
  readonly w: Float64Array;
  readonly wAt: number;
  readonly rows: number;
  /** Result (i, j) goes to `out[outAt + i·outPosition + j·outRow]`. */
  readonly out: Float64Array;
  readonly outAt: number;
  readonly outPosition: number;
  readonly outRow: number;
}

/** `out(i, j) = Σₖ w(j, k) · x(i, k)` for every position i and row j. */
export function dot({ x, base, xAt, offset, w, wAt, rows, out, outAt, outPosition, outRow }: Dot): void {
  const terms = offset.length;
  const positions = base.length;
  const tiledRows = rows - (rows % 4);
  for (let i = 0; i < positions; i += 2) {
    const pair = i + 1 < positions;
    const x0 = base[i] + xAt;
    // With an odd number of positions the last one is computed twice, to avoid a second kernel.
    const x1 = pair ? base[i + 1] + xAt : x0;
    for (let j = 0; j < tiledRows; j += 4) {
      const w0 = wAt + j * terms;
      const w1 = w0 + terms;
      const w2 = w1 + terms;
      const w3 = w2 + terms;
      let s00 = 0;
      let s01 = 0;
      let s02 = 0;
      let s03 = 0;
      let s10 = 0;
      let s11 = 0;
      let s12 = 0;
      let s13 = 0;
      for (let k = 0; k < terms; k++) {
        const o = offset[k];
        const a = x[x0 + o];
        const b = x[x1 + o];
        const v0 = w[w0 + k];
        const v1 = w[w1 + k];
        const v2 = w[w2 + k];
        const v3 = w[w3 + k];
        s00 += v0 * a;
        s01 += v1 * a;
        s02 += v2 * a;
        s03 += v3 * a;
        s10 += v0 * b;
        s11 += v1 * b;
        s12 += v2 * b;
        s13 += v3 * b;
      }
      let at = outAt + i * outPosition + j * outRow;
      out[at] = s00;
      out[at + outRow] = s01;
      out[at + 2 * outRow] = s02;
      out[at + 3 * outRow] = s03;
      if (pair) {
        at += outPosition;
        out[at] = s10;
        out[at + outRow] = s11;
        out[at + 2 * outRow] = s12;
        out[at + 3 * outRow] = s13;
      }
    }
    for (let j = tiledRows; j < rows; j++) {
      const w0 = wAt + j * terms;
      let s0 = 0;
      let s1 = 0;
      for (let k = 0; k < terms; k++) {
        const o = offset[k];
        const v = w[w0 + k];
        s0 += v * x[x0 + o];
        s1 += v * x[x1 + o];
      }
      const at = outAt + i * outPosition + j * outRow;
      out[at] = s0;
      if (pair) out[at + outPosition] = s1;
    }
  }
}

/** 0, step, 2·step, …: the table of evenly spaced rows or terms. */
export function spaced(count: number, step: number): Int32Array {
  const table = new Int32Array(count);
  for (let i = 0; i < count; i++) table[i] = i * step;
  return table;
}
