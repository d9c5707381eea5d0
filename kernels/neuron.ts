/**
 * Layers of IF, multi-threshold and multi-spike neurons over all their time steps (docs/algorithm.md §3, §8, §9).
 *
 * Eight vectors of neurons at a time walk t with their state in registers, two and two side by side: what both read, then what both send, so that
 * V8 may join the two (src-main/runtime/wide-vectors.ts). Multi-threshold and multi-spike neurons count in quanta (θ;
 * λ), IF neurons in the units of their input. Two identities leave two state variables of the four in §3: the sum of the
 * rate-equivalents received up to step t is (t+1)·e_in, and what a neuron has sent (its own earlier estimates included) before
 * step t is (t+1)·e_out, so that m = m₀ + (t+1)·(e_in − e_out) with differential input and output. What was sent is kept negative.
 *
 * IF and multi-threshold neurons of the ReLU type keep the sum sent besides, in the units of their input and with every rounding of §3
 * as it is written; with differential output what they sent last too. That sum often is exactly the threshold of a spike to be taken back (after 1/2 + 1/3 + 1/6, or after
 * θ + θ/8 − θ/8), and its rounding, which depends on the bits of θ, then decides whether that spike is sent. Sums in quanta would be exact
 * and decide all of these ties in the same way: 5 % of ResNet-20's answers change at the fourth step.
 * A spike θ/2ᵏ divided by t+1 is θ/(t+1) times a power of two, without rounding: that quotient is a *scale*, computed once for a set of
 * parameters and a step, as is what turns a mean into what the fire rule compares.
 */
import {
  ADDED, ADDED_PERIOD, ADDED_SPAN, CHUNK, EXPONENT, FLUSH, FOUR_THIRDS, INPUT, INPUT_STEP, LENGTH, LIMIT, MINUS_ONE, MOST_SPIKES, ONE, OUTPUT,
  OUTPUT_STEP, PERIOD, PRESENT, QUANTUM, RECIPROCAL, SCALE_SETS, SCALE_SIZE, SCALES, SCRATCH, SPAN, START, STEPS, SUMS, SUMS_SIZE, T_COUNT,
  T_COUNT_FIRE, T_CREDIT, T_INVERSE, T_SIZE, TABLE, TOTALS, WEIGHTS, WEIGHTS_PERIOD, WEIGHTS_SPAN, ZEROS,
} from './frame';
import { nextSet, serve } from './sets';
import { flushSums, fromScratch, oneBits, toScratch } from './sums';
import {
  INPUT_DIFFERENTIAL, INPUT_ESTIMATE, INPUT_RATE, MODEL_IF, MODEL_MS, MODEL_MS_LIMITED, MODEL_MT, RULE_POSITIVE, RULE_RELU,
} from './variants';

/** What was sent is kept in units of the input. */
@inline
function isSummed(model: i32, outDiff: bool, rule: i32): bool {
  return rule == RULE_RELU && (model == MODEL_MT || (model == MODEL_IF && outDiff));
}

/** What was received is kept in units of the input. */
@inline
function isWhole(model: i32, form: i32, outDiff: bool, rule: i32): bool {
  return model == MODEL_IF || (model == MODEL_MT && form != INPUT_RATE && outDiff && rule == RULE_RELU);
}

/** A spike divided by t+1 is a share of its quantum, which is kept (writeScales). */
@inline
function isShared(model: i32, outDiff: bool, rule: i32): bool {
  return model == MODEL_MT && outDiff && isSummed(model, outDiff, rule);
}

/** m₀ is where a sum begins: with a mean of both received and sent there is none. */
@inline
function startsInState(model: i32, inDiff: bool, outDiff: bool): bool {
  return model == MODEL_MT && !(inDiff && outDiff);
}

/** Received so far: its sum (rate) or its running mean (differential), which an estimate is. */
@inline
function received(whole: bool, form: i32, r: v128, x: v128, reciprocal: v128, added: v128, inverse: v128): v128 {
  if (form == INPUT_ESTIMATE) return whole ? x : f32x4.mul(x, reciprocal);
  const inDiff = form == INPUT_DIFFERENTIAL;
  if (whole) return inDiff ? f32x4.relaxed_madd(x, inverse, r) : f32x4.add(r, f32x4.add(x, added));
  return inDiff
    ? f32x4.relaxed_madd(f32x4.mul(x, reciprocal), inverse, r)
    : f32x4.add(r, f32x4.relaxed_madd(x, reciprocal, added));
}

/** −(sum sent), the estimates sent before this step included. `sent`: −(sum) or −(running mean); `sum`: −(sum), where it is kept. */
@inline
function credit(outDiff: bool, summed: bool, sent: v128, sum: v128, tCredit: v128): v128 {
  if (summed) return outDiff ? f32x4.add(sum, sent) : sum;
  return outDiff ? f32x4.mul(sent, tCredit) : sent;
}

/**
 * The credit in quanta. A quotient just below a power of two is not rounded up to it, so that dividing by θ decides as comparing with
 * θ/2ᵏ does.
 */
@inline
function inQuanta(model: i32, summed: bool, sum: v128, quantum: v128): v128 {
  return model == MODEL_MT && summed ? f32x4.div(sum, quantum) : sum;
}

/**
 * Membrane potential before firing; for multi-threshold neurons times 4/3. `shift`: m₀, or 4/3 where r or sent began at m₀ (`startsInState`).
 * `countFire`: t+1 times what makes that of a mean. `summed`: what was sent is in units of the input.
 */
@inline
function potential(
  model: i32, inDiff: bool, outDiff: bool, summed: bool, r: v128, sent: v128, reciprocal: v128, count: v128, countFire: v128, shift: v128,
): v128 {
  if (inDiff && outDiff) {
    const change = f32x4.add(r, sent);
    return f32x4.relaxed_madd(change, countFire, shift);
  }
  const own = model == MODEL_MT && outDiff && summed ? f32x4.mul(sent, reciprocal) : sent;
  const m = f32x4.add(inDiff ? f32x4.mul(r, count) : r, outDiff ? f32x4.mul(own, count) : own);
  return model == MODEL_MT ? f32x4.mul(m, shift) : f32x4.add(m, shift);
}

/**
 * The potential within what may be sent: for multi-threshold neurons the number whose largest power of two is the spike, for
 * the others the spike itself. `negative`: −credit. `limit`: see frame.ts. `one`: a single spike.
 */
@inline
function bounded(model: i32, rule: i32, m: v128, negative: v128, limit: v128, one: v128, minusOne: v128): v128 {
  const none = f32x4.splat(0);
  if (model == MODEL_MT) {
    const low = rule == RULE_POSITIVE ? none : rule == RULE_RELU ? f32x4.pmax(negative, minusOne) : minusOne;
    return f32x4.pmin(f32x4.pmax(m, low), one);
  }
  if (model >= MODEL_MS) {
    const least = f32x4.neg(limit);
    // A credit of nothing may be a last bit below 0, which takes nothing back: it is no spike either.
    const low = rule == RULE_POSITIVE ? none : rule == RULE_RELU ? f32x4.pmin(f32x4.pmax(f32x4.ceil(negative), least), none) : least;
    return f32x4.pmin(f32x4.pmax(f32x4.floor(m), low), limit);
  }
  const up = v128.and(f32x4.ge(m, one), one);
  if (rule == RULE_POSITIVE) return up;
  const below = f32x4.le(m, none);
  const down = rule == RULE_RELU ? v128.and(below, f32x4.le(negative, minusOne)) : below;
  return v128.or(up, v128.and(down, minusOne));
}

/** All ones where something is sent. */
@inline
function fires(model: i32, p: v128, limit: v128): v128 {
  return model == MODEL_MT ? i32x4.gt_s(i32x4.shl(p, 1), limit) : f32x4.ne(p, f32x4.splat(0));
}

/**
 * Most spikes of a multi-spike neuron in one step, in the kernels that have such a limit. It is no argument of `chunk`, so that the other kernels
 * keep the instructions, and their order, for which joined vectors are tested.
 */
let mostSpikes: i32 = 0;

/** The `mostSpikes` largest powers of two of whole numbers. The bits of sign and exponent are the largest one; what is left is exact. */
@inline
function largestPowers(p: v128, exponent: v128): v128 {
  let kept = v128.and(p, exponent);
  for (let spikes = 1; spikes < mostSpikes; spikes++) kept = f32x4.add(kept, v128.and(f32x4.sub(p, kept), exponent));
  return kept;
}

/** What is sent, in quanta (IF: itself). */
@inline
function spike(model: i32, p: v128, fires: v128, exponent: v128): v128 {
  return model == MODEL_MT ? v128.and(v128.and(p, exponent), fires) : model == MODEL_MS_LIMITED ? largestPowers(p, exponent) : p;
}

/**
 * −(sum or running mean) of what was sent, after sending v: in quanta, or `output` in units of the input where it is kept so. `share`: a quantum
 * divided by t+1.
 */
@inline
function sentNow(model: i32, outDiff: bool, summed: bool, sent: v128, v: v128, output: v128, inverse: v128, count: v128, share: v128): v128 {
  if (!outDiff) return f32x4.sub(sent, v);
  if (model == MODEL_MT && summed) return f32x4.relaxed_nmadd(v, share, sent);
  return model == MODEL_IF ? f32x4.sub(sent, f32x4.div(output, count)) : f32x4.relaxed_nmadd(v, inverse, sent);
}

/**
 * Scales of a set of parameters at every step, for 32 neurons each: (t+1)·4/3 in quanta, which makes what the fire rule compares of a mean,
 * and a quantum divided by t+1. Neurons without a quantum never fire.
 */
function writeScales(quantum: usize, table: usize, steps: i32, scales: usize): void {
  const none = f32x4.splat(0);
  for (let t = 0; t < steps; t++) {
    const count = v128.load32_splat(table, T_COUNT), countFire = v128.load32_splat(table, T_COUNT_FIRE);
    for (let lane: usize = 0; lane < CHUNK; lane += 16) {
      const q = v128.load(quantum + lane);
      v128.store(scales + lane, v128.and(f32x4.div(countFire, q), f32x4.ne(q, none)));
      v128.store(scales + lane, f32x4.div(q, count), CHUNK);
    }
    table += T_SIZE;
    scales += SCALE_SIZE;
  }
}

/** One chunk of 32 neurons over all steps: input and output at their first step, parameters of its first neuron. */
@inline
function chunk(
  model: i32, form: i32, outDiff: bool, rule: i32,
  input: usize, inputStep: usize, present: i32, output: usize, outputStep: usize, steps: i32,
  reciprocal: usize, quantum: usize, added: usize, weights: usize, table: usize, scales: usize, sums: usize, zeros: usize,
  limit: v128, unit: v128, minusUnit: v128, exponent: v128, unitShift: v128, start: v128,
): void {
  const none = i32x4.splat(0);
  const inDiff = form != INPUT_RATE;
  const inUnits = model == MODEL_IF, whole = isWhole(model, form, outDiff, rule), summed = isSummed(model, outDiff, rule);
  const scaled = whole && model == MODEL_MT, shared = isShared(model, outDiff, rule);
  const k0 = whole ? none : v128.load(reciprocal), b0 = v128.load(added), a0 = whole ? b0 : f32x4.mul(b0, k0);
  const k1 = whole ? none : v128.load(reciprocal, 16), b1 = v128.load(added, 16), a1 = whole ? b1 : f32x4.mul(b1, k1);
  const k2 = whole ? none : v128.load(reciprocal, 32), b2 = v128.load(added, 32), a2 = whole ? b2 : f32x4.mul(b2, k2);
  const k3 = whole ? none : v128.load(reciprocal, 48), b3 = v128.load(added, 48), a3 = whole ? b3 : f32x4.mul(b3, k3);
  const k4 = whole ? none : v128.load(reciprocal, 64), b4 = v128.load(added, 64), a4 = whole ? b4 : f32x4.mul(b4, k4);
  const k5 = whole ? none : v128.load(reciprocal, 80), b5 = v128.load(added, 80), a5 = whole ? b5 : f32x4.mul(b5, k5);
  const k6 = whole ? none : v128.load(reciprocal, 96), b6 = v128.load(added, 96), a6 = whole ? b6 : f32x4.mul(b6, k6);
  const k7 = whole ? none : v128.load(reciprocal, 112), b7 = v128.load(added, 112), a7 = whole ? b7 : f32x4.mul(b7, k7);
  const inState = startsInState(model, inDiff, outDiff), r = inState && !inDiff ? start : none, c = inState && inDiff ? start : none;
  let r0 = inDiff ? a0 : r, r1 = inDiff ? a1 : r, r2 = inDiff ? a2 : r, r3 = inDiff ? a3 : r, r4 = inDiff ? a4 : r, r5 = inDiff ? a5 : r, r6 = inDiff ? a6 : r, r7 = inDiff ? a7 : r;
  let c0 = c, s0 = none, c1 = c, s1 = none, c2 = c, s2 = none, c3 = c, s3 = none, c4 = c, s4 = none, c5 = c, s5 = none, c6 = c, s6 = none, c7 = c, s7 = none;
  for (let t = 0; t < steps; t++) {
    if (t == present) {
      input = form == INPUT_ESTIMATE ? input - inputStep : zeros;
      inputStep = 0;
    }
    const inverse = inDiff || outDiff ? v128.load32_splat(table, T_INVERSE) : none;
    const count = inDiff != outDiff || (outDiff && inUnits) ? v128.load32_splat(table, T_COUNT) : none;
    const countFire = inDiff && outDiff && !scaled ? v128.load32_splat(table, T_COUNT_FIRE) : none;
    const tCredit = outDiff && rule == RULE_RELU && !summed ? v128.load32_splat(table, T_CREDIT) : none;
    const x0 = v128.load(input), q0 = v128.load(quantum), weight0 = v128.load(weights);
    const x1 = v128.load(input, 16), q1 = v128.load(quantum, 16), weight1 = v128.load(weights, 16);
    const fire0 = scaled ? v128.load(scales) : countFire, share0 = shared ? v128.load(scales, 128) : none;
    const fire1 = scaled ? v128.load(scales, 16) : countFire, share1 = shared ? v128.load(scales, 144) : none;
    const one0 = inUnits ? q0 : unit, less0 = inUnits ? f32x4.neg(q0) : minusUnit;
    const one1 = inUnits ? q1 : unit, less1 = inUnits ? f32x4.neg(q1) : minusUnit;
    r0 = received(whole, form, r0, x0, k0, a0, inverse);
    r1 = received(whole, form, r1, x1, k1, a1, inverse);
    const n0 = credit(outDiff, summed, c0, s0, tCredit), shift0 = inUnits ? f32x4.mul(q0, unitShift) : unitShift;
    const n1 = credit(outDiff, summed, c1, s1, tCredit), shift1 = inUnits ? f32x4.mul(q1, unitShift) : unitShift;
    const m0 = potential(model, inDiff, outDiff, summed, r0, c0, k0, count, fire0, shift0);
    const m1 = potential(model, inDiff, outDiff, summed, r1, c1, k1, count, fire1, shift1);
    const p0 = bounded(model, rule, m0, inQuanta(model, summed, n0, q0), limit, one0, less0);
    const p1 = bounded(model, rule, m1, inQuanta(model, summed, n1, q1), limit, one1, less1);
    const f0 = fires(model, p0, limit), v0 = spike(model, p0, f0, exponent);
    const f1 = fires(model, p1, limit), v1 = spike(model, p1, f1, exponent);
    const o0 = inUnits ? v0 : f32x4.mul(v0, q0);
    const o1 = inUnits ? v1 : f32x4.mul(v1, q1);
    c0 = sentNow(model, outDiff, summed, c0, v0, o0, inverse, count, share0);
    c1 = sentNow(model, outDiff, summed, c1, v1, o1, inverse, count, share1);
    if (summed) s0 = f32x4.sub(n0, o0);
    if (summed) s1 = f32x4.sub(n1, o1);
    let w0 = v128.and(f0, weight0);
    let w1 = v128.and(f1, weight1);
    let bits0 = model >= MODEL_MS ? i32x4.mul(oneBits(v0), weight0) : none;
    let bits1 = model >= MODEL_MS ? i32x4.mul(oneBits(v1), weight1) : none;
    v128.store(output, o0);
    v128.store(output, o1, 16);
    const x2 = v128.load(input, 32), q2 = v128.load(quantum, 32), weight2 = v128.load(weights, 32);
    const x3 = v128.load(input, 48), q3 = v128.load(quantum, 48), weight3 = v128.load(weights, 48);
    const fire2 = scaled ? v128.load(scales, 32) : countFire, share2 = shared ? v128.load(scales, 160) : none;
    const fire3 = scaled ? v128.load(scales, 48) : countFire, share3 = shared ? v128.load(scales, 176) : none;
    const one2 = inUnits ? q2 : unit, less2 = inUnits ? f32x4.neg(q2) : minusUnit;
    const one3 = inUnits ? q3 : unit, less3 = inUnits ? f32x4.neg(q3) : minusUnit;
    r2 = received(whole, form, r2, x2, k2, a2, inverse);
    r3 = received(whole, form, r3, x3, k3, a3, inverse);
    const n2 = credit(outDiff, summed, c2, s2, tCredit), shift2 = inUnits ? f32x4.mul(q2, unitShift) : unitShift;
    const n3 = credit(outDiff, summed, c3, s3, tCredit), shift3 = inUnits ? f32x4.mul(q3, unitShift) : unitShift;
    const m2 = potential(model, inDiff, outDiff, summed, r2, c2, k2, count, fire2, shift2);
    const m3 = potential(model, inDiff, outDiff, summed, r3, c3, k3, count, fire3, shift3);
    const p2 = bounded(model, rule, m2, inQuanta(model, summed, n2, q2), limit, one2, less2);
    const p3 = bounded(model, rule, m3, inQuanta(model, summed, n3, q3), limit, one3, less3);
    const f2 = fires(model, p2, limit), v2 = spike(model, p2, f2, exponent);
    const f3 = fires(model, p3, limit), v3 = spike(model, p3, f3, exponent);
    const o2 = inUnits ? v2 : f32x4.mul(v2, q2);
    const o3 = inUnits ? v3 : f32x4.mul(v3, q3);
    c2 = sentNow(model, outDiff, summed, c2, v2, o2, inverse, count, share2);
    c3 = sentNow(model, outDiff, summed, c3, v3, o3, inverse, count, share3);
    if (summed) s2 = f32x4.sub(n2, o2);
    if (summed) s3 = f32x4.sub(n3, o3);
    w0 = i32x4.add(w0, v128.and(f2, weight2));
    w1 = i32x4.add(w1, v128.and(f3, weight3));
    if (model >= MODEL_MS) bits0 = i32x4.add(bits0, i32x4.mul(oneBits(v2), weight2));
    if (model >= MODEL_MS) bits1 = i32x4.add(bits1, i32x4.mul(oneBits(v3), weight3));
    v128.store(output, o2, 32);
    v128.store(output, o3, 48);
    const x4 = v128.load(input, 64), q4 = v128.load(quantum, 64), weight4 = v128.load(weights, 64);
    const x5 = v128.load(input, 80), q5 = v128.load(quantum, 80), weight5 = v128.load(weights, 80);
    const fire4 = scaled ? v128.load(scales, 64) : countFire, share4 = shared ? v128.load(scales, 192) : none;
    const fire5 = scaled ? v128.load(scales, 80) : countFire, share5 = shared ? v128.load(scales, 208) : none;
    const one4 = inUnits ? q4 : unit, less4 = inUnits ? f32x4.neg(q4) : minusUnit;
    const one5 = inUnits ? q5 : unit, less5 = inUnits ? f32x4.neg(q5) : minusUnit;
    r4 = received(whole, form, r4, x4, k4, a4, inverse);
    r5 = received(whole, form, r5, x5, k5, a5, inverse);
    const n4 = credit(outDiff, summed, c4, s4, tCredit), shift4 = inUnits ? f32x4.mul(q4, unitShift) : unitShift;
    const n5 = credit(outDiff, summed, c5, s5, tCredit), shift5 = inUnits ? f32x4.mul(q5, unitShift) : unitShift;
    const m4 = potential(model, inDiff, outDiff, summed, r4, c4, k4, count, fire4, shift4);
    const m5 = potential(model, inDiff, outDiff, summed, r5, c5, k5, count, fire5, shift5);
    const p4 = bounded(model, rule, m4, inQuanta(model, summed, n4, q4), limit, one4, less4);
    const p5 = bounded(model, rule, m5, inQuanta(model, summed, n5, q5), limit, one5, less5);
    const f4 = fires(model, p4, limit), v4 = spike(model, p4, f4, exponent);
    const f5 = fires(model, p5, limit), v5 = spike(model, p5, f5, exponent);
    const o4 = inUnits ? v4 : f32x4.mul(v4, q4);
    const o5 = inUnits ? v5 : f32x4.mul(v5, q5);
    c4 = sentNow(model, outDiff, summed, c4, v4, o4, inverse, count, share4);
    c5 = sentNow(model, outDiff, summed, c5, v5, o5, inverse, count, share5);
    if (summed) s4 = f32x4.sub(n4, o4);
    if (summed) s5 = f32x4.sub(n5, o5);
    w0 = i32x4.add(w0, v128.and(f4, weight4));
    w1 = i32x4.add(w1, v128.and(f5, weight5));
    if (model >= MODEL_MS) bits0 = i32x4.add(bits0, i32x4.mul(oneBits(v4), weight4));
    if (model >= MODEL_MS) bits1 = i32x4.add(bits1, i32x4.mul(oneBits(v5), weight5));
    v128.store(output, o4, 64);
    v128.store(output, o5, 80);
    const x6 = v128.load(input, 96), q6 = v128.load(quantum, 96), weight6 = v128.load(weights, 96);
    const x7 = v128.load(input, 112), q7 = v128.load(quantum, 112), weight7 = v128.load(weights, 112);
    const fire6 = scaled ? v128.load(scales, 96) : countFire, share6 = shared ? v128.load(scales, 224) : none;
    const fire7 = scaled ? v128.load(scales, 112) : countFire, share7 = shared ? v128.load(scales, 240) : none;
    const one6 = inUnits ? q6 : unit, less6 = inUnits ? f32x4.neg(q6) : minusUnit;
    const one7 = inUnits ? q7 : unit, less7 = inUnits ? f32x4.neg(q7) : minusUnit;
    r6 = received(whole, form, r6, x6, k6, a6, inverse);
    r7 = received(whole, form, r7, x7, k7, a7, inverse);
    const n6 = credit(outDiff, summed, c6, s6, tCredit), shift6 = inUnits ? f32x4.mul(q6, unitShift) : unitShift;
    const n7 = credit(outDiff, summed, c7, s7, tCredit), shift7 = inUnits ? f32x4.mul(q7, unitShift) : unitShift;
    const m6 = potential(model, inDiff, outDiff, summed, r6, c6, k6, count, fire6, shift6);
    const m7 = potential(model, inDiff, outDiff, summed, r7, c7, k7, count, fire7, shift7);
    const p6 = bounded(model, rule, m6, inQuanta(model, summed, n6, q6), limit, one6, less6);
    const p7 = bounded(model, rule, m7, inQuanta(model, summed, n7, q7), limit, one7, less7);
    const f6 = fires(model, p6, limit), v6 = spike(model, p6, f6, exponent);
    const f7 = fires(model, p7, limit), v7 = spike(model, p7, f7, exponent);
    const o6 = inUnits ? v6 : f32x4.mul(v6, q6);
    const o7 = inUnits ? v7 : f32x4.mul(v7, q7);
    c6 = sentNow(model, outDiff, summed, c6, v6, o6, inverse, count, share6);
    c7 = sentNow(model, outDiff, summed, c7, v7, o7, inverse, count, share7);
    if (summed) s6 = f32x4.sub(n6, o6);
    if (summed) s7 = f32x4.sub(n7, o7);
    w0 = i32x4.add(w0, v128.and(f6, weight6));
    w1 = i32x4.add(w1, v128.and(f7, weight7));
    if (model >= MODEL_MS) bits0 = i32x4.add(bits0, i32x4.mul(oneBits(v6), weight6));
    if (model >= MODEL_MS) bits1 = i32x4.add(bits1, i32x4.mul(oneBits(v7), weight7));
    v128.store(output, o6, 96);
    v128.store(output, o7, 112);
    const sum0 = v128.load(sums), sum1 = v128.load(sums, 16);
    v128.store(sums, i32x4.add(sum0, w0));
    v128.store(sums, i32x4.add(sum1, w1), 16);
    if (model >= MODEL_MS) {
      const ones0 = v128.load(sums, 32), ones1 = v128.load(sums, 48);
      v128.store(sums, i32x4.add(ones0, bits0), 32);
      v128.store(sums, i32x4.add(ones1, bits1), 48);
    }
    input += inputStep;
    output += outputStep;
    table += T_SIZE;
    if (shared) scales += SCALE_SIZE;
    sums += SUMS_SIZE;
  }
}

/** All neurons of a layer. The first four arguments are compile-time choices; `frame`: see frame.ts. */
@inline
export function neurons(model: i32, form: i32, outDiff: bool, rule: i32, frame: usize): void {
  const input = <usize>load<u32>(frame, INPUT), inputStep = <usize>load<u32>(frame, INPUT_STEP), present = load<i32>(frame, PRESENT);
  const output = <usize>load<u32>(frame, OUTPUT), outputStep = <usize>load<u32>(frame, OUTPUT_STEP), steps = load<i32>(frame, STEPS);
  const reciprocal = <usize>load<u32>(frame, RECIPROCAL), quantum = <usize>load<u32>(frame, QUANTUM);
  const added = <usize>load<u32>(frame, ADDED), weights = <usize>load<u32>(frame, WEIGHTS);
  const table = <usize>load<u32>(frame, TABLE), sums = <usize>load<u32>(frame, SUMS), zeros = <usize>load<u32>(frame, ZEROS);
  const limit = v128.load32_splat(frame, LIMIT);
  const one = v128.load32_splat(frame, ONE), minusOne = v128.load32_splat(frame, MINUS_ONE);
  const exponent = v128.load32_splat(frame, EXPONENT), start = v128.load32_splat(frame, START);
  const fourThirds = v128.load32_splat(frame, FOUR_THIRDS);
  const shift = model != MODEL_MT ? start : startsInState(model, form != INPUT_RATE, outDiff) ? fourThirds : f32x4.mul(start, fourThirds);
  const totals = <usize>load<u32>(frame, TOTALS), flush = load<i32>(frame, FLUSH), scratch = <usize>load<u32>(frame, SCRATCH);
  const end = <usize>load<u32>(frame, LENGTH) << 2, period = <usize>load<u32>(frame, PERIOD) << 2, span = load<i32>(frame, SPAN);
  const addedPeriod = <usize>load<u32>(frame, ADDED_PERIOD) << 2, addedSpan = load<i32>(frame, ADDED_SPAN);
  const weightsPeriod = <usize>load<u32>(frame, WEIGHTS_PERIOD) << 2, weightsSpan = load<i32>(frame, WEIGHTS_SPAN);
  const scales = <usize>load<u32>(frame, SCALES), kept = period <= CHUNK * <usize>load<u32>(frame, SCALE_SETS);
  const shared = isShared(model, outDiff, rule);
  if (model == MODEL_MS_LIMITED) mostSpikes = load<i32>(frame, MOST_SPIKES);
  let at: usize = 0, addedAt: usize = 0, weightsAt: usize = 0, served = 0, addedServed = 0, weightsServed = 0, chunks = 0;
  let scale = scales, written: usize = 0;
  if (shared) writeScales(quantum, table, steps, scale);
  for (let position: usize = 0; position < end; position += CHUNK) {
    let from = input + position, fromStep = inputStep, to = output + position, toStep = outputStep, weight = weights + weightsAt;
    const rest = end - position;
    if (rest < CHUNK) {
      weight = toScratch(from, fromStep, present, weight, scratch, steps, rest);
      from = to = scratch;
      fromStep = toStep = CHUNK;
    }
    chunk(
      model, form, outDiff, rule, from, fromStep, present, to, toStep, steps, reciprocal + at, quantum + at, added + addedAt, weight, table,
      scale, sums, zeros, limit, one, minusOne, exponent, shift, start,
    );
    if (rest < CHUNK) fromScratch(scratch, output + position, outputStep, steps, rest);
    addedServed = serve(addedServed, addedSpan);
    if (addedServed == 0) addedAt = nextSet(addedAt, addedPeriod);
    weightsServed = serve(weightsServed, weightsSpan);
    if (weightsServed == 0) weightsAt = nextSet(weightsAt, weightsPeriod);
    served = serve(served, span);
    if (served == 0) {
      at = nextSet(at, period);
      if (shared) {
        if (kept) scale = scales + (at / CHUNK) * SCALE_SIZE * <usize>steps;
        if (!kept || at > written) writeScales(quantum + at, table, steps, scale);
        written = max(written, at);
      }
    }
    if (++chunks == flush) {
      flushSums(sums, totals, steps, model >= MODEL_MS);
      chunks = 0;
    }
  }
  flushSums(sums, totals, steps, model >= MODEL_MS);
}
