/**
 * Values on their way into a graph. A value is a sum of parts, each a node's output or the output of a weight layer that is not
 * written yet, times a gain; and an offset for each channel. A weight layer is written when a reader of its output is known,
 * with the gain that this reader needs in its weights. So scaling costs no nodes, except for a node's output that reaches a
 * neuron layer or the network's output directly: it passes through a layer with a diagonal weight.
 */
import type { Shape } from '../../../src-shared/tensor/index.ts';
import { type Gain, isOnes, ones, plus, sameGain, times } from './gains.ts';
import { diagonal } from './weights.ts';
import type { GraphWriter } from './writer.ts';

/** Writes a weight layer with its output multiplied by `gain`, plus `offset`. Returns the nodes whose sum it is. */
export type WriteLayer = (gain: Gain, offset: Gain | undefined) => readonly string[];

interface NodePart {
  readonly node: string;
  readonly gain: Gain;
  /** Number of channels behind those of the value, which belong to the start of neurons (start.ts). */
  readonly spare: number;
}

interface LayerPart {
  readonly layer: WriteLayer;
  readonly gain: Gain;
}

export interface Value {
  /** Shape of a sample. */
  readonly shape: Shape;
  readonly parts: readonly (NodePart | LayerPart)[];
  readonly offset: Gain | undefined;
}

/** Nodes whose sum, times the gain, is a value or a part of it. */
export interface Group {
  readonly nodes: readonly string[];
  readonly gain: Gain;
  readonly spare: number;
}

/** The output of a node, times a gain. */
export const nodeValue = (node: string, shape: Shape, gain: Gain = ones(shape), spare = 0): Value => ({
  shape,
  parts: [{ node, gain, spare }],
  offset: undefined,
});

/** The output of a weight layer. It is written once for each gain and offset that is asked for. */
export function layerValue(shape: Shape, write: WriteLayer): Value {
  const written: { gain: Gain; offset: Gain | undefined; nodes: readonly string[] }[] = [];
  const layer: WriteLayer = (gain, offset) => {
    const before = written.find((one) => sameGain(one.gain, gain) && sameOffset(one.offset, offset));
    if (before) return before.nodes;
    const nodes = write(gain, offset);
    written.push({ gain, offset, nodes });
    return nodes;
  };
  return { shape, parts: [{ layer, gain: ones(shape) }], offset: undefined };
}

const sameOffset = (a: Gain | undefined, b: Gain | undefined): boolean => a === b || (!!a && !!b && sameGain(a, b));

/** A value times a gain. */
export const scaledBy = ({ shape, parts, offset }: Value, gain: Gain): Value => ({
  shape,
  parts: parts.map((part) => ({ ...part, gain: times(part.gain, gain) })),
  offset: offset && times(offset, gain),
});

/** A value plus a constant for each channel. */
export const shiftedBy = (value: Value, offset: Gain): Value => ({
  ...value,
  offset: value.offset ? plus(value.offset, offset) : offset,
});

/** The sum of values. What is added twice becomes one part with twice the gain: some readers drop the second of two equal edges. */
export function sumOf(first: Value, ...others: readonly Value[]): Value {
  let { parts, offset } = first;
  for (const other of others) {
    for (const part of other.parts) {
      const at = parts.findIndex((one) => sameSource(one, part));
      parts = at < 0 ? [...parts, part] : parts.with(at, { ...part, gain: plus(parts[at]!.gain, part.gain) });
    }
    if (other.offset) offset = offset ? plus(offset, other.offset) : other.offset;
  }
  return { shape: first.shape, parts, offset };
}

const sameSource = (a: NodePart | LayerPart, b: NodePart | LayerPart): boolean =>
  'node' in a ? 'node' in b && a.node === b.node : 'layer' in b && a.layer === b.layer;

/** Groups of nodes for a reader that can take a gain into its own weights. */
export function groupsOf(writer: GraphWriter, name: string, value: Value): Group[] {
  const { shape, parts, offset } = value;
  if (offset) return [{ nodes: materialise(writer, name, value), gain: ones(shape), spare: 0 }];
  const groups: { nodes: string[]; gain: Gain; spare: number }[] = [];
  for (const part of parts) {
    const { nodes, gain, spare } =
      'node' in part
        ? { nodes: [part.node], gain: part.gain, spare: part.spare }
        : { nodes: part.layer(part.gain, undefined), gain: ones(shape), spare: 0 };
    const group = groups.find((one) => one.spare === spare && sameGain(one.gain, gain));
    if (group) group.nodes.push(...nodes);
    else groups.push({ nodes: [...nodes], gain, spare });
  }
  return groups;
}

/** Nodes whose sum is the value times `gain`, for a reader that takes values as they are. */
export function materialise(writer: GraphWriter, name: string, value: Value, gain: Gain = ones(value.shape)): string[] {
  const { shape, parts, offset } = scaledBy(value, gain);
  // One part takes the offset into its bias: a weight layer if there is one.
  const bearer = Math.max(
    0,
    parts.findIndex((part) => 'layer' in part),
  );
  return parts.flatMap((part, index) => {
    const shift = index === bearer ? offset : undefined;
    if ('layer' in part) return part.layer(part.gain, shift);
    if (!shift && part.spare === 0 && isOnes(part.gain)) return [part.node];
    return [diagonal(writer, name, [part.node], { shape, gain: part.gain, offset: shift, spare: part.spare })];
  });
}
