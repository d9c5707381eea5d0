/** Data of the kernels' cases: the same numbers every time, and arrays as kernels take them. */
import type { KernelArray } from './kernel-case.ts';

export const STEPS = 5;
export const BATCH = 2;
export const OUTER = 2;
export const INNER = 12;

/** Numbers from `least` to `most`, of arbitrary bits. */
export const numbers = (length: number, seed: number, least = -1, most = 1): Float32Array =>
  Float32Array.from(
    { length },
    (_, i) => least + (most - least) * ((((i + 1) * 0.618033988749895 + seed * 0.414213562373095) * 97.31) % 1),
  );

/** The same numbers, with zeros among them. */
export const sparse = (length: number, seed: number): Float32Array =>
  numbers(length, seed).map((value, i) => ((i * 7 + seed) % 3 === 0 ? 0 : value));

export const array = (data: Float32Array, columns: number): KernelArray => ({ data, columns });

/** 1/(t+1) of every step. */
export const inverse = (steps = STEPS): Float32Array => Float32Array.from({ length: steps }, (_, t) => 1 / (t + 1));

/** `[OUTER, steps · BATCH, INNER]` from what is sent to and by every sample of a block, step by step: a unit of src-shared/units. */
export function unitResult(
  x: Float32Array,
  unit: (block: number) => (x: Float64Array, t: number) => Float64Array,
  [inner, innerOut]: readonly [number, number] = [INNER, INNER],
  steps = STEPS,
): Float64Array {
  const result = new Float64Array(OUTER * steps * BATCH * innerOut);
  for (let block = 0; block < OUTER; block++) {
    const step = unit(block);
    for (let t = 0; t < steps; t++) {
      const first = (block * steps + t) * BATCH;
      result.set(step(Float64Array.from(x.subarray(first * inner, (first + BATCH) * inner)), t), first * innerOut);
    }
  }
  return result;
}
