/**
 * Running estimates and what becomes of them (docs/algorithm.md §4, §8), over all steps of a value `[steps, length]` at a time:
 * the mean of what was received, the change of a function of it, and the transcoders. Values are float32; `step` is the number
 * of bytes from a step to the next (0: the same at every step), `present` how many steps are stored, zero afterwards.
 * `added` is the constant part b, repeated after `period` values, a multiple of 16; `table` the constants of each step (frame.ts).
 */
import { T_COUNT, T_INVERSE, T_SIZE } from './frame';

/** Bytes of a cache line: four vectors, handled together. */
const LINE: usize = 64;

/** What a step sends or keeps, given what was received so far. */
const ESTIMATE_RATE: i32 = 0;
const ESTIMATE_DIFFERENTIAL: i32 = 1;
const TO_DIFFERENTIAL: i32 = 2;
const TO_RATE: i32 = 3;

/** State before the first step. */
@inline
function initial(kind: i32, b: v128): v128 {
  return kind == ESTIMATE_DIFFERENTIAL || kind == TO_RATE ? b : f32x4.splat(0);
}

/** State after receiving x: a sum, or an estimate. */
@inline
function next(kind: i32, state: v128, x: v128, b: v128, inverse: v128): v128 {
  if (kind == ESTIMATE_RATE) return f32x4.add(state, f32x4.add(x, b));
  if (kind == TO_DIFFERENTIAL) return f32x4.add(state, f32x4.mul(f32x4.sub(f32x4.add(x, b), state), inverse));
  return f32x4.add(state, f32x4.mul(x, inverse));
}

/** What a step gives: the estimate, or what the transcoder sends. */
@inline
function given(kind: i32, before: v128, after: v128, x: v128, b: v128, inverse: v128): v128 {
  if (kind == ESTIMATE_RATE) return f32x4.mul(after, inverse);
  if (kind == ESTIMATE_DIFFERENTIAL) return after;
  return kind == TO_DIFFERENTIAL ? f32x4.sub(f32x4.add(x, b), before) : f32x4.add(x, before);
}

/** One vector of four values over all steps. */
@inline
function vector(kind: i32, from: usize, step: usize, present: i32, to: usize, toStep: usize, steps: i32, b: v128, table: usize): void {
  let state = initial(kind, b);
  for (let t = 0; t < steps; t++) {
    const x = t < present ? v128.load(from) : f32x4.splat(0), inverse = v128.load32_splat(table, T_INVERSE);
    const after = next(kind, state, x, b, inverse);
    v128.store(to, given(kind, state, after, x, b, inverse));
    state = after;
    from += step;
    to += toStep;
    table += T_SIZE;
  }
}

/** Four vectors, a cache line, over all steps. Those with input first: no step has to ask, and pairs of vectors become one of twice the width. */
@inline
function line(kind: i32, from: usize, step: usize, present: i32, to: usize, toStep: usize, steps: i32, added: usize, table: usize): void {
  const none = f32x4.splat(0), some = min(present, steps);
  const b0 = v128.load(added), b1 = v128.load(added, 16), b2 = v128.load(added, 32), b3 = v128.load(added, 48);
  let s0 = initial(kind, b0), s1 = initial(kind, b1), s2 = initial(kind, b2), s3 = initial(kind, b3);
  for (let t = 0; t < some; t++) {
    const inverse = v128.load32_splat(table, T_INVERSE);
    const x0 = v128.load(from), x1 = v128.load(from, 16), x2 = v128.load(from, 32), x3 = v128.load(from, 48);
    const a0 = next(kind, s0, x0, b0, inverse), a1 = next(kind, s1, x1, b1, inverse);
    const a2 = next(kind, s2, x2, b2, inverse), a3 = next(kind, s3, x3, b3, inverse);
    v128.store(to, given(kind, s0, a0, x0, b0, inverse));
    v128.store(to, given(kind, s1, a1, x1, b1, inverse), 16);
    v128.store(to, given(kind, s2, a2, x2, b2, inverse), 32);
    v128.store(to, given(kind, s3, a3, x3, b3, inverse), 48);
    s0 = a0;
    s1 = a1;
    s2 = a2;
    s3 = a3;
    from += step;
    to += toStep;
    table += T_SIZE;
  }
  for (let t = some; t < steps; t++) {
    const inverse = v128.load32_splat(table, T_INVERSE);
    const a0 = next(kind, s0, none, b0, inverse), a1 = next(kind, s1, none, b1, inverse);
    const a2 = next(kind, s2, none, b2, inverse), a3 = next(kind, s3, none, b3, inverse);
    v128.store(to, given(kind, s0, a0, none, b0, inverse));
    v128.store(to, given(kind, s1, a1, none, b1, inverse), 16);
    v128.store(to, given(kind, s2, a2, none, b2, inverse), 32);
    v128.store(to, given(kind, s3, a3, none, b3, inverse), 48);
    s0 = a0;
    s1 = a1;
    s2 = a2;
    s3 = a3;
    to += toStep;
    table += T_SIZE;
  }
}

@inline
function walk(
  kind: i32, input: usize, step: usize, present: i32, output: usize, steps: i32, length: usize, added: usize, period: usize, table: usize,
): void {
  const bytes = length << 2, periodBytes = period << 2;
  let at: usize = 0, position: usize = 0;
  for (; position + LINE <= bytes; position += LINE) {
    line(kind, input + position, step, present, output + position, bytes, steps, added + at, table);
    at += LINE;
    if (at == periodBytes) at = 0;
  }
  for (; position + 16 <= bytes; position += 16) {
    vector(kind, input + position, step, present, output + position, bytes, steps, v128.load(added + at), table);
    at += 16;
  }
  // The last values, fewer than four, each as a vector of four copies.
  for (; position < bytes; position += 4) {
    const b = v128.load32_splat(added + at);
    let state = initial(kind, b), from = input + position, to = output + position, constants = table;
    for (let t = 0; t < steps; t++) {
      const inverse = v128.load32_splat(constants, T_INVERSE);
      const x = t < present ? v128.load32_splat(from) : f32x4.splat(0);
      const after = next(kind, state, x, b, inverse);
      store<f32>(to, f32x4.extract_lane(given(kind, state, after, x, b, inverse), 0));
      state = after;
      from += step;
      to += bytes;
      constants += T_SIZE;
    }
    at += 4;
  }
}

/** Estimate after each step: the running mean of x[t] + b. */
export function estimatesRate(
  input: usize, step: usize, present: i32, output: usize, steps: i32, length: usize, added: usize, period: usize, table: usize,
): void {
  walk(ESTIMATE_RATE, input, step, present, output, steps, length, added, period, table);
}

/** Estimate after each step: b + Σ d/(t+1). */
export function estimatesDifferential(
  input: usize, step: usize, present: i32, output: usize, steps: i32, length: usize, added: usize, period: usize, table: usize,
): void {
  walk(ESTIMATE_DIFFERENTIAL, input, step, present, output, steps, length, added, period, table);
}

/** Rate to differential: sends d[t] = (x[t] + b) − e; e ← e + d[t]/(t+1), starting at 0. */
export function rateToDifferential(
  input: usize, step: usize, present: i32, output: usize, steps: i32, length: usize, added: usize, period: usize, table: usize,
): void {
  walk(TO_DIFFERENTIAL, input, step, present, output, steps, length, added, period, table);
}

/** Differential to rate: sends r[t] = d[t] + e; e ← e + d[t]/(t+1), starting at b. */
export function differentialToRate(
  input: usize, step: usize, present: i32, output: usize, steps: i32, length: usize, added: usize, period: usize, table: usize,
): void {
  walk(TO_RATE, input, step, present, output, steps, length, added, period, table);
}

/** (t+1)·f[t] − t·f[t−1] (rate) or (t+1)·(f[t] − f[t−1]) (differential): an unchanged estimate sends exactly 0. */
@inline
function change(differential: bool, now: v128, last: v128, count: v128, before: v128): v128 {
  return differential ? f32x4.mul(count, f32x4.sub(now, last)) : f32x4.sub(f32x4.mul(count, now), f32x4.mul(before, last));
}

@inline
function changes(differential: bool, f: usize, steps: i32, length: usize, table: usize): void {
  const bytes = length << 2;
  const none = f32x4.splat(0);
  let position: usize = 0;
  for (; position + LINE <= bytes; position += LINE) {
    let l0 = none, l1 = none, l2 = none, l3 = none, before = none, at = f + position, constants = table;
    for (let t = 0; t < steps; t++) {
      const count = v128.load32_splat(constants, T_COUNT);
      const n0 = v128.load(at), n1 = v128.load(at, 16), n2 = v128.load(at, 32), n3 = v128.load(at, 48);
      v128.store(at, change(differential, n0, l0, count, before));
      v128.store(at, change(differential, n1, l1, count, before), 16);
      v128.store(at, change(differential, n2, l2, count, before), 32);
      v128.store(at, change(differential, n3, l3, count, before), 48);
      l0 = n0;
      l1 = n1;
      l2 = n2;
      l3 = n3;
      before = count;
      at += bytes;
      constants += T_SIZE;
    }
  }
  for (; position < bytes; position += 4) {
    let last = none, before = none, at = f + position, constants = table;
    for (let t = 0; t < steps; t++) {
      const count = v128.load32_splat(constants, T_COUNT), now = v128.load32_splat(at);
      store<f32>(at, f32x4.extract_lane(change(differential, now, last, count, before), 0));
      last = now;
      before = count;
      at += bytes;
      constants += T_SIZE;
    }
  }
}

/** What a function of an estimate sends, in place: f `[steps, length]` becomes its change, f[−1] being 0. */
export function changesRate(f: usize, steps: i32, length: usize, table: usize): void {
  changes(false, f, steps, length, table);
}

export function changesDifferential(f: usize, steps: i32, length: usize, table: usize): void {
  changes(true, f, steps, length, table);
}
