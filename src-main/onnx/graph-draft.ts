/**
 * A Network that is being built, and its constants. Constants are computed while the graph is read, so that their growth is limited: a few
 * nodes on a few numbers could otherwise fill any memory.
 */
import type { NetworkNode, ValueId } from '../../src-shared/network/index.ts';
import { describeShape, isBatchSize, type Shape, sizeOf, type Tensor } from '../../src-shared/tensor/index.ts';
import { type MarkStore, markStore } from './marks.ts';
import type { OnnxNode } from './model.ts';

/** A computed constant (Expand, Tile, ConstantOfShape) may have this many values, or twice as many as the constants it comes from. */
const LARGEST_GROWN = 2 ** 24;

/** All computed constants together may have so many values, and so many more for each value that the file holds. */
const MOST_COMPUTED = 2 ** 25;
const COMPUTED_PER_GIVEN = 8;

/** The parts of a Network while it is being built. */
export interface GraphParts {
  readonly nodes: NetworkNode[];
  readonly constants: Map<ValueId, Tensor>;
  readonly shapes: Map<ValueId, Shape>;
  /** Nodes of the file whose reader had to choose an axis for the batch, since the file's sizes allow several. */
  readonly ambiguous: Set<string>;
  /** True if the model has quantised activations. */
  quantised: boolean;
}

export interface GraphDraft {
  readonly parts: GraphParts;
  /** Of a coded value: the values that lie outside of the batch in memory, `outer` of `[outer, B, inner]`. */
  readonly outers: Map<ValueId, number>;
  readonly marks: MarkStore;
  /** The ONNX node that is being read. */
  current: OnnxNode | undefined;
  /** Nodes that the reader has emitted, before they get their final names. */
  pending: NetworkNode[];
  /** Values that the reader has added. */
  added: ValueId[];
  /** Number of the last value without a name of its own. */
  counter: number;
  /** Values that computed constants may still have. */
  budget: number;
}

export const emptyDraft = (): GraphDraft => ({
  parts: { nodes: [], constants: new Map(), shapes: new Map(), ambiguous: new Set(), quantised: false },
  outers: new Map(),
  marks: markStore(),
  current: undefined,
  pending: [],
  added: [],
  counter: 0,
  budget: MOST_COMPUTED,
});

/** A name that no value has yet: `NODE#1`. */
export function freshValue(draft: GraphDraft): ValueId {
  let value: ValueId;
  do value = `${draft.current?.name ?? 'constant'}#${++draft.counter}`;
  while (draft.parts.shapes.has(value));
  return value;
}

export function shapeOf({ parts }: GraphDraft, value: ValueId): Shape {
  const shape = parts.shapes.get(value);
  if (shape === undefined) throw new Error(`value ${value} is not known`);
  return shape;
}

export function addConstant({ parts, added }: GraphDraft, value: ValueId, tensor: Tensor): ValueId {
  parts.constants.set(value, tensor);
  parts.shapes.set(value, tensor.shape);
  added.push(value);
  return value;
}

/** Charges a constant that is about to be computed. Throws if all of them together are too large. */
export function spend(draft: GraphDraft, values: number): void {
  draft.budget -= values;
  if (draft.budget < 0)
    throw new Error('takes what is computed of the weights beyond all measure, which is refused as too large');
}

/** A constant of the file allows more constants to be computed. */
export function give(draft: GraphDraft, { data }: Tensor): void {
  draft.budget += COMPUTED_PER_GIVEN * data.length;
}

/** Throws if a constant of this shape is far larger than the constants it is computed from. */
export function checkGrowth(shape: Shape, inputs: readonly Tensor[]): void {
  const before = inputs.reduce((sum, tensor) => sum + tensor.data.length, 0);
  if (sizeOf(shape) <= Math.max(LARGEST_GROWN, 2 * before)) return;
  throw new Error(`would make a constant of ${describeShape(shape)} out of ${before} values, which is refused as too large`);
}

/** Data as 32-bit floats if that changes no value: constants are computed in 64 bits, weights mostly have 32. */
export function compact(tensor: Tensor): Tensor {
  const { data, dtype } = tensor;
  if (dtype !== 'float' || data instanceof Float32Array) return tensor;
  const narrow = Float32Array.from(data);
  return narrow.every((value, index) => Object.is(value, data[index])) ? { ...tensor, data: narrow } : tensor;
}

/**
 * True for a constant with a multiple of the batch among its values. Such a size may shape other values, but a network cannot compute with
 * it. BATCH is no 32-bit float, so that constants of 32 bits need not be searched.
 */
export const holdsBatchSize = ({ data }: Tensor): boolean => data instanceof Float64Array && data.some(isBatchSize);
