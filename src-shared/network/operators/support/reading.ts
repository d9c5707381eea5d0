/** What several operators' `read` need: constant inputs, axes that are an attribute in old opsets and an input in new ones. */
import { positiveAxis } from '../../../tensor/index.ts';
import type { Tensor } from '../../../tensor/index.ts';
import type { ValueId } from '../../network.ts';
import type { NetworkBuilder, OnnxNodeView } from '../../operator.ts';

/** A required input. Throws an Error naming it where it is left out. */
export function input(node: OnnxNodeView, index: number): ValueId {
  const value = node.inputs[index];
  if (value === undefined) throw new Error(`${node.type} lacks its input ${index + 1}`);
  return value;
}

/** The constant an optional input is. Throws an Error where it is computed from the network's input. */
export function constantInput(node: OnnxNodeView, build: NetworkBuilder, index: number, what: string): Tensor | undefined {
  const value = node.inputs[index];
  if (value === undefined) return undefined;
  const tensor = build.constantOf(value);
  if (!tensor) throw new Error(`${what} must be a constant, it is computed from the network's input`);
  return tensor;
}

/** Integers given as an attribute up to some opset and as a constant input later, undefined where neither is there. */
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

/** Axes counted from the front, in the order given, which is that of values that belong to them. Throws an Error if one is outside or twice. */
export function axesInOrder(axes: readonly number[], rank: number): number[] {
  const positive = axes.map((axis) => checkedAxis(axis, rank));
  if (new Set(positive).size !== positive.length) throw new Error(`axes [${axes.join(', ')}] name one axis twice`);
  return positive;
}

/** Axes counted from the front, in ascending order. Throws an Error if one is outside or twice. */
export const checkedAxes = (axes: readonly number[], rank: number): number[] => axesInOrder(axes, rank).sort((a, b) => a - b);

/** One axis counted from the front. Throws an Error where it is outside. */
export function checkedAxis(axis: number, rank: number): number {
  const positive = positiveAxis(axis, rank);
  if (!Number.isInteger(axis) || positive < 0 || positive >= rank) throw new Error(`axis ${axis} is outside of ${rank} axes`);
  return positive;
}
