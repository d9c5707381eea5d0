/** Values of one sample as the kernels read them: repeated until whole chunks of 32 line up with whole samples. */
import type { Layout } from './layout.ts';
import type { Constant, Parameters } from './program.ts';

/** Neurons that a kernel handles together. */
const CHUNK = 32;

/** Smallest multiple of a sample's inner values that is a multiple of 32. */
export function periodOf(inner: number): number {
  let period = inner;
  while (period % CHUNK !== 0) period += inner;
  return period;
}

/** float32 parameters in shared memory; `valueOf(i)` is the one of entry i of a sample `[outer, inner]`. */
export function floatParameters(layout: Layout, valueOf: (index: number) => number): Parameters {
  const period = periodOf(layout.inner);
  const data = new Float32Array(new SharedArrayBuffer(layout.outer * period * Float32Array.BYTES_PER_ELEMENT));
  fill(data, layout, period, valueOf);
  return { data, period };
}

/** As floatParameters, 32-bit integers. */
export function integerParameters(layout: Layout, valueOf: (index: number) => number): Parameters<Int32Array> {
  const period = periodOf(layout.inner);
  const data = new Int32Array(new SharedArrayBuffer(layout.outer * period * Int32Array.BYTES_PER_ELEMENT));
  fill(data, layout, period, valueOf);
  return { data, period };
}

/** A constant part as parameters; undefined where there is none. */
export function constantParameters(layout: Layout, constant: Float64Array | undefined): Constant {
  return constant && floatParameters(layout, (index) => constant[index]!);
}

function fill(
  data: Float32Array | Int32Array,
  { outer, inner, order }: Layout,
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
