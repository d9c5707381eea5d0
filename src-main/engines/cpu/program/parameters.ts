/**
 * Parameters of the kernels: one value for each entry of a sample, repeated until the repetitions are whole chunks of 32 entries.
 */
import type { PlacedLayout } from './blocked-layouts.ts';
import type { Constant, Parameters, ParameterSets } from './program.ts';

/** Neurons that a kernel handles together. */
const CHUNK = 32;

/** Smallest multiple of a sample's inner values that is a multiple of 32. */
export function periodOf(inner: number): number {
  let period = inner;
  while (period % CHUNK !== 0) period += inner;
  return period;
}

/** float32 parameters in shared memory. `valueOf(i)` gives the parameter of entry i of a plain sample `[outer, inner]`. */
export function floatParameters(layout: PlacedLayout, valueOf: (index: number) => number): Parameters {
  const period = periodOf(layout.inner);
  const data = new Float32Array(new SharedArrayBuffer(layout.outer * period * Float32Array.BYTES_PER_ELEMENT));
  fill(data, layout, period, valueOf);
  return { data, period };
}

/** The same as `floatParameters` with 32-bit integers. */
export function integerParameters(layout: PlacedLayout, valueOf: (index: number) => number): Parameters<Int32Array> {
  const period = periodOf(layout.inner);
  const data = new Int32Array(new SharedArrayBuffer(layout.outer * period * Int32Array.BYTES_PER_ELEMENT));
  fill(data, layout, period, valueOf);
  return { data, period };
}

/**
 * Parameters without their repetitions, so that they fit into the first cache. If each channel has one threshold, a channel keeps
 * one set of 32 for all of its positions. Parameters that are given together get the same sets: a repetition counts if all of
 * them repeat.
 */
export function parameterSets<Data extends Float32Array | Int32Array>(whole: readonly Parameters<Data>[]): ParameterSets<Data>[] {
  const { data, period } = whole[0]!;
  const blocks = data.length / period;
  const chunks = period / CHUNK;
  /** True if chunks `a` and `b` are equal in every outer block. */
  const same = (a: number, b: number): boolean => {
    for (const one of whole) {
      for (let block = 0; block < blocks; block++) {
        const from = block * period;
        for (let lane = from; lane < from + CHUNK; lane++)
          if (one.data[a * CHUNK + lane] !== one.data[b * CHUNK + lane]) return false;
      }
    }
    return true;
  };
  let span = chunks;
  for (let chunk = 1; chunk < chunks; chunk++) if (!same(chunk, chunk - 1)) span = greatestCommonDivisor(span, chunk);
  const repeatAfter = (sets: number): boolean => {
    for (let chunk = sets * span; chunk < chunks; chunk += span) if (!same(chunk, chunk - sets * span)) return false;
    return true;
  };
  let sets = 1;
  while ((chunks / span) % sets !== 0 || !repeatAfter(sets)) sets++;
  return whole.map((one) => {
    const kept = one.data.constructor as new (buffer: SharedArrayBuffer) => Data;
    const first = new kept(new SharedArrayBuffer(blocks * sets * CHUNK * one.data.BYTES_PER_ELEMENT));
    for (let block = 0; block < blocks; block++) {
      for (let set = 0; set < sets; set++) {
        const from = block * period + set * span * CHUNK;
        first.set(one.data.subarray(from, from + CHUNK), (block * sets + set) * CHUNK);
      }
    }
    return { data: first, period: sets * CHUNK, span };
  });
}

const greatestCommonDivisor = (a: number, b: number): number => (b === 0 ? a : greatestCommonDivisor(b, a % b));

/** A constant part as parameters; undefined if there is none. */
export function constantParameters(layout: PlacedLayout, constant: Float64Array | undefined): Constant {
  return constant && floatParameters(layout, (index) => constant[index]!);
}

function fill(
  data: Float32Array | Int32Array,
  { outer, inner, order }: PlacedLayout,
  period: number,
  valueOf: (index: number) => number,
): void {
  for (let block = 0; block < outer; block++) {
    for (let at = 0; at < period; at++) {
      const position = at % inner;
      data[block * period + at] = valueOf(block * inner + (order ? order[position]! : position));
    }
  }
}
