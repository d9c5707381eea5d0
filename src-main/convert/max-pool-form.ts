/** Chooses the form of spiking max pooling for a pool (docs/algorithm.md §4). */
import type { Attributes } from '../../src-shared/network/index.ts';
import type { Shape } from '../../src-shared/tensor/index.ts';

/** True if the windows tile the input exactly: kernel = stride, no padding, no dilation, and no rest. */
export function isTiling(input: Shape, attributes: Attributes): boolean {
  const kernel = attributes.kernel as readonly number[];
  const strides = attributes.strides as readonly number[];
  const pads = attributes.pads as readonly number[];
  const dilations = attributes.dilations as readonly number[];
  return (
    kernel.every((size, axis) => size === strides[axis] && input[axis + 2]! % size === 0) &&
    pads.every((pad) => pad === 0) &&
    dilations.every((dilation, axis) => dilation === 1 || kernel[axis] === 1)
  );
}
