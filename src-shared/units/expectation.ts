/**
 * Expectation compensation (docs/algorithm.md §4) of any function of one coded value. The function is applied to the running
 * estimate. The unit sends values that make the receiver's estimate the function of the estimate here.
 */
import type { ValueCoding } from '../spiking/index.ts';
import type { UnitStep } from './unit-step.ts';

/** A function of an estimate `[B, …]`; returns a new array, possibly of another size. */
export type EstimateFunction = (estimate: Float64Array) => Float64Array;

/**
 * Rate: v ← v + x[t]; sends (t+1)·f(v/(t+1)) − t·f(previous v/t).
 * Differential: e ← e + (x[t] − b)/(t+1), e starts at b; sends (t+1)·(f(e) − last), last ← f(e), starting at 0.
 * `constant`: b of the input, one sample `[…]` (differential only).
 */
export function createExpectation(
  f: EstimateFunction,
  coding: ValueCoding,
  constant: Float64Array | undefined,
  batch: number,
): UnitStep {
  return coding === 'rate' ? rateExpectation(f) : differentialExpectation(f, constant, batch);
}

function rateExpectation(f: EstimateFunction): UnitStep {
  let sum: Float64Array | undefined;
  let total: Float64Array | undefined;
  return (x, t) => {
    const v = (sum ??= new Float64Array(x.length));
    for (let i = 0; i < v.length; i++) v[i] = v[i]! + x[i]!;
    const now = f(v.map((value) => value / (t + 1))).map((value) => value * (t + 1));
    const before = total;
    total = now;
    return before === undefined ? now.slice() : now.map((value, i) => value - before[i]!);
  };
}

function differentialExpectation(f: EstimateFunction, constant: Float64Array | undefined, batch: number): UnitStep {
  let estimate: Float64Array | undefined;
  let last: Float64Array | undefined;
  return (x, t) => {
    const e = (estimate ??= startAt(constant, x.length));
    const size = x.length / batch;
    for (let i = 0; i < e.length; i++) e[i] = e[i]! + (x[i]! - (constant?.[i % size] ?? 0)) / (t + 1);
    // f gets a copy: it may return its argument (an identity), and the estimate goes on changing.
    const now = f(e.slice());
    const before = last;
    last = now;
    return now.map((value, i) => (t + 1) * (value - (before?.[i] ?? 0)));
  };
}

/** `size` values of a batch that start at the constant part of one sample, or at 0. */
function startAt(constant: Float64Array | undefined, size: number): Float64Array {
  const start = new Float64Array(size);
  if (constant !== undefined) for (let i = 0; i < size; i++) start[i] = constant[i % constant.length]!;
  return start;
}
