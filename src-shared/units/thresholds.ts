/** Base thresholds of a layer, one for each of its neurons. */
import { BATCH, sizeOf } from '../tensor/index.ts';
import type { Shape } from '../tensor/index.ts';
import type { Thresholds } from '../spiking/index.ts';

/**
 * θ of each neuron of one sample, `[…]` flat. `sample`: the value's shape without its batch axis. The thresholds' shape
 * `[1]`, `[1, C, 1, …]` or `[1, …]` broadcasts over `[1, …sample]`, last axis to last axis.
 */
export function thresholdsOf(thresholds: Thresholds, sample: Shape): Float64Array {
  const { shape, values } = thresholds;
  const target = [1, ...sample];
  const aligned = [...new Array<number>(Math.max(0, target.length - shape.length)).fill(1), ...shape];
  const fits = aligned.length === target.length && aligned.every((size, axis) => size === 1 || size === target[axis]);
  if (!fits) throw new Error(`thresholds of shape [${shape.join(', ')}] do not broadcast over [${target.join(', ')}]`);

  const all = new Float64Array(sizeOf(target));
  for (let i = 0; i < all.length; i++) {
    let rest = i;
    let index = 0;
    let stride = 1;
    for (let axis = target.length - 1; axis >= 0; axis--) {
      const position = rest % target[axis]!;
      rest = (rest - position) / target[axis]!;
      if (aligned[axis] !== 1) index += position * stride;
      stride *= aligned[axis]!;
    }
    all[i] = values[index]!;
  }
  return all;
}

/** Rows that one sample has in a value whose first axis is k times the batch: k. */
export const rowsPerSample = (shape: Shape): number => shape[0]! / BATCH;

/**
 * θ of every neuron of one sample of a layer, flat, for a value of this shape, its batch axis included. Where that is k times
 * the batch (windows or heads folded into it), thresholds are those of a row, and a sample has k rows.
 */
export function neuronThresholds(thresholds: Thresholds, shape: Shape): Float64Array {
  const row = thresholdsOf(thresholds, shape.slice(1));
  const all = new Float64Array(row.length * rowsPerSample(shape));
  for (let at = 0; at < all.length; at += row.length) all.set(row, at);
  return all;
}
