/**
 * Counts the spikes that a value stands for (docs/algorithm.md §9, §11). A multi-spike neuron may send several of its thresholds
 * in one step; each is one accumulate at every target. All other neurons send one spike or none.
 */
import type { NeuronUnit } from '../spiking/index.ts';

/** Number of one-bits of a whole number 0 ≤ count < 2⁵³. */
export function oneBits(count: number): number {
  let bits = 0;
  for (let rest = count; rest > 0; rest = Math.floor(rest / 2)) bits += rest % 2;
  return bits;
}

/** Spikes of one sent value s: for a multi-spike neuron the one-bits of |s|/λ with λ = θ/2ⁿ⁻¹, for others 1 if s is not 0. */
export function spikeBits(s: number, unit: Pick<NeuronUnit, 'model' | 'levels'>, theta: number): number {
  return bitsOf(s, unit.model === 'ms' ? theta * 2 ** (1 - unit.levels) : 0);
}

/** Spikes of a value: the one-bits of |s|/`quantum`. With a `quantum` of 0: one if s is not 0. */
function bitsOf(s: number, quantum: number): number {
  if (s === 0) return 0;
  return quantum > 0 ? oneBits(Math.round(Math.abs(s) / quantum)) : 1;
}

/** Spikes of every entry of `values`, with the quantum of every entry (0: one spike if the entry is not 0). */
export const countSpikeBits = (values: Float64Array, quanta: Float64Array): Uint8Array =>
  Uint8Array.from(values, (s, i) => bitsOf(s, quanta[i]!));
