/**
 * Counts of a neuron kernel, and its last neurons. A lane of packed sums holds spikes in its low and operations in its high
 * 16 bits, so that both cost one addition; they are unpacked into float64 totals before they overflow. Of a step two vectors of sums, which add up,
 * and two more of bits.
 */
import { CHUNK, SUMS_SIZE } from './frame';

/** Adds the packed sums of every step to the totals `[steps, 4]` and clears them. `bits`: multi-spike neurons count one-bits too. */
export function flushSums(sums: usize, totals: usize, steps: i32, bits: bool): void {
  for (let t = 0; t < steps; t++) {
    const spikes = low(sums), operations = high(sums);
    store<f64>(totals, load<f64>(totals) + spikes);
    store<f64>(totals, load<f64>(totals, 8) + operations, 8);
    store<f64>(totals, load<f64>(totals, 16) + (bits ? low(sums + 32) : spikes), 16);
    store<f64>(totals, load<f64>(totals, 24) + (bits ? high(sums + 32) : operations), 24);
    memory.fill(sums, 0, SUMS_SIZE);
    sums += SUMS_SIZE;
    totals += 32;
  }
}

@inline
function low(packed: usize): f64 {
  const mask = i32x4.splat(0xffff);
  return <f64>sumOf(i32x4.add(v128.and(v128.load(packed), mask), v128.and(v128.load(packed, 16), mask)));
}

@inline
function high(packed: usize): f64 {
  return <f64>sumOf(i32x4.add(i32x4.shr_u(v128.load(packed), 16), i32x4.shr_u(v128.load(packed, 16), 16)));
}

/** Sum of four lanes. */
@inline
export function sumOf(lanes: v128): i32 {
  return i32x4.extract_lane(lanes, 0) + i32x4.extract_lane(lanes, 1) + i32x4.extract_lane(lanes, 2) + i32x4.extract_lane(lanes, 3);
}

/** Number of one-bits of whole numbers |v|. */
@inline
export function oneBits(v: v128): v128 {
  const bytes = i8x16.popcnt(i32x4.relaxed_trunc_f32x4_s(f32x4.abs(v)));
  return i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(bytes));
}

/**
 * Copies the last `rest` bytes of each present step to scratch, a chunk a step, with zeros behind them, and the weights
 * behind all steps with zeros where there is no neuron. Returns the address of those weights.
 */
export function toScratch(input: usize, inputStep: usize, present: i32, weights: usize, scratch: usize, steps: i32, rest: usize): usize {
  memory.fill(scratch, 0, CHUNK * <usize>(steps + 1));
  for (let t = 0; t < present; t++) memory.copy(scratch + CHUNK * <usize>t, input + inputStep * <usize>t, rest);
  const masked = scratch + CHUNK * <usize>steps;
  memory.copy(masked, weights, rest);
  return masked;
}

/** Copies each step's `rest` bytes from scratch to the output. */
export function fromScratch(scratch: usize, output: usize, outputStep: usize, steps: i32, rest: usize): void {
  for (let t = 0; t < steps; t++) memory.copy(output + outputStep * <usize>t, scratch + CHUNK * <usize>t, rest);
}
