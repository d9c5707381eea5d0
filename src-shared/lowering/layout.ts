/**
 * Finds the batch in every value. In memory a value is `[outer, T·B, inner]`. `outer` is 1 if the batch is the outermost axis,
 * which is nearly always so. A sequence-first network has values `[N, B, C]`, which become `[N·B, C]` by a reshape; their `outer`
 * is N.
 */
import { SpikeloomError } from '../errors/index.ts';
import type { NetworkNode, ValueId } from '../network/index.ts';
import { operatorOf } from '../network/operators/index.ts';
import type { SpikingNetwork, Stage } from '../spiking/index.ts';
import { atBatch, BATCH, describeShape, isBatchSize, type Shape, sizeOf } from '../tensor/index.ts';

/**
 * Number of values of a sample before the batch axis, and after it. `[B, 16, 8, 8]` has outer 1 and inner 1,024; `[N, B, C]` has
 * outer N and inner C.
 */
export interface Layout {
  readonly outer: number;
  readonly inner: number;
}

/** Layout of every coded value. Throws `model.batch` if the batch cannot be followed through the network. */
export function layoutsOf({ network, stages }: SpikingNetwork): Map<ValueId, Layout> {
  const layouts = new Map<ValueId, Layout>();
  const shapeOf = (value: ValueId): Shape => network.shapes.get(value)!;
  layouts.set(network.input.value, layout(network.input.value, shapeOf(network.input.value), 1));
  const follow = (node: NetworkNode): void => {
    const source = node.inputs.find((value) => layouts.has(value))!;
    const { outer } = layouts.get(source)!;
    // A view keeps `outer`. Any other operator keeps the part of `outer` that is within the batch axis (the N of N·B).
    const lead = operatorOf(node.op).moves === 'view' ? outer / before(shapeOf(node.output)) : outer / before(shapeOf(source));
    layouts.set(node.output, layout(node.output, shapeOf(node.output), lead));
  };
  for (const stage of stages) for (const node of nodesOf(stage)) follow(node);
  return layouts;
}

function nodesOf(stage: Stage): readonly NetworkNode[] {
  if (stage.kind === 'segment') return stage.nodes;
  if (stage.kind !== 'neuron' && stage.kind !== 'transcoder') return [stage.node];
  return [{ id: stage.id, op: 'Reshape', inputs: [stage.input], output: stage.output, attributes: {}, path: '', from: [] }];
}

/** Number of values in front of the batch axis. */
const before = (shape: Shape): number => sizeOf(shape.slice(0, Math.max(0, shape.findIndex(isBatchSize))));

function layout(value: ValueId, shape: Shape, lead: number): Layout {
  const axis = shape.findIndex(isBatchSize);
  const multiple = axis < 0 ? 0 : shape[axis]! / BATCH;
  if (axis < 0 || !Number.isInteger(lead) || multiple % lead !== 0) {
    throw new SpikeloomError('model.batch', `The batch of ${value} ${describeShape(shape)} cannot be told from its other axes.`, {
      at: { node: value },
    });
  }
  const outer = before(shape) * lead;
  return { outer, inner: sizeOf(atBatch(shape, 1)) / outer };
}
