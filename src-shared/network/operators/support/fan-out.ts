/**
 * Fan-out of the inputs of a convolution (docs/algorithm.md §7): the number of (output, weight) pairs of each entry. It is
 * separable over the spatial axes. Positions in padding are not inputs and have no fan-out.
 */
import type { Shape } from '../../../tensor/index.ts';
import type { Attributes } from '../../network.ts';
import { nums } from './attributes.ts';

/**
 * Fan-out of every spatial position of a channel, flat in row-major order. The convolution has input `[B, C, …]`, output `[B, M,
 * …]` and `kernel` entries per axis; each input channel feeds `channels` output channels. `transposed`: input and output are
 * exchanged, with the same pairs.
 */
export function convFanOut(
  [input, output]: readonly [Shape, Shape],
  kernel: readonly number[],
  channels: number,
  attributes: Attributes,
  transposed = false,
): Float64Array {
  const [strides, pads, dilations] = ['strides', 'pads', 'dilations'].map((name) => nums(attributes, name));
  const axes = strides.map((stride, axis) => {
    const pairs = new Array<number>(input[axis + 2]).fill(0);
    const [windows, size] = transposed ? [pairs.length, output[axis + 2]] : [output[axis + 2], pairs.length];
    for (let window = 0; window < windows; window++) {
      for (let tap = 0; tap < kernel[axis]; tap++) {
        const position = window * stride - pads[axis] + tap * dilations[axis];
        if (position >= 0 && position < size) pairs[transposed ? window : position]++;
      }
    }
    return pairs;
  });
  return axes.reduce<Float64Array>(outer, Float64Array.of(channels));
}

/** All products of an entry of `left` and an entry of `right`. */
const outer = (left: Float64Array, right: readonly number[]): Float64Array =>
  Float64Array.from({ length: left.length * right.length }, (_, at) => {
    return left[Math.floor(at / right.length)] * right[at % right.length];
  });
