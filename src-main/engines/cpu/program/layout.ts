/**
 * Where the batch lies in every value. In memory a value is `[outer, T·B, inner]`: `outer` is 1 where the batch is the
 * outermost axis, as almost always; a sequence-first network has values `[N, B, C]`, and `[N·B, C]` once reshaped.
 */
import { SpikeloomError } from '../../../../src-shared/errors/index.ts';
import type { NetworkNode, ValueId } from '../../../../src-shared/network/index.ts';
import { operatorOf } from '../../../../src-shared/network/operators/index.ts';
import type { SpikingNetwork, Stage } from '../../../../src-shared/spiking/index.ts';
import { atBatch, BATCH, describeShape, isBatchSize, type Shape, sizeOf } from '../../../../src-shared/tensor/index.ts';

export interface Layout {
  readonly outer: number;
  readonly inner: number;
  /** In blocked layout: which entry of a plain sample lies at each position. */
  readonly order?: Int32Array;
}

/** Order of a sample `[C, H, W]` in blocked layout `[C/b, H, W, b]`. */
export function blockedOrder([channels, height, width]: Shape, block: number): Int32Array {
  const plane = height! * width!;
  return Int32Array.from({ length: channels! * plane }, (_, position) => {
    const inBlock = position % (block * plane);
    const first = ((position - inBlock) / (block * plane)) * block;
    return (first + (inBlock % block)) * plane + Math.floor(inBlock / block);
  });
}

/** Layout of every coded value. Throws `model.batch` where the batch cannot be followed. */
export function layoutsOf({ network, stages }: SpikingNetwork): Map<ValueId, Layout> {
  const layouts = new Map<ValueId, Layout>();
  const shapeOf = (value: ValueId): Shape => network.shapes.get(value)!;
  layouts.set(network.input.value, layout(network.input.value, shapeOf(network.input.value), 1));
  const follow = (node: NetworkNode): void => {
    const source = node.inputs.find((value) => layouts.has(value))!;
    const { outer } = layouts.get(source)!;
    // A view keeps what lies outside of the batch, others keep what the batch axis itself holds outside of it.
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
