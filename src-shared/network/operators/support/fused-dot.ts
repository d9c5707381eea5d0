/**
 * Sums of products with fused multiply-add. Every term w·x enters its sum unrounded, in ascending order, as BLAS computes a
 * matrix product. Products of spikes need this: their terms are multiples of one product of thresholds, so that sums often equal
 * a threshold exactly, and the last bit decides on which side they fall. Twenty times slower than dot.ts.
 */
import type { Dot } from './dot.ts';

/** As `dot`, with fused multiply-add. */
export function fusedDot({ x, base, xAt, offset, w, wAt, rows, out, outAt, outPosition, outRow }: Dot): void {
  const terms = offset.length;
  for (let i = 0; i < base.length; i++) {
    const xStart = base[i] + xAt;
    for (let j = 0; j < rows; j++) {
      const wStart = wAt + j * terms;
      let sum = 0;
      for (let k = 0; k < terms; k++) sum = fusedMultiplyAdd(w[wStart + k], x[xStart + offset[k]], sum);
      out[outAt + i * outPosition + j * outRow] = sum;
    }
  }
}

const bits = new Float64Array(1);
const words = new BigUint64Array(bits.buffer);

/**
 * a·b + c rounded once. After Boldo and Melquiond (2008): the exact product and sums as pairs (Dekker, Knuth), the small
 * parts added with rounding to odd. Exact while nothing overflows or underflows.
 */
export function fusedMultiplyAdd(a: number, b: number, c: number): number {
  if (a === 0 || b === 0) return c;
  const product = a * b;
  const aHigh = upperHalf(a);
  const bHigh = upperHalf(b);
  const aLow = a - aHigh;
  const bLow = b - bHigh;
  const productError = aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
  const small = c + productError;
  const smallError = sumError(c, productError, small);
  const large = product + small;
  const largeError = sumError(product, small, large);
  const rest = largeError + smallError;
  const restError = sumError(largeError, smallError, rest);
  return large + (restError === 0 ? rest : toOdd(rest, restError));
}

/** The upper 26 bits of a number's mantissa (Veltkamp's splitting). */
function upperHalf(value: number): number {
  const scaled = 134217729 * value;
  return scaled - (scaled - value);
}

/** The rounding error of `sum` = a + b (Knuth's two-sum). */
function sumError(a: number, b: number, sum: number): number {
  const part = sum - a;
  return a - (sum - part) + (b - part);
}

/** Rounds an inexact sum to odd: the last bit is set in the direction of the lost part, so that a later rounding is correct. */
function toOdd(value: number, lost: number): number {
  bits[0] = value;
  if ((words[0] & 1n) === 0n) words[0] += lost > 0 === value > 0 ? 1n : -1n;
  return bits[0];
}
