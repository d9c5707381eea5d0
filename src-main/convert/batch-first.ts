/**
 * Neurons need the batch as the outermost axis, since thresholds are per layer, channel or neuron of a sample. If a neuron layer
 * would read a value with the batch elsewhere (sequence-first attention: `[N, B, C]`, or `[N·B, C]` after a reshape), the value
 * is transposed for the neurons, and their output is transposed back. A transposed spike is still a spike.
 */
import { SpikeloomError } from '../../src-shared/errors/index.ts';
import type { Attributes, NetworkNode, OpName, ValueId } from '../../src-shared/network/index.ts';
import { describeShape, isBatchSize, type Shape } from '../../src-shared/tensor/index.ts';

export interface Detour {
  /** Nodes that bring the value into batch-first order. */
  readonly there: readonly NetworkNode[];
  /** The value in that order. */
  readonly inside: ValueId;
  /** Nodes that bring `from`, a value with the axes of `inside`, back into the original order, as `output`. */
  back(from: ValueId, output: ValueId): NetworkNode[];
}

/**
 * The detour of `value`, which `node` reads. `outer` is as in `batchOuter`. The shapes of new values are entered in `shapes`.
 * Throws `model.batch` if the batch cannot be told from the other axes.
 */
export function batchFirstDetour(
  node: NetworkNode,
  value: ValueId,
  outer: number,
  shapes: Map<ValueId, Shape>,
  unique: (base: string) => string,
): Detour {
  const shape = shapes.get(value)!;
  const axis = shape.findIndex(isBatchSize);
  const lead = outer / shape.slice(0, axis).reduce((product, size) => product * size, 1);
  if (axis < 0 || !Number.isInteger(lead)) {
    throw new SpikeloomError(
      'model.batch',
      `${node.id} (${node.op}) would get neurons, but the batch of its input ${value} ${describeShape(shape)} cannot be told from its other axes; export the network with the batch as the first axis.`,
      { at: { node: node.id } },
    );
  }
  // The outer part of the batch axis (the N of N·B) becomes an axis of its own for the transposition.
  const open = lead === 1 ? shape : [...shape.slice(0, axis), lead, shape[axis]! / lead, ...shape.slice(axis + 1)];
  const at = open.findIndex((size) => isBatchSize(size));
  const perm = [at, ...open.keys()].filter((from, index) => index === 0 || from !== at);
  const inverse = perm.map((_, axisOut) => perm.indexOf(axisOut));
  const inside = perm.map((from) => open[from]!);

  const step = (op: OpName, part: string, input: ValueId, attributes: Attributes, output?: ValueId): NetworkNode => {
    const id = unique(`${node.id}:${part}`);
    return { id, op, inputs: [input], output: output ?? fresh(part), attributes, path: node.path, from: node.from };
  };
  const fresh = (part: string): ValueId => unique(`${value}:${part}`);
  const opening = lead === 1 ? [] : [step('Reshape', 'opened', value, { shape: open })];
  const turning = step('Transpose', 'batch-first', opening[0]?.output ?? value, { perm });
  if (opening[0]) shapes.set(opening[0].output, open);
  shapes.set(turning.output, inside);
  return {
    there: [...opening, turning],
    inside: turning.output,
    back(from, output) {
      if (lead === 1) return [step('Transpose', 'turned-back', from, { perm: inverse }, output)];
      const turned = step('Transpose', 'turned-back', from, { perm: inverse });
      shapes.set(turned.output, open);
      return [turned, step('Reshape', 'closed', turned.output, { shape }, output)];
    },
  };
}

/** True if neurons can read a value as it is: the batch is the first axis, and that axis is nothing but the batch. */
export const isBatchFirst = (shape: Shape, outer: number): boolean => outer === 1 && isBatchSize(shape[0] ?? 0);
