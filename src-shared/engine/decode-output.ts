/** Decodes an output of a tile as an engine stores it (docs/algorithm.md §2). */
import type { Layout } from '../lowering/layout.ts';
import { createDecoder } from '../units/ports.ts';
import type { Coding } from '../plan/types.ts';

/** An output as it lies in memory. */
export interface StoredOutput {
  readonly coding: Coding;
  readonly layout: Layout;
  /** Steps that are stored: `[outer, stored, b, inner]`. Later steps are zero. */
  readonly stored: number;
  /** True if every step is the same as the first. */
  readonly repeats: boolean;
  /** The constant part b `[outer, inner]`, which is not stored. */
  readonly constant: Float64Array | undefined;
}

/** The decoded output of every step `[T, b, outer · inner]`, in float64. */
export function decodeOutput(
  values: Float32Array,
  { coding, layout, stored, repeats, constant }: StoredOutput,
  tau: number,
  steps: number,
  batch: number,
): Float64Array {
  const { outer, inner } = layout;
  const size = outer * inner;
  const decoder = createDecoder(coding, tau, constant, batch);
  const decoded = new Float64Array(steps * batch * size);
  for (let t = 0; t < steps; t++) {
    const step = repeats ? 0 : t;
    const y = new Float64Array(batch * size);
    for (let sample = 0; sample < batch; sample++) {
      for (let block = 0; block < outer; block++) {
        const from = ((block * stored + step) * batch + sample) * inner;
        const to = sample * size + block * inner;
        for (let i = 0; i < inner; i++)
          y[to + i] = (step < stored ? values[from + i]! : 0) + (constant?.[block * inner + i] ?? 0);
      }
    }
    decoded.set(decoder(y, t), t * batch * size);
  }
  return decoded;
}
