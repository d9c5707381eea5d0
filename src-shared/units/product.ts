/**
 * Product of two coded operands (docs/algorithm.md §4): attention's q·kᵀ and a·v, and gating. The unit keeps a running estimate
 * of each operand, so that only changes are multiplied.
 */
import type { ValueCoding } from '../spiking/index.ts';

/** A bilinear product ∘ of `x` `[B, …]` and `y` `[B, …]`, matrix or elementwise; returns a new array. */
export type Multiply = (x: Float64Array, y: Float64Array) => Float64Array;

/**
 * One step of a product: the output, and the factors of the pairs that §7 counts, x∘y, x∘B and A∘y with the estimates A and B
 * before this step.
 */
export interface ProductStep {
  readonly output: Float64Array;
  /** The operands as they were multiplied: in differential coding, from t = 1 on, without their constant part. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly estimateX: Float64Array;
  readonly estimateY: Float64Array;
}

/** One step of a product. Steps must be taken in order. All arrays of the result are new. */
export type Product = (x: Float64Array, y: Float64Array, t: number) => ProductStep;

/**
 * Differential, t = 0: sends x∘y; A ← x, B ← y. t ≥ 1: sends x∘y/(t+1) + x∘B + A∘y; A ← A + x/(t+1), B ← B + y/(t+1).
 * Rate: V ← V + x∘y + x∘B + A∘y; A ← A + x; B ← B + y; sends V/(t+1) − V_before/t (V at t = 0).
 * `constants` are b of either operand for one sample (differential only). Operands that neurons send have no constant part; for
 * them this is §4. An operand with a constant part keeps it in the first step, since its estimate starts at b, as in every unit:
 * without b the result would not be the product.
 */
export function createProduct(
  multiply: Multiply,
  coding: ValueCoding,
  constants: readonly [Float64Array | undefined, Float64Array | undefined] = [undefined, undefined],
): Product {
  let sumX: Float64Array | undefined;
  let sumY: Float64Array | undefined;
  let total: Float64Array | undefined;

  return (rawX, rawY, t) => {
    const estimateX = sumX ?? new Float64Array(rawX.length);
    const estimateY = sumY ?? new Float64Array(rawY.length);
    const differential = coding === 'differential';
    const x = differential && t > 0 ? without(rawX, constants[0]) : rawX.slice();
    const y = differential && t > 0 ? without(rawY, constants[1]) : rawY.slice();
    const divisor = differential ? t + 1 : 1;
    sumX = estimateX.map((value, i) => value + x[i]! / divisor);
    sumY = estimateY.map((value, i) => value + y[i]! / divisor);

    const xy = multiply(x, y);
    const xB = t > 0 ? multiply(x, estimateY) : undefined;
    const yA = t > 0 ? multiply(estimateX, y) : undefined;
    if (differential) {
      const output = xB && yA ? xy.map((value, i) => value / (t + 1) + xB[i]! + yA[i]!) : xy;
      return { output, x, y, estimateX, estimateY };
    }
    const before = total;
    const now = before && xB && yA ? xy.map((value, i) => before[i]! + value + xB[i]! + yA[i]!) : xy;
    total = now;
    const sent = before ? now.map((value, i) => value / (t + 1) - before[i]! / t) : now.slice();
    return { output: sent, x, y, estimateX, estimateY };
  };
}

/** Values `[B, …]` less the constant part `[…]` of one sample. */
function without(values: Float64Array, constant: Float64Array | undefined): Float64Array {
  return constant === undefined ? values.slice() : values.map((value, i) => value - constant[i % constant.length]!);
}
