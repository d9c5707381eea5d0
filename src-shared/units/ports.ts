/** Encodes the samples that enter a spiking network, and decodes its outputs (docs/algorithm.md §2). */
import type { Coding } from '../plan/types.ts';
import { repeated } from './unit-step.ts';
import type { UnitStep } from './unit-step.ts';

/**
 * The network's input at step t for the samples `x` `[B, …]`: x (rate), x·τᵗ (leaky rate), or x at t = 0 and then 0 (both
 * differential codings). Returns a new array.
 */
export function encodeInput(coding: Coding, tau: number, x: Float64Array, t: number): Float64Array {
  switch (coding) {
    case 'rate':
      return x.slice();
    case 'leaky-rate': {
      const factor = tau ** t;
      return x.map((value) => value * factor);
    }
    case 'differential':
    case 'differential-leaky':
      return t === 0 ? x.slice() : new Float64Array(x.length);
  }
}

/**
 * Decoder of the last layer's y[t] `[B, …]`. Rate: y[t]. Leaky rate: y[t]·τ⁻ᵗ. Differential: o[t] = e + y[t] − b, then e ← e +
 * (y[t] − b)/(t+1); e starts at b. Differential leaky: the same with y[t]·τ⁻ᵗ. `constant` is b of y for one sample `[…]`. The
 * network's answer after n steps is the mean of the decoded outputs 0…n−1.
 */
export function createDecoder(coding: Coding, tau: number, constant: Float64Array | undefined, batch: number): UnitStep {
  const leaky = coding === 'leaky-rate' || coding === 'differential-leaky';
  const differential = coding === 'differential' || coding === 'differential-leaky';
  let estimate: Float64Array | undefined;
  return (x, t) => {
    const factor = leaky ? tau ** -t : 1;
    const y = x.map((value) => value * factor);
    if (!differential) return y;
    const size = y.length / batch;
    const e = (estimate ??= repeated(constant, batch, size));
    const changes = y.map((value, i) => value - (constant?.[i % size] ?? 0));
    const decoded = y.map((value, i) => e[i]! + value - (constant?.[i % size] ?? 0));
    for (let i = 0; i < e.length; i++) e[i] = e[i]! + changes[i]! / (t + 1);
    return decoded;
  };
}
