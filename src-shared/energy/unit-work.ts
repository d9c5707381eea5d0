/**
 * What one step of a unit costs: arithmetic, and words of state that are read and written back, per sample. The counts
 * follow the equations of src-shared/units line by line, with the constant part taken out of what travels (so no
 * subtraction of b) and 1/(t+1) known. docs/energy.md has them as a table.
 */
import type { NeuronUnit, ValueCoding } from '../spiking/index.ts';
import type { Arithmetic } from '../network/index.ts';

/** Arithmetic of a unit in one step, and the state that it reads and writes. */
export interface Work extends Arithmetic {
  /** Words of state, each read once and written once a step. */
  readonly state: number;
}

/** The same work, `count` times. */
export const times = (work: Work, count: number): Work => ({
  adds: work.adds * count,
  multiplies: work.multiplies * count,
  compares: work.compares * count,
  state: work.state * count,
});

/** The sum of several pieces of work. */
export const together = (...parts: readonly Work[]): Work =>
  parts.reduce((a, b) => ({
    adds: a.adds + b.adds,
    multiplies: a.multiplies + b.multiplies,
    compares: a.compares + b.compares,
    state: a.state + b.state,
  }));

const work = (adds: number, multiplies: number, compares: number, state: number): Work => ({ adds, multiplies, compares, state });

/** A running estimate e ← e + d/(t+1), per value. */
const ESTIMATE = work(1, 1, 0, 1);

/** The settings of a neuron layer that decide its work. */
export type NeuronKindOfWork = Pick<NeuronUnit, 'model' | 'rule' | 'negative' | 'inputCoding' | 'coding'>;

/** One neuron, one step (docs/algorithm.md §3, §8, §9). */
export function neuronWork({ model, rule, negative, inputCoding, coding }: NeuronKindOfWork): Work {
  const limited = rule === 'relu' && negative;
  const differentialIn = inputCoding === 'differential';
  const differentialOut = coding === 'differential';
  // m ← m + x ; m ← m − s
  const parts = [work(2, 0, 0, 1)];
  // r = x + e_in, and its estimate
  if (differentialIn) parts.push(work(1, 0, 0, 0), ESTIMATE);
  // m ← m − e_out, and its estimate
  if (differentialOut) parts.push(work(1, 0, 0, 0), ESTIMATE);
  // c ← c + s (and + e_out)
  if (limited) parts.push(work(differentialOut ? 2 : 1, 0, 0, 1));
  // A leak multiplies m and every other state.
  if (model === 'lif') parts.push(work(0, 1 + [differentialIn, differentialOut, limited].filter(Boolean).length, 0, 0));
  parts.push(fireWork(model, negative, limited));
  return together(...parts);
}

function fireWork(model: NeuronUnit['model'], negative: boolean, limited: boolean): Work {
  const credit = limited ? 1 : 0;
  switch (model) {
    case 'if':
    case 'lif':
      // m ≥ θ ; m ≤ 0 ; c ≥ θ
      return work(0, 0, 1 + (negative ? 1 : 0) + credit, 0);
    case 'mt':
      // p = |m|·(4/3θ), c·(1/θ), the smaller of both, p ≥ 2^−(n−1); the power of two is p's exponent.
      return work(0, 1 + credit, 1 + credit, 0);
    case 'ms':
      // ⌊m·(1/λ)⌋, c·(1/λ), two bounds, λ·count
      return work(0, 2 + credit, 2 + credit, 0);
  }
}

/** Expectation compensation with `inputs` values in and `outputs` out, of a function that costs `f` per input value (§4). */
export function expectationWork(f: Arithmetic, inputs: number, outputs: number): Work {
  // v ← v + x, v·1/(t+1) or e ← e + x/(t+1); f; (t+1)·f(…) − last, or (t+1)·(f(e) − last)
  return together(times(ESTIMATE, inputs), times({ ...f, state: 0 }, inputs), times(work(1, 1, 0, 1), outputs));
}

/** Max pooling (§4): `window` values compared for each of `outputs`. */
export function poolWork(
  form: 'residual' | 'estimate',
  coding: ValueCoding,
  inputs: number,
  outputs: number,
  window: number,
): Work {
  const compares = work(0, 0, window - 1, 0);
  if (form === 'estimate') return together(expectationWork(work(0, 0, 0, 0), inputs, outputs), times(compares, outputs));
  // v ← v + x ; v ← v − upsample(o)
  const residual = together(times(work(2, 0, 0, 1), inputs), times(compares, outputs));
  if (coding === 'rate') return residual;
  // v ← v + e_in and its estimate; d = o − e_out and its estimate
  return together(
    residual,
    times(together(work(1, 0, 0, 0), ESTIMATE), inputs),
    times(together(work(1, 0, 0, 0), ESTIMATE), outputs),
  );
}

/**
 * What a product does (§4): estimates of both operands, and combining the partial products. The partial products themselves are charged
 * here only if they are elementwise (x∘y, x∘B, A∘y: three multiplications an output); those of a matrix product are counted pairs.
 */
export function productWork(form: 'matrix' | 'elementwise', coding: ValueCoding, operands: number, outputs: number): Work {
  const partial = times(work(0, form === 'elementwise' ? 3 : 0, 0, 0), outputs);
  if (coding === 'differential') return together(partial, times(ESTIMATE, operands), times(work(2, 1, 0, 0), outputs));
  // A ← A + x, B ← B + y ; V ← V + three terms ; V/(t+1) − V_before/t
  return together(partial, times(work(1, 0, 0, 1), operands), times(work(4, 2, 0, 1), outputs));
}

/** A transcoder (§8), per value: d = x − e or r = d + e, and the estimate. */
export const transcoderWork = (elements: number): Work => times(together(work(1, 0, 0, 0), ESTIMATE), elements);
