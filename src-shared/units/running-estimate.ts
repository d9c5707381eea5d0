/**
 * The running estimate of a neuron layer: the activation that its spikes up to now stand for (docs/algorithm.md §2, §3). It is the mean
 * of the sent values (rate) or what the corrections add up to (differential).
 */
import type { ValueCoding } from '../spiking/index.ts';

/**
 * Moves `estimate` from step t − 1 to step t, in place: e ← (e·t + s)/(t+1) for rate, e ← e + s/(t+1) for differential coding. `estimate`
 * holds zeros before step 0. `sent`: the spikes of step t, as many as there are estimates. `tau`: the leak of the network's coding; the
 * leaky codings weigh the spikes of step t with τ⁻ᵗ, the others have τ = 1.
 */
export function advanceEstimate(
  estimate: Float64Array,
  sent: ArrayLike<number>,
  t: number,
  { coding, tau }: { readonly coding: ValueCoding; readonly tau: number },
): void {
  const factor = tau ** -t;
  for (let i = 0; i < estimate.length; i++) {
    const s = sent[i]! * factor;
    estimate[i] = coding === 'rate' ? (estimate[i]! * t + s) / (t + 1) : estimate[i]! + s / (t + 1);
  }
}
