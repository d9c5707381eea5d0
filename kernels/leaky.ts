/**
 * Layers of leaky integrate-and-fire neurons over all their time steps (docs/algorithm.md §3), in units of θ. The leak acts on the
 * potential, on both estimates and on the sum sent, so no state variable can be derived from another as in neuron.ts.
 */
import {
  ADDED, ADDED_PERIOD, ADDED_SPAN, CHUNK, FLUSH, INPUT, INPUT_STEP, LENGTH, LIMIT, OUTPUT, OUTPUT_STEP, PERIOD, PRESENT, QUANTUM, RECIPROCAL,
  SCRATCH, SPAN, START, STEPS, SUMS, SUMS_SIZE, T_INVERSE, T_SIZE, TABLE, TOTALS, WEIGHTS, WEIGHTS_PERIOD, WEIGHTS_SPAN,
} from './frame';
import { nextSet, serve } from './sets';
import { flushSums, fromScratch, toScratch } from './sums';
import { RULE_POSITIVE, RULE_RELU } from './variants';

/** Four neurons over all steps; arguments as in neuron.ts. */
@inline
function vector(
  inDiff: bool, outDiff: bool, rule: i32, tau: v128, start: v128,
  input: usize, inputStep: usize, present: i32, output: usize, outputStep: usize, steps: i32,
  reciprocal: usize, quantum: usize, added: usize, weights: usize, table: usize, sums: usize,
): void {
  const k = v128.load(reciprocal), b = f32x4.mul(v128.load(added), k), theta = v128.load(quantum), weight = v128.load(weights);
  const none = f32x4.splat(0), one = f32x4.splat(1), minusOne = f32x4.splat(-1);
  let m = start, c = none, estimateIn = none, estimateOut = none;
  for (let t = 0; t < steps; t++) {
    const inverse = v128.load32_splat(table, T_INVERSE);
    const change = t < present ? f32x4.mul(v128.load(input), k) : none;
    m = f32x4.add(f32x4.mul(tau, m), f32x4.add(change, b));
    if (inDiff) {
      m = f32x4.add(m, estimateIn);
      estimateIn = f32x4.mul(f32x4.add(estimateIn, f32x4.mul(change, inverse)), tau);
    }
    if (outDiff) m = f32x4.sub(m, estimateOut);
    const credit = outDiff ? f32x4.add(c, estimateOut) : c;
    let v = v128.and(f32x4.ge(m, one), one);
    if (rule != RULE_POSITIVE) {
      const below = f32x4.le(m, none);
      v = v128.or(v, v128.and(rule == RULE_RELU ? v128.and(below, f32x4.ge(credit, one)) : below, minusOne));
    }
    m = f32x4.sub(m, v);
    if (rule == RULE_RELU) c = f32x4.mul(f32x4.add(credit, v), tau);
    if (outDiff) estimateOut = f32x4.mul(f32x4.add(estimateOut, f32x4.mul(v, inverse)), tau);
    v128.store(output, f32x4.mul(v, theta));
    v128.store(sums, i32x4.add(v128.load(sums), v128.and(f32x4.ne(v, none), weight)));
    input += inputStep;
    output += outputStep;
    table += T_SIZE;
    sums += SUMS_SIZE;
  }
}

/** All neurons of a layer. The first three arguments are compile-time choices; `frame`: see frame.ts. */
@inline
export function leakyNeurons(inDiff: bool, outDiff: bool, rule: i32, frame: usize): void {
  const input = <usize>load<u32>(frame, INPUT), inputStep = <usize>load<u32>(frame, INPUT_STEP), present = load<i32>(frame, PRESENT);
  const output = <usize>load<u32>(frame, OUTPUT), outputStep = <usize>load<u32>(frame, OUTPUT_STEP), steps = load<i32>(frame, STEPS);
  const reciprocal = <usize>load<u32>(frame, RECIPROCAL), quantum = <usize>load<u32>(frame, QUANTUM);
  const added = <usize>load<u32>(frame, ADDED), weights = <usize>load<u32>(frame, WEIGHTS);
  const table = <usize>load<u32>(frame, TABLE), sums = <usize>load<u32>(frame, SUMS), totals = <usize>load<u32>(frame, TOTALS);
  const flush = load<i32>(frame, FLUSH), scratch = <usize>load<u32>(frame, SCRATCH), tau = v128.load32_splat(frame, LIMIT);
  const start = v128.load32_splat(frame, START);
  const end = <usize>load<u32>(frame, LENGTH) << 2, period = <usize>load<u32>(frame, PERIOD) << 2, span = load<i32>(frame, SPAN);
  const addedPeriod = <usize>load<u32>(frame, ADDED_PERIOD) << 2, addedSpan = load<i32>(frame, ADDED_SPAN);
  const weightsPeriod = <usize>load<u32>(frame, WEIGHTS_PERIOD) << 2, weightsSpan = load<i32>(frame, WEIGHTS_SPAN);
  let at: usize = 0, addedAt: usize = 0, weightsAt: usize = 0, served = 0, addedServed = 0, weightsServed = 0, chunks = 0;
  for (let position: usize = 0; position < end; position += CHUNK) {
    let from = input + position, fromStep = inputStep, to = output + position, toStep = outputStep, weight = weights + weightsAt;
    const rest = end - position;
    if (rest < CHUNK) {
      weight = toScratch(from, fromStep, present, weight, scratch, steps, rest);
      from = to = scratch;
      fromStep = toStep = CHUNK;
    }
    for (let lane: usize = 0; lane < CHUNK; lane += 16) {
      vector(
        inDiff, outDiff, rule, tau, start, from + lane, fromStep, present, to + lane, toStep, steps,
        reciprocal + at + lane, quantum + at + lane, added + addedAt + lane, weight + lane, table, sums,
      );
    }
    if (rest < CHUNK) fromScratch(scratch, output + position, outputStep, steps, rest);
    addedServed = serve(addedServed, addedSpan);
    if (addedServed == 0) addedAt = nextSet(addedAt, addedPeriod);
    weightsServed = serve(weightsServed, weightsSpan);
    if (weightsServed == 0) weightsAt = nextSet(weightsAt, weightsPeriod);
    served = serve(served, span);
    if (served == 0) at = nextSet(at, period);
    if (++chunks == flush) {
      flushSums(sums, totals, steps, false);
      chunks = 0;
    }
  }
  flushSums(sums, totals, steps, false);
}
