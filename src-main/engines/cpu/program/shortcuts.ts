/**
 * Writes shortcuts without weights as 1 × 1 convolutions with weights 0 and 1. Such a shortcut ("option A" of residual networks)
 * takes every other row and column and adds channels of zeros. The numbers are exactly the same. The convolution works in blocked
 * layout and is part of the sum after it; slices and pads would reorder the value into plain layout and back.
 */
import type { BiasFreeSegment } from '../../../../src-shared/lowering/index.ts';
import type { NetworkNode, ValueId } from '../../../../src-shared/network/index.ts';
import { isBatchSize, type Shape, type Tensor } from '../../../../src-shared/tensor/index.ts';

/** The effect of a chain of slices and pads on an image `[C, H, W]`. */
interface Selection {
  /** The value that the chain begins with. */
  readonly source: ValueId;
  readonly strides: readonly [number, number];
  /** For each output channel, the input channel, or −1 for a channel of zeros. */
  readonly channels: readonly number[];
}

/**
 * The segment with such chains replaced. A chain is replaced if it begins at a blocked value and gives whole blocks of channels.
 */
export function shortcutsAsConvolutions(
  segment: BiasFreeSegment,
  shapes: ReadonlyMap<ValueId, Shape>,
  blocked: ReadonlySet<ValueId>,
  block: number,
): BiasFreeSegment {
  const selections = new Map<ValueId, Selection>();
  const constants = new Map(segment.constants);
  const ends = new Map<ValueId, NetworkNode>();
  for (const node of segment.nodes) {
    const selection = extend(node, shapes, selections);
    if (selection && blocked.has(selection.source)) selections.set(node.output, selection);
  }
  for (const node of segment.nodes) {
    const selection = selections.get(node.output);
    const goesOn = segment.nodes.some((reader) => reader.inputs.includes(node.output) && selections.has(reader.output));
    if (!selection || goesOn || selection.channels.length % block !== 0) continue;
    ends.set(node.output, convolution(node, selection, shapes, constants));
  }
  const nodes = segment.nodes.map((node) => ends.get(node.output) ?? node);
  // Nodes of a replaced chain stay only if another node reads them.
  const kept = nodes.toReversed().reduce<NetworkNode[]>((later, node) => {
    const unread =
      selections.has(node.output) && !ends.has(node.output) && !later.some((reader) => reader.inputs.includes(node.output));
    return unread ? later : [node, ...later];
  }, []);
  return { ...segment, constants, nodes: kept };
}

/** The selection that ends with this node; undefined if the node is not part of such a chain. */
function extend(
  node: NetworkNode,
  shapes: ReadonlyMap<ValueId, Shape>,
  known: ReadonlyMap<ValueId, Selection>,
): Selection | undefined {
  const shape = shapes.get(node.inputs[0]!);
  // An image has the batch as its first axis. In another value the second axis may be the batch.
  if ((node.op !== 'Slice' && node.op !== 'Pad') || shape?.length !== 4 || !isBatchSize(shape[0]!)) return undefined;
  const begin = {
    source: node.inputs[0]!,
    strides: [1, 1],
    channels: Array.from({ length: shape[1]! }, (_, channel) => channel),
  } as const;
  const before: Selection = known.get(node.inputs[0]!) ?? begin;
  if (node.op === 'Slice') return sliced(node, shape, before);
  return padded(node, before);
}

function sliced({ attributes }: NetworkNode, shape: Shape, before: Selection): Selection | undefined {
  const [axes, starts, ends, steps] = ['axes', 'starts', 'ends', 'steps'].map((name) => attributes[name] as readonly number[]);
  let { channels } = before;
  const strides: [number, number] = [...before.strides];
  for (const [index, axis] of axes!.entries()) {
    const [start, end, step] = [starts![index]!, ends![index]!, steps![index]!];
    if (axis === 1 && step === 1) channels = channels.slice(start, end);
    else if (axis >= 2 && start === 0 && step > 0 && end >= shape[axis]!) strides[axis - 2]! *= step;
    else return undefined;
  }
  return { ...before, strides, channels };
}

function padded({ attributes }: NetworkNode, before: Selection): Selection | undefined {
  const pads = attributes.pads as readonly number[];
  if (attributes.mode !== 'constant' || pads.some((pad, index) => pad < 0 || (pad > 0 && index % 4 !== 1))) return undefined;
  const zeros = (count: number): number[] => new Array<number>(count).fill(-1);
  return { ...before, channels: [...zeros(pads[1]!), ...before.channels, ...zeros(pads[5]!)] };
}

function convolution(
  node: NetworkNode,
  { source, strides, channels }: Selection,
  shapes: ReadonlyMap<ValueId, Shape>,
  constants: Map<ValueId, Tensor>,
): NetworkNode {
  const into = shapes.get(source)![1]!;
  const data = new Float32Array(channels.length * into);
  channels.forEach((channel, output) => {
    if (channel >= 0) data[output * into + channel] = 1;
  });
  const weights = `${node.output}:selection`;
  constants.set(weights, { shape: [channels.length, into, 1, 1], data, dtype: 'float' });
  const attributes = { strides, pads: [0, 0, 0, 0], dilations: [1, 1], group: 1 };
  return { ...node, op: 'Conv', inputs: [source, weights], attributes };
}
