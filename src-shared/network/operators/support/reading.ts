/** Helpers of readers: constant inputs, and axes that are an attribute in old opsets and an input in new ones. */
import { positiveAxis } from '../../../tensor/index.ts';
import type { Tensor } from '../../../tensor/index.ts';
import type { ValueId } from '../../network.ts';
import type { NetworkBuilder, OnnxNodeView } from '../../operator.ts';

/** A required input. Throws an Error that names the input if it is missing. */
export function input(node: OnnxNodeView, index: number): ValueId {
  const value = node.inputs[index];
  if (value === undefined) throw new Error(`${node.type} lacks its input ${index + 1}`);
  return value;
}

/** The constant at an optional input. Throws an Error if the input depends on the network's input. */
export function constantInput(node: OnnxNodeView, build: NetworkBuilder, index: number, what: string): Tensor | undefined {
  const value = node.inputs[index];
  if (value === undefined) return undefined;
  const tensor = build.constantOf(value);
  if (!tensor) throw new Error(`${what} must be a constant, it is computed from the network's input`);
  return tensor;
}

/** Integers that are an attribute in old opsets and a constant input in later ones; undefined if neither is given. */
export function intsOf(
  node: OnnxNodeView,
  build: NetworkBuilder,
  attribute: string,
  index: number,
): readonly number[] | undefined {
  const tensor = constantInput(node, build, index, attribute);
  if (tensor) return Array.from(tensor.data);
  return node.has(attribute) ? node.ints(attribute) : undefined;
}

/**
 * Axes counted from the front, in the given order, which is also the order of the values that belong to them. Throws an Error if
 * an axis is out of range or repeated.
 */
export function axesInOrder(axes: readonly number[], rank: number): number[] {
  const positive = axes.map((axis) => checkedAxis(axis, rank));
  if (new Set(positive).size !== positive.length) throw new Error(`axes [${axes.join(', ')}] name one axis twice`);
  return positive;
}

/** Axes counted from the front, in ascending order. Throws an Error if an axis is out of range or repeated. */
export const checkedAxes = (axes: readonly number[], rank: number): number[] => axesInOrder(axes, rank).sort((a, b) => a - b);

/** An axis counted from the front. Throws an Error if it is out of range. */
export function checkedAxis(axis: number, rank: number): number {
  const positive = positiveAxis(axis, rank);
  if (!Number.isInteger(axis) || positive < 0 || positive >= rank) throw new Error(`axis ${axis} is outside of ${rank} axes`);
  return positive;
}
