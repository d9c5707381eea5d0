/**
 * The firing rules of docs/algorithm.md §3 and §9: the spike of a neuron with membrane potential `m`. `theta` is the base
 * threshold θ > 0; neurons with θ = 0 never fire and are not asked. `credit` is the amount that a negative spike may take back:
 * the sum sent so far for a ReLU neuron, infinity for a signed neuron, 0 for a neuron without negative spikes.
 */
import type { NeuronModel, NeuronUnit } from '../spiking/index.ts';
import { oneBits } from './spike-bits.ts';

/** A firing rule: the value that a neuron with membrane potential `m` sends. */
export type Fire = (m: number, theta: number, credit: number) => number;

/** IF and LIF (§3): θ if m ≥ θ; −θ if m ≤ 0 and credit ≥ θ; otherwise 0. */
export function fireOnce(m: number, theta: number, credit: number): number {
  if (m >= theta) return theta;
  return m <= 0 && credit >= theta ? -theta : 0;
}

const highLow = new Uint32Array(2);
const asDouble = new Float64Array(highLow.buffer);

/**
 * Multi-threshold (§3): the largest θₖ = θ/2ᵏ, k < n, with |m| ≥ ¾·θₖ and, for a negative m, credit ≥ θₖ; with the sign of m. It
 * needs no loop over thresholds. With p = min(|m| / ¾θ, limit) and limit = 1 for a positive m, min(1, credit/θ) for a negative
 * one, the spike is ±θ times the largest power of two ≤ p (the exponent bits of p), or 0 if p < 2^−(n−1). The result is exact: a
 * quotient just below a power of two is never rounded up to it. All numbers in between are normal.
 */
export function fireMultiThreshold(m: number, theta: number, levels: number, credit: number): number {
  const limit = m > 0 ? 1 : Math.min(1, credit / theta);
  const p = Math.min(Math.abs(m) / (0.75 * theta), limit);
  if (!(p >= 2 ** (1 - levels))) return 0;
  asDouble[0] = p;
  highLow[0] = 0;
  highLow[1] = highLow[1]! & 0x7ff00000;
  return m > 0 ? theta * asDouble[0]! : -theta * asDouble[0]!;
}

/** Largest number of quanta λ that K = `mostSpikes` of n = `levels` thresholds sum to (§9): 2ⁿ − 2ⁿ⁻ᴷ; without a limit 2ⁿ − 1. */
export const mostQuanta = (levels: number, mostSpikes = levels): number => 2 ** levels - 2 ** (levels - mostSpikes);

/** The whole number with only the `most` largest powers of two that its magnitude |count| < 2³¹ is the sum of, and with its sign. */
export function largestPowers(count: number, most: number): number {
  let kept = Math.abs(count);
  for (let drop = oneBits(kept) - most; drop > 0; drop--) kept &= kept - 1;
  return count < 0 ? -kept : kept;
}

/**
 * Multi-spike (§9): λ·clip(⌊m/λ⌋, lo, 2ⁿ−1) with λ = θ/2ⁿ⁻¹ and lo = −min(2ⁿ−1, ⌊credit/λ⌋): any sum of the thresholds
 * λ, 2λ, … 2ⁿ⁻¹λ in one step. With `mostSpikes` = K < n only the K largest of them.
 */
export function fireMultiSpike(m: number, theta: number, levels: number, credit: number, mostSpikes = levels): number {
  const lambda = theta / 2 ** (levels - 1);
  const most = 2 ** levels - 1;
  const least = -Math.min(most, Math.max(0, Math.floor(credit / lambda)));
  const all = Math.max(least, Math.min(most, Math.floor(m / lambda)));
  const count = mostSpikes < levels ? largestPowers(all, mostSpikes) : all;
  return count === 0 ? 0 : lambda * count;
}

/** The firing rule of a model with n = `levels` thresholds, of which a multi-spike neuron may send `mostSpikes` in one step. */
export function fireOf(model: NeuronModel, levels: number, mostSpikes = levels): Fire {
  switch (model) {
    case 'if':
    case 'lif':
      return fireOnce;
    case 'mt':
      return (m, theta, credit) => fireMultiThreshold(m, theta, levels, credit);
    case 'ms':
      return (m, theta, credit) => fireMultiSpike(m, theta, levels, credit, mostSpikes);
  }
}

/** Membrane potential before the first step, in units of θ: that of a plan, or else the one that centres the quantisation error (§3, §9). */
export function initialPotential({
  model,
  levels,
  tau,
  initial,
}: Pick<NeuronUnit, 'model' | 'levels' | 'tau' | 'initial'>): number {
  if (initial !== undefined) return initial;
  switch (model) {
    case 'if':
      return 1 / 2;
    case 'lif':
      return 1 / (2 * tau);
    case 'mt':
      return 0;
    case 'ms':
      return 1 / 2 ** levels;
  }
}
