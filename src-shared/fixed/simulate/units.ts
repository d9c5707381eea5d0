/** The units of one step with their states, in whole numbers (docs/fixed-point.md has the equations). */
import { roundDivide, rescaled } from '../arithmetic.ts';
import { fireMultiSpike, fireMultiThreshold, fireOnce } from '../fire.ts';
import type { FixedIntake, FixedMaxPool, FixedNeuron, FixedOutput, FixedTranscoder } from '../network.ts';
import { everyEntry } from '../per-entry.ts';
import { everyFactor } from './linear.ts';
import { readoutCount } from '../../units/readout.ts';
import { size, tapPositions } from './windows.ts';

/** The states of a unit by name. They are changed in place. */
export type States = Readonly<Record<string, Int32Array>>;

/** A unit of a sample. */
export interface UnitRun {
  readonly states: States;
  /** Sets the states of the first step. */
  reset(): void;
  /** Computes step t. Returns the number of inputs that were clamped. */
  step(values: readonly Int32Array[], t: number): number;
}

/** The input of a unit in its own units, d. */
function createIntake({ factor, clamp, constant, parts }: FixedIntake, length: number) {
  const { multiplier, power } = everyFactor(factor, length);
  const most = everyEntry(clamp, length);
  const d = new Int32Array(length);
  return {
    d,
    b: everyEntry(constant, length),
    parts,
    /** Takes an input in. Returns the number of entries that were clamped. */
    take(x: Int32Array): number {
      let clamped = 0;
      for (let i = 0; i < length; i++) {
        if (x[i] === 0) {
          d[i] = 0;
          continue;
        }
        const exact = rescaled(x[i], multiplier[i], power[i]);
        d[i] = exact > most[i] ? most[i] : exact < -most[i] ? -most[i] : exact;
        if (d[i] !== exact) clamped++;
      }
      return clamped;
    },
  };
}

/** The change of an estimate at step t: d · F / (t+1), halves away from zero if it is not whole. */
function change(d: number, parts: number, t: number): number {
  return parts % (t + 1) === 0 ? d * (parts / (t + 1)) : roundDivide(d * parts, t + 1);
}

/**
 * A neuron layer. `in`: the estimate of the input (differential), or the sum of inputs (rate), in parts. `out`: the estimate of the
 * output, or the sum of what was sent. The membrane potential is not kept: it is initial + (t+1) · in − (t+1) · out, without drift.
 */
export function neuronRun(layer: FixedNeuron, length: number): UnitRun {
  const { d, b, parts, take } = createIntake(layer.intake, length);
  const quantum = everyEntry(layer.quantum, length);
  const { model, levels, mostSpikes, credit: rule } = layer;
  const [differentialIn, differentialOut] = [layer.inputCoding === 'differential', layer.coding === 'differential'];
  const states = { in: new Int32Array(length), out: new Int32Array(length), membrane: new Int32Array(length) };
  const initial = layer.start ? everyEntry(layer.start, length) : quantum.map((one) => (model === 'mt' ? 0 : (one * parts) / 2));
  const fire = (m: number, one: number, credit: number): number => {
    if (model === 'if') return fireOnce(m, one, credit);
    return model === 'mt' ? fireMultiThreshold(m, one, levels, credit) : fireMultiSpike(m, one, levels, credit, mostSpikes);
  };
  return {
    states,
    reset() {
      states.out.fill(0);
      if (differentialIn) states.in.set(b);
      else states.in.fill(0);
      states.membrane.set(initial);
    },
    step(values, t) {
      const clamped = take(values[layer.input]);
      const y = values[layer.output];
      const [timesIn, timesOut] = [differentialIn ? t + 1 : 1, differentialOut ? t + 1 : 1];
      for (let i = 0; i < length; i++) {
        const one = quantum[i] * parts;
        if (one === 0) {
          y[i] = 0;
          continue;
        }
        states.in[i] += differentialIn ? change(d[i], parts, t) : d[i] * parts + b[i];
        const sent = states.out[i] * timesOut;
        const m = initial[i] + states.in[i] * timesIn - sent;
        const credit = rule === 'sent' ? sent : rule === 'none' ? 0 : Infinity;
        const s = fire(m, one, credit);
        y[i] = s;
        states.out[i] += differentialOut ? change(s * quantum[i], parts, t) : s * one;
        states.membrane[i] = m - s * one;
      }
      return clamped;
    },
  };
}

/** Max pooling. `in`: estimate or sum of the input, in parts; `last`: the maximum of each window after the last step. */
export function maxPoolRun(layer: FixedMaxPool, lengths: { readonly input: number; readonly output: number }): UnitRun {
  const { d, b, parts, take } = createIntake(layer.intake, lengths.input);
  const positions = tapPositions(layer.windows);
  const [plane, taps, outPlane] = [size(layer.windows.input), size(layer.windows.kernel), size(layer.windows.output)];
  const differential = layer.coding === 'differential';
  const states = { in: new Int32Array(lengths.input), last: new Int32Array(lengths.output) };
  return {
    states,
    reset() {
      states.last.fill(0);
      if (differential) states.in.set(b);
      else states.in.fill(0);
    },
    step(values, t) {
      const clamped = take(values[layer.input]);
      for (let i = 0; i < d.length; i++) states.in[i] += differential ? change(d[i], parts, t) : d[i] + b[i];
      const y = values[layer.output];
      const times = differential ? t + 1 : 1;
      for (let c = 0, i = 0; c < layer.channels; c++) {
        for (let w = 0; w < outPlane; w++, i++) {
          let most = -Infinity;
          for (let k = 0; k < taps; k++) {
            const position = positions[w * taps + k];
            if (position >= 0) most = Math.max(most, states.in[c * plane + position]);
          }
          y[i] = times * (most - states.last[i]);
          states.last[i] = most;
        }
      }
      return clamped;
    },
  };
}

/** A transcoder. `in`: the sum of the input in units (from rate), or its estimate in parts (from differential). */
export function transcoderRun(layer: FixedTranscoder, length: number): UnitRun {
  const { d, b, parts, take } = createIntake(layer.intake, length);
  const states = { in: new Int32Array(length) };
  const fromRate = layer.from === 'rate';
  return {
    states,
    reset() {
      if (fromRate) states.in.fill(0);
      else states.in.set(b);
    },
    step(values, t) {
      const clamped = take(values[layer.input]);
      const y = values[layer.output];
      for (let i = 0; i < length; i++) {
        if (fromRate) {
          // The constant part is in parts; the sum holds d only, and b joins what is sent.
          const mean = t === 0 ? 0 : roundDivide(states.in[i] * parts, t) + b[i];
          y[i] = d[i] * parts + b[i] - mean;
          states.in[i] += d[i];
        } else {
          y[i] = d[i] * parts + states.in[i];
          states.in[i] += change(d[i], parts, t);
        }
      }
      return clamped;
    },
  };
}

/** An output of a sample: after each step, the decoded output of that step and the answer so far (docs/algorithm.md §2). */
export interface OutputRun {
  /**
   * `estimate`: of the output (differential), in parts; or the sum of decoded outputs (rate), in units. `before`: the same after step k − 1,
   * if the answer is the mean of the steps from step k > 1 on.
   */
  readonly states: States;
  /** Decoded output of the last step, in parts. */
  readonly decoded: Int32Array;
  reset(): void;
  step(values: readonly Int32Array[], t: number): void;
}

/** An output. Its answer follows from its states (`meanOfOutput`). */
export function outputRun(output: FixedOutput, length: number): OutputRun {
  const { d, b, parts, take } = createIntake(output.intake, length);
  const differential = output.coding === 'differential';
  const { from } = output;
  const states = { estimate: new Int32Array(length), ...(from > 1 ? { before: new Int32Array(length) } : {}) };
  const decoded = new Int32Array(length);
  return {
    states,
    decoded,
    reset() {
      if (differential) states.estimate.set(b);
      else states.estimate.fill(0);
      states.before?.fill(0);
    },
    step(values, t) {
      take(values[output.value]);
      for (let i = 0; i < length; i++) {
        if (differential) {
          decoded[i] = states.estimate[i] + d[i] * parts;
          states.estimate[i] += change(d[i], parts, t);
        } else {
          decoded[i] = d[i] + b[i];
          states.estimate[i] += decoded[i];
        }
      }
      if (t === from - 2) states.before?.set(states.estimate);
    },
  };
}

/**
 * The answer of an output after step `step`, from 1, is (`now` · estimate − `then` · before) / `divisor`, times its unit: n · estimate is the sum of the
 * decoded outputs (differential), or the estimate is (rate).
 */
export function meanOfOutput(
  { coding, from, intake: { parts } }: Pick<FixedOutput, 'coding' | 'from' | 'intake'>,
  step: number,
): { readonly now: number; readonly then: number; readonly divisor: number } {
  const differential = coding === 'differential';
  const count = readoutCount(from, step);
  if (step < from || from === 1) return { now: 1, then: 0, divisor: differential ? parts : count * parts };
  return { now: differential ? step : 1, then: differential ? from - 1 : 1, divisor: count * parts };
}
