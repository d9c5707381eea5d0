/** Runs a Network in float64, node after node: the executable meaning of an imported model (docs/algorithm.md §12). */
import { describeShape, isBatchSize } from '../tensor/index.ts';
import type { Tensor } from '../tensor/index.ts';
import type { Network, NetworkNode, ValueId } from './network.ts';
import { operatorOf } from './operators/index.ts';

/** Options of evaluating a network. */
export interface EvaluateOptions {
  /** Called with every value as it is computed, the input first; the tensor must not be changed. */
  readonly tap?: (value: ValueId, tensor: Tensor) => void;
}

/** A node's output in float64, for tensors of any one batch size. */
export const evaluateNode = (node: NetworkNode, inputs: readonly Tensor[]): Tensor =>
  operatorOf(node.op).evaluate(inputs, node.attributes);

/**
 * The network's outputs for a batch of samples, `input` `[B, …]`, in the order of `network.outputs`. A value is let go after
 * the last node that reads it. Throws an Error where the input's shape is not the network's.
 */
export function evaluateNetwork(network: Network, input: Tensor, options: EvaluateOptions = {}): readonly Tensor[] {
  const expected = network.shapes.get(network.input.value);
  if (
    expected &&
    (expected.length !== input.shape.length || expected.some((size, i) => !isBatchSize(size) && size !== input.shape[i]))
  ) {
    throw new Error(`the input ${describeShape(input.shape)} does not fit the network's, ${describeShape(expected)}`);
  }
  const lastUse = new Map<ValueId, number>();
  network.nodes.forEach((node, i) => node.inputs.forEach((value) => lastUse.set(value, i)));
  for (const output of network.outputs) lastUse.set(output.value, network.nodes.length);

  const values = new Map<ValueId, Tensor>([[network.input.value, input]]);
  const valueOf = (value: ValueId): Tensor => {
    const tensor = values.get(value) ?? network.constants.get(value);
    if (!tensor) throw new TypeError(`value ${value} is read before it is computed`);
    return tensor;
  };
  options.tap?.(network.input.value, input);
  network.nodes.forEach((node, i) => {
    const result = evaluateNode(node, node.inputs.map(valueOf));
    values.set(node.output, result);
    options.tap?.(node.output, result);
    for (const value of node.inputs) if (lastUse.get(value) === i) values.delete(value);
    if (!lastUse.has(node.output)) values.delete(node.output);
  });
  return network.outputs.map(({ value }) => valueOf(value));
}
