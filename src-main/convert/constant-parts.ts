/**
 * The constant part b of every coded value (docs/algorithm.md §1): its value if the network's input is zero and every unit is
 * silent. It is computed once, for one sample, by following biases and other constants through the segments.
 */
import type { Network, NetworkNode, ValueId } from '../../src-shared/network/index.ts';
import { operatorOf } from '../../src-shared/network/operators/index.ts';
import type { Stage } from '../../src-shared/spiking/index.ts';
import { atBatch, sizeOf, type Tensor, tensor64 } from '../../src-shared/tensor/index.ts';

/**
 * Constant part of every value that a segment writes, for one sample (without the batch axis). Values without a constant part are
 * absent.
 */
export function constantParts(network: Network, stages: readonly Stage[]): Map<ValueId, Float64Array> {
  const parts = new Map<ValueId, Tensor>();
  const written = new Map<ValueId, Float64Array>();
  for (const stage of stages) {
    if (stage.kind !== 'segment') continue;
    for (const node of stage.nodes) {
      const part = constantPart(network, node, parts);
      if (part?.data.some((value) => value !== 0)) parts.set(node.output, part);
    }
    const part = parts.get(stage.output);
    if (part) written.set(stage.output, Float64Array.from(part.data));
  }
  return written;
}

/** Constant part of one linear node's output at batch 1, given those of its inputs (absent: zero). */
function constantPart(network: Network, node: NetworkNode, parts: ReadonlyMap<ValueId, Tensor>): Tensor | undefined {
  const operator = operatorOf(node.op);
  const shape = atBatch(network.shapes.get(node.output)!, 1);
  const coded = node.inputs.map((input) => !network.constants.has(input));
  const silent = node.inputs.every((input, position) => !coded[position] || !parts.has(input));
  const own = operator.constantPart?.(coded) ?? [];
  if (silent && own.length === 0) return undefined;
  // A layer with weights gives its bias for an input of zeros, so that nothing is computed.
  if (silent && operator.weights) {
    return spread(network.constants.get(node.inputs[own[0]!] ?? ''), shape, operator.weights.channelAxis(shape.length));
  }
  const inputs = node.inputs.map(
    (input) => network.constants.get(input) ?? parts.get(input) ?? tensor64(atBatch(network.shapes.get(input)!, 1)),
  );
  return operator.evaluate(inputs, node.attributes);
}

/** A bias along an axis, repeated over the output. */
function spread(bias: Tensor | undefined, shape: readonly number[], axis: number): Tensor | undefined {
  if (!bias) return undefined;
  const inner = sizeOf(shape.slice(axis + 1));
  const data = new Float64Array(sizeOf(shape));
  for (let index = 0; index < data.length; index++) data[index] = bias.data[Math.floor(index / inner) % bias.data.length]!;
  return tensor64(shape, data);
}
