/**
 * Examines the outermost fields of a file before it is decoded. This tells a file that is not ONNX from one that was cut off, and
 * says how much is missing; the decoder's own errors do neither.
 */
import { varint } from './wire.ts';

/** Wire type of each field of ModelProto: 0 varint, 2 bytes with a length. */
const MODEL_FIELDS: ReadonlyMap<number, number> = new Map([
  [1, 0],
  [2, 2],
  [3, 2],
  [4, 2],
  [5, 0],
  [6, 2],
  [7, 2],
  [8, 2],
  [14, 2],
  [20, 2],
  [25, 2],
  [26, 2],
]);

export type Outline =
  | { readonly kind: 'model' }
  | { readonly kind: 'not-onnx' }
  | { readonly kind: 'truncated'; readonly missingBytes: number };

/** Walks the outermost fields. The result says whether the file is a whole model, a model that was cut off, or something else. */
export function outlineOf(bytes: Uint8Array): Outline {
  let at = 0;
  let sawGraph = false;
  while (at < bytes.length) {
    const tag = varint(bytes, at);
    if (tag === undefined) return sawGraph ? { kind: 'truncated', missingBytes: 1 } : { kind: 'not-onnx' };
    const field = Math.floor(tag.value / 8);
    if (MODEL_FIELDS.get(field) !== tag.value % 8) return { kind: 'not-onnx' };
    const number = varint(bytes, tag.next);
    if (number === undefined) return { kind: 'truncated', missingBytes: 1 };
    at = number.next;
    if (tag.value % 8 === 2) {
      sawGraph ||= field === 7;
      at += number.value;
      if (at > bytes.length) return { kind: 'truncated', missingBytes: at - bytes.length };
    }
  }
  return sawGraph ? { kind: 'model' } : { kind: 'not-onnx' };
}
