/**
 * How many spikes a value stands for (docs/algorithm.md §9, §11): a multi-spike neuron may send several of its thresholds
 * in one step, and each is one accumulate at every target. Every other neuron sends one spike or none.
 */
import type { NeuronUnit } from '../spiking/index.ts';

/** Number of one-bits of a whole number 0 ≤ count < 2⁵³. */
function oneBits(count: number): number {
  let bits = 0;
  for (let rest = count; rest > 0; rest = Math.floor(rest / 2)) bits += rest % 2;
  return bits;
}

/** Spikes of one sent value: the one-bits of |s|/λ for a multi-spike neuron with λ = θ/2ⁿ⁻¹, else 1 where s is not 0. */
export function spikeBits(s: number, unit: Pick<NeuronUnit, 'model' | 'levels'>, theta: number): number {
  return bitsOf(s, unit.model === 'ms' ? theta * 2 ** (1 - unit.levels) : 0);
}

/** Spikes that a value stands for: the one-bits of |s|/`quantum`; one where `quantum` is 0 and s is not. */
function bitsOf(s: number, quantum: number): number {
  if (s === 0) return 0;
  return quantum > 0 ? oneBits(Math.round(Math.abs(s) / quantum)) : 1;
}

/** Spikes of every entry of `values`, given the quantum of every entry (0: one spike where the entry is not 0). */
export const countSpikeBits = (values: Float64Array, quanta: Float64Array): Uint8Array =>
  Uint8Array.from(values, (s, i) => bitsOf(s, quanta[i]!));
