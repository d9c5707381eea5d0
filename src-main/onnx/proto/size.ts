/**
 * Estimates the memory that a decoded file would take, by counting its fields before it is decoded. A few bytes can become an
 * object each, so that a small hostile file could fill the memory or keep the program busy for minutes.
 */
import { messageFields } from './wire.ts';

/** Nodes of a model, those of its functions and subgraphs included. The largest public networks have some ten thousand. */
export const MOST_NODES = 100_000;
/** Deepest nesting of messages, as the decoder counts it: a subgraph is three messages deep. */
const DEEPEST = 100;
/** Fields of a model. A message counts as ten, since a decoded one takes some hundred bytes. */
const MOST_PARTS = 12_000_000;
const PARTS_OF_MESSAGE = 10;

/** A kind of message: the fields of it that hold messages, and those that hold lists of 64-bit integers (an object each when decoded). */
interface Kind {
  readonly isNode?: true;
  readonly messages: Readonly<Record<number, () => Kind>>;
  readonly integers?: readonly number[];
}

const LEAF: Kind = { messages: {} };
const leaf = (): Kind => LEAF;
const DIMENSIONS: Kind = { messages: { 1: leaf } };
const TYPE: Kind = {
  messages: { 1: () => TENSOR_TYPE, 4: () => WRAPPED_TYPE, 5: () => WRAPPED_TYPE, 8: () => TENSOR_TYPE, 9: () => WRAPPED_TYPE },
};
const TENSOR_TYPE: Kind = { messages: { 2: () => DIMENSIONS } };
/** The element type of a sequence, a map or an optional value: field 1 or 2. */
const WRAPPED_TYPE: Kind = { messages: { 1: () => TYPE, 2: () => TYPE } };
const VALUE_INFO: Kind = { messages: { 2: () => TYPE, 4: leaf } };
const TENSOR: Kind = { messages: { 3: leaf, 13: leaf, 16: leaf }, integers: [1, 7, 11] };
const SPARSE: Kind = { messages: { 1: () => TENSOR, 2: () => TENSOR }, integers: [3] };
const ATTRIBUTE: Kind = {
  messages: {
    ...{ 5: () => TENSOR, 6: () => GRAPH, 10: () => TENSOR, 11: () => GRAPH },
    ...{ 14: () => TYPE, 15: () => TYPE, 22: () => SPARSE, 23: () => SPARSE },
  },
  integers: [8],
};
const NODE: Kind = { isNode: true, messages: { 5: () => ATTRIBUTE, 9: leaf } };
const ANNOTATION: Kind = { messages: { 2: leaf } };
const GRAPH: Kind = {
  messages: {
    ...{ 1: () => NODE, 5: () => TENSOR, 15: () => SPARSE, 16: leaf },
    ...{ 11: () => VALUE_INFO, 12: () => VALUE_INFO, 13: () => VALUE_INFO, 14: () => ANNOTATION },
  },
};
const FUNCTION: Kind = { messages: { 7: () => NODE, 9: leaf, 11: () => ATTRIBUTE, 12: () => VALUE_INFO, 14: leaf } };
const TRAINING: Kind = { messages: { 1: () => GRAPH, 2: () => GRAPH, 3: leaf, 4: leaf } };
const MODEL: Kind = { messages: { 7: () => GRAPH, 8: leaf, 14: leaf, 20: () => TRAINING, 25: () => FUNCTION } };

/** Number of integers in a packed list: the last byte of each is below 128. */
function integersIn(bytes: Uint8Array, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; at++) if (bytes[at]! < 0x80) count++;
  return count;
}

export type TooLarge = 'nodes' | 'parts' | 'depth';

/**
 * The first limit that a model exceeds; undefined if it is within all limits. Counting stops at the limit. Bytes that are not
 * ONNX are skipped, since the decoder reports them.
 */
export function tooLarge(bytes: Uint8Array): TooLarge | undefined {
  let [nodes, parts] = [0, 0];

  function visit(kind: Kind, from: number, to: number, depth: number): TooLarge | undefined {
    if (depth > DEEPEST) return 'depth';
    if (kind.isNode && ++nodes > MOST_NODES) return 'nodes';
    parts += PARTS_OF_MESSAGE;
    for (const { field, wire, start, end } of messageFields(bytes, from, to)) {
      if (++parts > MOST_PARTS) return 'parts';
      if (wire !== 2) continue;
      const inner = kind.messages[field];
      if (inner !== undefined) {
        const found = visit(inner(), start, end, depth + 1);
        if (found !== undefined) return found;
      } else if (kind.integers?.includes(field)) parts += integersIn(bytes, start, end);
    }
    return parts > MOST_PARTS ? 'parts' : undefined;
  }
  return visit(MODEL, 0, bytes.length, 0);
}
