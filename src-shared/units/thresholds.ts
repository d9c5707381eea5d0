/** Base thresholds of a layer, one for each of its neurons. */
import { BATCH, sizeOf } from '../tensor/index.ts';
import type { Shape } from '../tensor/index.ts';
import type { Thresholds } from '../spiking/index.ts';

/**
 * θ of each neuron of one sample, as a flat `[…]`. `sample` is the value's shape without its batch axis. The thresholds' shape
 * `[1]`, `[1, C, 1, …]` or `[1, …]` broadcasts over `[1, …sample]`, aligned at the last axis. Example: `[1, 8, 1, 1]` over a
 * sample `[8, 4, 4]` gives each of 8 thresholds 16 times.
 */
export function thresholdsOf(thresholds: Thresholds, sample: Shape): Float64Array {
  const { shape, values } = thresholds;
  const target = [1, ...sample];
  const aligned = [...new Array<number>(Math.max(0, target.length - shape.length)).fill(1), ...shape];
  const fits = aligned.length === target.length && aligned.every((size, axis) => size === 1 || size === target[axis]);
  if (!fits) throw new Error(`thresholds of shape [${shape.join(', ')}] do not broadcast over [${target.join(', ')}]`);

  const all = new Float64Array(sizeOf(target));
  // Behind the last axis of the thresholds, entries that follow each other share one.
  const last = aligned.findLastIndex((size) => size !== 1);
  const run = sizeOf(target.slice(last + 1));
  for (let i = 0; i < all.length; i += run) {
    let rest = i / run;
    let index = 0;
    let stride = 1;
    for (let axis = last; axis >= 0; axis--) {
      const position = rest % target[axis]!;
      rest = (rest - position) / target[axis]!;
      if (aligned[axis] !== 1) index += position * stride;
      stride *= aligned[axis]!;
    }
    all.fill(values[index]!, i, i + run);
  }
  return all;
}

/** Number k of rows of one sample, in a value whose first axis is k times the batch. */
export const rowsPerSample = (shape: Shape): number => shape[0]! / BATCH;

/**
 * θ of every neuron of one sample, flat, for a value of this shape with its batch axis. If that axis is k times the batch
 * (windows or heads folded into it), the thresholds are those of a row, and a sample has k rows.
 */
export function neuronThresholds(thresholds: Thresholds, shape: Shape): Float64Array {
  const row = thresholdsOf(thresholds, shape.slice(1));
  const all = new Float64Array(row.length * rowsPerSample(shape));
  for (let at = 0; at < all.length; at += row.length) all.set(row, at);
  return all;
}
