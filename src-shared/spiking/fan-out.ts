/**
 * The synaptic operations that one non-zero input of a counted layer causes (docs/algorithm.md §7): the number of (output,
 * weight) pairs that it takes part in. Positions in padding are not inputs and cause none.
 */
import type { Network, NetworkNode } from '../network/index.ts';
import { operatorOf } from '../network/operators/index.ts';
import { atBatch, type Shape } from '../tensor/index.ts';

/**
 * Fan-out of the coded input of a convolution or linear node: one number for all entries, or one number for every spatial
 * position (flat, row-major), the same for every channel. Throws a TypeError if the operator is not such a layer.
 */
export function fanOutOf(network: Network, node: NetworkNode): number | Float64Array {
  const { fanOut } = operatorOf(node.op);
  if (fanOut === undefined) throw new TypeError(`${node.id} (${node.op}) is no layer whose operations are counted`);
  const shapeOf = (value: string): Shape => atBatch(network.shapes.get(value)!, 1);
  const coded = node.inputs.map((value) => !network.constants.has(value));
  return fanOut(node.inputs.map(shapeOf), shapeOf(node.output), node.attributes, coded);
}
