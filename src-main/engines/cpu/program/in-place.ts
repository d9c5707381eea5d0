/**
 * Results that stay where they are wanted. ONNX Runtime writes into memory that a caller gives, but its binding for Node then copies every
 * result into a fresh array as well (zeroed, filled, soon collected), which for a segment is three more passes over its output, out of the
 * cache with what the next operation needs. It brings over one output after another and stops at the first that is no tensor: each model
 * has an empty sequence as its first output, and the binding's complaint about it is the sign that the model has run.
 */
import { encodeModel } from '../../../onnx/proto/schema.ts';
import type { Model } from './program.ts';

/** Name of the output that is no tensor. */
export const END = 'spikeloom.end';

/** What the binding says of an output that is no tensor, when everything has been computed. */
const COMPLAINT = 'Non tensor type is temporarily not supported.';

/** The model with an output before its own that keeps the binding from copying them. */
export function inPlace(model: Model): Model {
  const sequence = { sequenceType: { elemType: { tensorType: { elemType: 1 } } } };
  const end = encodeModel({
    graph: { node: [{ name: END, opType: 'SequenceEmpty', output: [END] }], output: [{ name: END, type: sequence }] },
  });
  // Messages of protobuf one behind the other are one message, with the lists of the first in front.
  const bytes = new Uint8Array(new SharedArrayBuffer(end.length + model.bytes.length));
  bytes.set(end);
  bytes.set(model.bytes, end.length);
  return { ...model, bytes };
}

/** True for what a run of such a model throws when it is done. */
export const hasRun = (error: unknown): boolean => error instanceof Error && error.message === COMPLAINT;
