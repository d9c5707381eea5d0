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
  if (s === 0) return 0;
  return unit.model === 'ms' ? oneBits(Math.round((Math.abs(s) / theta) * 2 ** (unit.levels - 1))) : 1;
}

/** Spikes of a neuron layer's output `[B, …]`, value by value. `thresholds`: θ of each neuron of one sample. */
export function countSpikeBits(
  sent: Float64Array,
  unit: Pick<NeuronUnit, 'model' | 'levels'>,
  thresholds: Float64Array,
): Uint8Array {
  const size = thresholds.length;
  return Uint8Array.from(sent, (s, i) => spikeBits(s, unit, thresholds[i % size]!));
}
