/**
 * A layer of spiking neurons; one general form covers all models and codings (docs/algorithm.md §3, §8, §9). A neuron integrates
 * the rate equivalent r[t] of its input, subtracts the part of its own estimate that it has sent before, then fires. For layers
 * with rate input and output, or differential input and output, this is exactly the form of §3.
 */
import type { NeuronUnit } from '../spiking/index.ts';
import { fireOf, initialPotential } from './fire.ts';
import { repeated } from './unit-step.ts';
import type { UnitStep } from './unit-step.ts';

/** The settings of a neuron layer that decide the behaviour of its neurons. */
export type NeuronSettings = Pick<
  NeuronUnit,
  'model' | 'rule' | 'negative' | 'inputCoding' | 'coding' | 'levels' | 'mostSpikes' | 'tau' | 'initial'
>;

/**
 * A neuron layer for a batch. `thresholds`: θ of each neuron of one sample `[…]`; 0 (or below) never fires. `constant`: b of
 * its input, `[…]` of one sample, needed with differential input only. Each step takes and returns `[B, …]` (UnitStep).
 *
 * ```
 * r[t]  = x[t]  or, differential input,  (x[t] − b) + e_in      e_in starts at b
 * m     ← τ·m + r[t] − e_out                                    e_out stays 0 unless the output is differential
 * c     ← c + e_out ;  s = fire(m, c) ;  m ← m − s ;  c ← (c + s)·τ
 * e_in  ← (e_in + (x[t] − b)/(t+1))·τ ;  e_out ← (e_out + s/(t+1))·τ
 * ```
 * τ = 1 but for LIF. Differential LIF leaves b in x[t] and starts e_in at 0, so that b does not leak (§3). For rate LIF, c here
 * is §3's c/μ: the same condition c ≥ θ·μ, without a second state.
 * Terms are added one by one from the left, m + x − b + e_in − e_out, as the published implementation does: that decides ties.
 */
export function createNeuron(
  settings: NeuronSettings,
  thresholds: Float64Array,
  constant: Float64Array | undefined,
  batch: number,
): UnitStep {
  const { model, levels, mostSpikes } = settings;
  const leaky = model === 'lif';
  const tau = leaky ? settings.tau : 1;
  const differentialIn = settings.inputCoding === 'differential';
  const differentialOut = settings.coding === 'differential';
  const signed = settings.rule === 'signed';
  const limited = !signed && settings.negative;
  const fire = fireOf(model, levels, mostSpikes);
  const size = thresholds.length;

  const potential = thresholds.map((theta) => theta * initialPotential(settings));
  const m = repeated(potential, batch, size);
  const sent = new Float64Array(limited ? m.length : 0);
  const estimateOut = new Float64Array(differentialOut ? m.length : 0);
  const b = differentialIn ? (constant ?? new Float64Array(size)) : new Float64Array(0);
  const estimateIn = differentialIn ? repeated(leaky ? undefined : b, batch, size) : new Float64Array(0);

  return (x, t) => {
    if (x.length !== m.length) throw new Error(`neuron layer of ${m.length} values received ${x.length}`);
    const output = new Float64Array(m.length);
    for (let i = 0, j = 0; i < m.length; i++, j = j + 1 === size ? 0 : j + 1) {
      let potential = leaky ? tau * m[i]! : m[i]!;
      if (differentialIn) {
        const change = x[i]! - b[j]!;
        potential = leaky ? potential + x[i]! + estimateIn[i]! : potential + x[i]! - b[j]! + estimateIn[i]!;
        estimateIn[i] = (estimateIn[i]! + change / (t + 1)) * tau;
      } else potential += x[i]!;
      const before = differentialOut ? estimateOut[i]! : 0;
      potential -= before;
      const credit = limited ? sent[i]! + before : signed ? Infinity : 0;
      const theta = thresholds[j]!;
      const s = theta > 0 ? fire(potential, theta, credit) : 0;
      m[i] = potential - s;
      if (limited) sent[i] = (credit + s) * tau;
      if (differentialOut) estimateOut[i] = (before + s / (t + 1)) * tau;
      output[i] = s;
    }
    return output;
  };
}
