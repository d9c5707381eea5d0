/**
 * Max pooling of a neuron's input (docs/algorithm.md §4). `residual` is the published form, for windows that tile the input.
 * `estimate` is Spikeloom's own form for any windows: it pools the running estimate and sends the change, as expectation
 * compensation does, so that the receiver's estimate is exactly the pooled estimate.
 */
import type { ValueCoding } from '../spiking/index.ts';
import { createExpectation } from './expectation.ts';
import type { EstimateFunction } from './expectation.ts';
import { repeated } from './unit-step.ts';
import type { UnitStep } from './unit-step.ts';

/** The two maps of a pooling on values `[B, …]`. `upsample` (for windows that tile) repeats a pooled value over its window. */
export interface Pooling {
  readonly pool: EstimateFunction;
  readonly upsample: (pooled: Float64Array) => Float64Array;
}

/**
 * Residual form: v keeps what no window has sent yet.
 * Rate: v ← v + x[t]; o = pool(v); v ← v − upsample(o); sends o.
 * Differential: v ← v + x[t] − b + e_in; e_in ← e_in + (x[t] − b)/(t+1), starting at b; o and v as above; sends
 * d = o − e_out; e_out ← e_out + d/(t+1).
 * `constant`: b of the input, one sample `[…]` (differential only).
 */
export function createResidualMaxPool(
  pooling: Pooling,
  coding: ValueCoding,
  constant: Float64Array | undefined,
  batch: number,
): UnitStep {
  let v: Float64Array | undefined;
  let b: Float64Array;
  let estimateIn: Float64Array;
  let estimateOut: Float64Array | undefined;
  return (x, t) => {
    if (v === undefined) {
      v = new Float64Array(x.length);
      b = repeated(constant, batch, x.length / batch);
      estimateIn = b.slice();
    }
    if (coding === 'rate') for (let i = 0; i < v.length; i++) v[i] = v[i]! + x[i]!;
    else
      for (let i = 0; i < v.length; i++) {
        const change = x[i]! - b[i]!;
        v[i] = v[i]! + change + estimateIn[i]!;
        estimateIn[i] = estimateIn[i]! + change / (t + 1);
      }
    const output = pooling.pool(v.slice());
    const taken = pooling.upsample(output);
    for (let i = 0; i < v.length; i++) v[i] = v[i]! - taken[i]!;
    if (coding === 'rate') return output.slice();

    const e = (estimateOut ??= new Float64Array(output.length));
    const sent = output.map((value, i) => value - e[i]!);
    for (let i = 0; i < e.length; i++) e[i] = e[i]! + sent[i]! / (t + 1);
    return sent;
  };
}

/** Max pooling in either form; `estimate` needs no `upsample`. */
export function createMaxPool(
  form: 'residual' | 'estimate',
  pooling: Pooling | Pick<Pooling, 'pool'>,
  coding: ValueCoding,
  constant: Float64Array | undefined,
  batch: number,
): UnitStep {
  if (form === 'estimate') return createExpectation(pooling.pool, coding, constant, batch);
  if (!('upsample' in pooling)) throw new Error('the residual form of max pooling needs upsample');
  return createResidualMaxPool(pooling, coding, constant, batch);
}

/**
 * The `upsample` of windows that tile the input (kernel = stride, no padding). `planes` is batch times channels; `input`,
 * `pooled` and `kernel` are sizes along the spatial axes. Input positions that no window covers get 0, so that they stay in v.
 */
export function tileUpsample(
  planes: number,
  input: readonly number[],
  pooled: readonly number[],
  kernel: readonly number[],
): (pooled: Float64Array) => Float64Array {
  const inputSize = input.reduce((product, size) => product * size, 1);
  const pooledSize = pooled.reduce((product, size) => product * size, 1);
  const source = new Int32Array(inputSize);
  for (let i = 0; i < inputSize; i++) {
    let rest = i;
    let index = 0;
    let stride = 1;
    for (let axis = input.length - 1; axis >= 0; axis--) {
      const position = Math.floor((rest % input[axis]!) / kernel[axis]!);
      rest = Math.floor(rest / input[axis]!);
      index = position < pooled[axis]! && index >= 0 ? index + position * stride : -1;
      stride *= pooled[axis]!;
    }
    source[i] = index;
  }
  return (values) => {
    const whole = new Float64Array(planes * inputSize);
    for (let plane = 0; plane < planes; plane++)
      for (let i = 0; i < inputSize; i++)
        if (source[i]! >= 0) whole[plane * inputSize + i] = values[plane * pooledSize + source[i]!]!;
    return whole;
  };
}
