/**
 * Synaptic operations of one step (docs/algorithm.md §7), counted from the values themselves: every non-zero input of a
 * counted layer costs its fan-out, every pair of non-zero operands of a product costs one.
 */
import type { Network } from '../../../src-shared/network/index.ts';
import { fanOutOf } from '../../../src-shared/spiking/fan-out.ts';
import type { CountedLayer, ProductUnit, Segment } from '../../../src-shared/spiking/index.ts';
import { operatorOf } from '../../../src-shared/network/operators/index.ts';
import { atBatch, tensor64 } from '../../../src-shared/tensor/index.ts';
import type { ProductStep } from '../../../src-shared/units/index.ts';

/** Weight of each entry of a counted input: 0 if the entry is zero, otherwise 1 or its spike bits. */
export type Activity = (values: Float64Array) => ArrayLike<number>;

/** Operations of a convolution or linear layer whose input has these activities `[B, C, …]` or `[B, …, K]`. */
export function segmentOperations(
  network: Network,
  segment: Segment,
  layer: CountedLayer,
): (activity: ArrayLike<number>) => number {
  const node = segment.nodes.find((candidate) => candidate.id === layer.node)!;
  const fanOut = fanOutOf(network, node);
  if (typeof fanOut === 'number') return (activity) => fanOut * sum(activity);
  return (activity) => {
    let operations = 0;
    for (let i = 0; i < activity.length; i++) operations += activity[i]! * fanOut[i % fanOut.length]!;
    return operations;
  };
}

/** Operations of a product step: the non-zero pairs of x∘y, x∘B and A∘y. */
export function productOperations(network: Network, unit: ProductUnit, batch: number): (step: ProductStep) => number {
  const [left, right] = unit.inputs.map((value) => atBatch(network.shapes.get(value)!, batch));
  const pairs = (a: Float64Array, b: Float64Array): number =>
    sum(operatorOf(unit.node.op).evaluate([tensor64(left!, a), tensor64(right!, b)], unit.node.attributes).data);
  return ({ x, y, estimateX, estimateY }) => {
    const [onX, onY] = [nonZero(x), nonZero(y)];
    return pairs(onX, onY) + pairs(onX, nonZero(estimateY)) + pairs(nonZero(estimateX), onY);
  };
}

/** 1 for each value that is not zero, 0 for the others. */
export const nonZero = (values: Float64Array): Float64Array => values.map((value) => (value === 0 ? 0 : 1));

/** Sum of the values. */
export const sum = (values: ArrayLike<number>): number => {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i]!;
  return total;
};
