/**
 * Segments that have a second form for samples that are mostly zero (kernels/sparse.ts): a 3 × 3 convolution of spikes in blocked layout,
 * with or without a sum.
 */
import type { NetworkNode, ValueId } from '../../../../src-shared/network/index.ts';
import type { Shape, TensorData } from '../../../../src-shared/tensor/index.ts';
import type { BiasFreeSegment } from './bias-free.ts';
import type { SparseConvolution } from './program.ts';

/** A segment's nodes with what they read and give. */
export interface SegmentPart extends BiasFreeSegment {
  readonly inputs: readonly ValueId[];
  readonly output: ValueId;
}

/** Channels side by side that the kernel is written for. */
export const SPARSE_BLOCK = 16;

/**
 * The second form of a segment in blocked layout with blocks of `block` channels; undefined where it has none. `inputs`: the segment's, of
 * which `blocked` ones lie in blocked layout.
 */
export function sparseForm(
  { nodes, constants, inputs, output }: SegmentPart,
  shapes: ReadonlyMap<ValueId, Shape>,
  blocked: ReadonlySet<ValueId>,
  block: number,
): SparseConvolution | undefined {
  const [conv, sum] = nodes;
  if (block !== SPARSE_BLOCK || !blocked.has(output) || !conv || nodes.length > 2 || !hasSparseForm(conv)) return undefined;
  const value = conv.inputs[0]!;
  const [channels, height, width] = shapes.get(value)!.slice(1) as [number, number, number];
  const weights = constants.get(conv.inputs[1]!);
  if (!blocked.has(value) || !weights) return undefined;
  const [out, into, ...window] = weights.shape as [number, number, number, number];
  if (into !== channels || window.some((size) => size !== 3)) return undefined;
  const addend = sum && addendOf(sum, conv.output, shapes);
  if (sum && (addend === undefined || !blocked.has(addend) || addend === value)) return undefined;
  return {
    input: inputs.indexOf(value),
    addend: addend === undefined ? undefined : inputs.indexOf(addend),
    weights: { data: entryWeights(weights.data, out, into), period: out * into * 9 },
    channels,
    outBlocks: out / SPARSE_BLOCK,
    height,
    width,
  };
}

/** True for a convolution that the kernel may be able to compute: stride 1, and padding that fits 3 × 3. */
export function hasSparseForm({ op, attributes }: NetworkNode): boolean {
  const all = (name: string, value: number): boolean => (attributes[name] as readonly number[]).every((entry) => entry === value);
  return op === 'Conv' && attributes.group === 1 && all('strides', 1) && all('pads', 1) && all('dilations', 1);
}

/**
 * The segment as two where a sum's other operand is computed inside of it (a shortcut with weights): first that, then the convolution
 * with the sum, which then has a sparse form. Otherwise as it is.
 */
export function splitShortcut(segment: SegmentPart, shapes: ReadonlyMap<ValueId, Shape>): readonly SegmentPart[] {
  const { nodes, inputs, output } = segment;
  const sum = nodes.at(-1)!;
  for (const conv of nodes) {
    if (!hasSparseForm(conv) || !inputs.includes(conv.inputs[0]!)) continue;
    const addend = addendOf(sum, conv.output, shapes);
    const others = nodes.filter((node) => node !== conv && node !== sum);
    const apart = others.every((node) => !node.inputs.includes(conv.output));
    if (addend === undefined || inputs.includes(addend) || !apart) continue;
    const read = inputs.filter((value) => others.some((node) => node.inputs.includes(value)));
    return [
      { ...segment, nodes: others, inputs: read, output: addend },
      { ...segment, nodes: [conv, sum], inputs: [conv.inputs[0]!, addend], output },
    ];
  }
  return [segment];
}

/** What an addition adds to the convolution, if it is a value of the same shape. */
function addendOf({ op, inputs }: NetworkNode, conv: ValueId, shapes: ReadonlyMap<ValueId, Shape>): ValueId | undefined {
  if (op !== 'Add' || !inputs.includes(conv)) return undefined;
  const other = inputs.find((value) => value !== conv);
  return other !== undefined && shapes.get(other)?.join() === shapes.get(conv)?.join() ? other : undefined;
}

/** Weights `[O, C, 3, 3]` as the kernel reads them, `[O/16, 3, C, 3, 16]` with the columns of the window from right to left. */
function entryWeights(from: TensorData, out: number, into: number): Float32Array {
  const to = new Float32Array(new SharedArrayBuffer(out * into * 9 * Float32Array.BYTES_PER_ELEMENT));
  let at = 0;
  for (let first = 0; first < out; first += SPARSE_BLOCK) {
    for (let row = 0; row < 3; row++) {
      for (let channel = 0; channel < into; channel++) {
        for (let column = 2; column >= 0; column--) {
          for (let o = first; o < first + SPARSE_BLOCK; o++) to[at++] = from[(o * into + channel) * 9 + row * 3 + column]!;
        }
      }
    }
  }
  return to;
}
