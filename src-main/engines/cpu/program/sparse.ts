/**
 * Finds segments with a second form for rows that are mostly zero (kernels/sparse.ts, sparse-linear.ts): a 3 × 3 or 1 × 1
 * convolution of spikes in blocked layout, or a linear layer, each with or without a sum after it.
 */
import type { BiasFreeSegment } from '../../../../src-shared/lowering/index.ts';
import type { NetworkNode, ValueId } from '../../../../src-shared/network/index.ts';
import { atBatch, type Shape, sizeOf, type Tensor, type TensorData } from '../../../../src-shared/tensor/index.ts';
import type { Parameters, SparseForm } from './program.ts';

/** A segment's nodes with their inputs and output. */
export interface SegmentPart extends BiasFreeSegment {
  readonly inputs: readonly ValueId[];
  readonly output: ValueId;
}

/** The block size that the kernel is written for: adjacent channels. */
export const SPARSE_BLOCK = 16;
/** Outputs that the kernel of linear layers computes together. */
const TRIPLE = 3 * SPARSE_BLOCK;

/** Layouts of a segment's values. */
export interface Places {
  readonly shapes: ReadonlyMap<ValueId, Shape>;
  readonly blocked: ReadonlySet<ValueId>;
  /** Channels of a block of the blocked layout. */
  readonly block: number;
  /** True for a value whose batch is outermost. */
  readonly batchFirst: (value: ValueId) => boolean;
}

/** The second form of a segment; undefined if it has none. */
export function sparseForm({ nodes, constants, inputs, output }: SegmentPart, places: Places): SparseForm | undefined {
  const { shapes, blocked, batchFirst } = places;
  const [layer, sum] = nodes;
  if (!layer || nodes.length > 2 || ![...inputs, output].every(batchFirst)) return undefined;
  const value = layer.inputs[0]!;
  const weights = constants.get(layer.inputs[1] ?? '');
  const addend = sum && addendOf(sum, layer.output, shapes);
  if (!inputs.includes(value) || !weights || addend === value || (sum && !inputs.includes(addend ?? ''))) return undefined;
  const operands = { input: inputs.indexOf(value), addend: addend === undefined ? undefined : inputs.indexOf(addend) };
  const lying = [value, output, ...(addend === undefined ? [] : [addend])].map((one) => blocked.has(one));
  if (layer.op === 'Linear') return lying.includes(true) ? undefined : linearForm(shapes.get(value)!, weights, operands);
  const inBlocks = places.block === SPARSE_BLOCK && !lying.includes(false) && hasSparseForm(layer);
  return inBlocks ? convolutionForm(shapes.get(value)!, weights, layer, operands) : undefined;
}

type Operands = Pick<SparseForm, 'input' | 'addend'>;

function convolutionForm(shape: Shape, weights: Tensor, { attributes }: NetworkNode, operands: Operands): SparseForm | undefined {
  const [channels, height, width] = shape.slice(1) as [number, number, number];
  const [out, into, ...window] = weights.shape as [number, number, number, number];
  if (into !== channels || out % SPARSE_BLOCK !== 0) return undefined;
  const { data } = weights;
  const [[pad], [step]] = [attributes.pads, attributes.strides] as [readonly number[], readonly number[]];
  const [padded, stride] = [pad === 1, step === 2 ? 2 : 1] as const;
  if (window.join() === '3,3' && padded) {
    // With stride 2 the kernel computes two output blocks at a time.
    const [together, columns] = stride === 1 ? ([1, [2, 1, 0]] as const) : ([2, [1, 2, 0]] as const);
    if (out % (together * SPARSE_BLOCK) !== 0) return undefined;
    const ordered = { data: entryWeights(data, out, into, together * SPARSE_BLOCK, columns), period: out * into * 9 };
    const sizes = { channels, outBlocks: out / SPARSE_BLOCK, height, width };
    return { kind: 'convolution', stride, ...operands, weights: ordered, ...sizes };
  }
  if (window.join() !== '1,1' || padded) return undefined;
  const plane = SPARSE_BLOCK * height * width;
  const strides = { token: SPARSE_BLOCK, group: plane, outToken: SPARSE_BLOCK, outGroup: plane };
  const sizes = { tokens: height * width, groups: into / SPARSE_BLOCK, outGroups: out / SPARSE_BLOCK };
  return { kind: 'linear', ...operands, weights: tripled(into, out, (i, o) => data[o * into + i]!), ...sizes, strides };
}

function linearForm(shape: Shape, { shape: [into, out], data }: Tensor, operands: Operands): SparseForm | undefined {
  if (into! % SPARSE_BLOCK !== 0 || out! % SPARSE_BLOCK !== 0) return undefined;
  const strides = { token: into!, group: SPARSE_BLOCK, outToken: out!, outGroup: SPARSE_BLOCK };
  const sizes = { tokens: sizeOf(atBatch(shape, 1)) / into!, groups: into! / SPARSE_BLOCK, outGroups: out! / SPARSE_BLOCK };
  const weights = tripled(into!, out!, (i, o) => Number(data[i * out! + o]));
  return { kind: 'linear', ...operands, weights, ...sizes, strides };
}

/**
 * Weights of a linear layer in the order that its kernel reads: `[⌈O/48⌉, I, 48]`. Missing outputs at the end have weights of 0.
 */
function tripled(into: number, out: number, weight: (input: number, output: number) => number): Parameters {
  const triples = Math.ceil(out / TRIPLE);
  const period = triples * into * TRIPLE;
  const data = new Float32Array(new SharedArrayBuffer(period * Float32Array.BYTES_PER_ELEMENT));
  let at = 0;
  for (let triple = 0; triple < triples; triple++) {
    for (let i = 0; i < into; i++) {
      for (let o = triple * TRIPLE; o < (triple + 1) * TRIPLE; o++) data[at++] = o < out ? weight(i, o) : 0;
    }
  }
  return { data, period };
}

/** True for a convolution that the kernels may be able to compute: padding that fits 3 × 3 or 1 × 1, and stride 1, or 2 for 3 × 3. */
export function hasSparseForm({ op, attributes }: NetworkNode): boolean {
  const all = (name: string, value: number): boolean => (attributes[name] as readonly number[]).every((entry) => entry === value);
  if (op !== 'Conv' || attributes.group !== 1 || !all('dilations', 1)) return false;
  return (all('strides', 1) && all('pads', 0)) || (all('pads', 1) && (all('strides', 1) || all('strides', 2)));
}

/**
 * The segment in two parts, if the other operand of its sum is computed inside of it (a shortcut with weights). The first part
 * computes that operand. The second is the convolution with the sum, which then has a sparse form. Any other segment is returned
 * as it is.
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

/** The value that an addition adds to the convolution, if it has the convolution's shape. */
function addendOf({ op, inputs }: NetworkNode, conv: ValueId, shapes: ReadonlyMap<ValueId, Shape>): ValueId | undefined {
  if (op !== 'Add' || !inputs.includes(conv)) return undefined;
  const other = inputs.find((value) => value !== conv);
  return other !== undefined && shapes.get(other)?.join() === shapes.get(conv)?.join() ? other : undefined;
}

/**
 * Weights `[O, C, 3, 3]` in the order that the kernels read: `[O/together, 3, C, 3, together]`, with the window's columns in the
 * order of `columns`.
 */
function entryWeights(from: TensorData, out: number, into: number, together: number, columns: readonly number[]): Float32Array {
  const to = new Float32Array(new SharedArrayBuffer(out * into * 9 * Float32Array.BYTES_PER_ELEMENT));
  let at = 0;
  for (let first = 0; first < out; first += together) {
    for (let row = 0; row < 3; row++) {
      for (let channel = 0; channel < into; channel++) {
        for (const column of columns) {
          for (let o = first; o < first + together; o++) to[at++] = from[(o * into + channel) * 9 + row * 3 + column]!;
        }
      }
    }
  }
  return to;
}
