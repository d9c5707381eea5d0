/**
 * Running estimates and what becomes of them (docs/algorithm.md §4, §8), over all steps of a value `[steps, length]` at a time:
 * the mean of what was received, the change of a function of it, and the transcoders. Values are float32; `step` is the number
 * of bytes from a step to the next (0: the same at every step), `present` how many steps are stored, zero afterwards.
 * `added` is the constant part b, repeated after `period` values.
 */

/** Estimate after each step: the running mean of x[t] + b (rate), or b + Σ d/(t+1) (differential). */
// @ts-ignore: decorator
@inline
function estimates(
  differential: bool, input: usize, step: usize, present: i32, output: usize, steps: i32, length: usize, added: usize, period: usize,
): void {
  const bytes = length << 2;
  let at: usize = 0, position: usize = 0;
  for (; position + 16 <= bytes; position += 16) {
    const b = v128.load(added + at);
    let sum = differential ? b : f32x4.splat(0), from = input + position, to = output + position;
    for (let t = 0; t < steps; t++) {
      const x = t < present ? v128.load(from) : f32x4.splat(0), inverse = f32x4.splat(<f32>(1.0 / <f64>(t + 1)));
      sum = f32x4.add(sum, differential ? f32x4.mul(x, inverse) : f32x4.add(x, b));
      v128.store(to, differential ? sum : f32x4.mul(sum, inverse));
      from += step;
      to += bytes;
    }
    at += 16;
    if (at >= period << 2) at = 0;
  }
  for (; position < bytes; position += 4) {
    const b = load<f32>(added + at);
    let sum: f32 = differential ? b : 0, from = input + position, to = output + position;
    for (let t = 0; t < steps; t++) {
      const x: f32 = t < present ? load<f32>(from) : 0, inverse = <f32>(1.0 / <f64>(t + 1));
      sum += differential ? x * inverse : x + b;
      store<f32>(to, differential ? sum : sum * inverse);
      from += step;
      to += bytes;
    }
    at += 4;
  }
}

export function estimatesRate(
  input: usize, step: usize, present: i32, output: usize, steps: i32, length: usize, added: usize, period: usize,
): void {
  estimates(false, input, step, present, output, steps, length, added, period);
}

export function estimatesDifferential(
  input: usize, step: usize, present: i32, output: usize, steps: i32, length: usize, added: usize, period: usize,
): void {
  estimates(true, input, step, present, output, steps, length, added, period);
}

/**
 * What a function of an estimate sends, in place: f `[steps, length]` becomes (t+1)·f[t] − t·f[t−1] (rate) or
 * (t+1)·(f[t] − f[t−1]) (differential), with f[−1] = 0.
 */
export function changes(differential: i32, f: usize, steps: i32, length: usize): void {
  const bytes = length << 2;
  let position: usize = 0;
  for (; position + 16 <= bytes; position += 16) {
    let last = f32x4.splat(0), at = f + position;
    for (let t = 0; t < steps; t++) {
      const now = v128.load(at);
      const count = f32x4.splat(<f32>(t + 1)), before = differential ? count : f32x4.splat(<f32>t);
      // Written so that an unchanged estimate sends exactly 0 with differential coding.
      v128.store(at, differential ? f32x4.mul(count, f32x4.sub(now, last)) : f32x4.sub(f32x4.mul(count, now), f32x4.mul(before, last)));
      last = now;
      at += bytes;
    }
  }
  for (; position < bytes; position += 4) {
    let last: f32 = 0, at = f + position;
    for (let t = 0; t < steps; t++) {
      const now = load<f32>(at), count = <f32>(t + 1);
      store<f32>(at, differential ? count * (now - last) : count * now - <f32>t * last);
      last = now;
      at += bytes;
    }
  }
}

/** Rate to differential: sends d[t] = (x[t] + b) − e; e ← e + d[t]/(t+1), starting at 0. */
export function rateToDifferential(
  input: usize, step: usize, present: i32, output: usize, steps: i32, length: usize, added: usize, period: usize,
): void {
  const bytes = length << 2;
  let at: usize = 0;
  for (let position: usize = 0; position < bytes; position += 4) {
    const b = load<f32>(added + at);
    let e: f32 = 0, from = input + position, to = output + position;
    for (let t = 0; t < steps; t++) {
      const d = (t < present ? load<f32>(from) : 0) + b - e;
      e += d * <f32>(1.0 / <f64>(t + 1));
      store<f32>(to, d);
      from += step;
      to += bytes;
    }
    at += 4;
    if (at >= period << 2) at = 0;
  }
}

/** Differential to rate: sends r[t] = d[t] + e; e ← e + d[t]/(t+1), starting at b. */
export function differentialToRate(
  input: usize, step: usize, present: i32, output: usize, steps: i32, length: usize, added: usize, period: usize,
): void {
  const bytes = length << 2;
  let at: usize = 0;
  for (let position: usize = 0; position < bytes; position += 4) {
    let e = load<f32>(added + at), from = input + position, to = output + position;
    for (let t = 0; t < steps; t++) {
      const d: f32 = t < present ? load<f32>(from) : 0;
      store<f32>(to, d + e);
      e += d * <f32>(1.0 / <f64>(t + 1));
      from += step;
      to += bytes;
    }
    at += 4;
    if (at >= period << 2) at = 0;
  }
}

/**
 * The constant part added to each present step in place: x[t] + b. Used where raw values are asked for.
 */
export function addConstant(values: usize, steps: i32, length: usize, added: usize, period: usize): void {
  for (let t = 0; t < steps; t++) {
    let at: usize = 0;
    for (let i: usize = 0; i < length; i++) {
      store<f32>(values, load<f32>(values) + load<f32>(added + at));
      values += 4;
      at += 4;
      if (at >= period << 2) at = 0;
    }
  }
}
