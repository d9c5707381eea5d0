/**
 * Keeps results in the memory that the caller gave. ONNX Runtime writes a result into such memory, but its binding for Node then
 * also copies it into a new array. For a segment that means three more passes over the output, which push the next operation's
 * data out of the cache. The binding copies one output after the other and stops at the first that is not a tensor. Each model
 * therefore has an empty sequence as its first output; the binding's complaint about it is the sign that the model has run.
 */
import type { Model } from '../../../../src-shared/lowering/index.ts';
import { encodeModel } from '../../../onnx/proto/schema.ts';

/** Name of the output that is not a tensor. */
export const END = 'spikeloom.end';

/** The binding's complaint about an output that is not a tensor, when everything has been computed. */
const COMPLAINT = 'Non tensor type is temporarily not supported.';

/** The model with the empty sequence as its first output. */
export function inPlace(model: Model): Model {
  const sequence = { sequenceType: { elemType: { tensorType: { elemType: 1 } } } };
  const end = encodeModel({
    graph: { node: [{ name: END, opType: 'SequenceEmpty', output: [END] }], output: [{ name: END, type: sequence }] },
  });
  // Two protobuf messages in sequence decode as one message, whose lists begin with the first message's entries.
  const bytes = new Uint8Array(new SharedArrayBuffer(end.length + model.bytes.length));
  bytes.set(end);
  bytes.set(model.bytes, end.length);
  return { ...model, bytes };
}

/** True for the error that ends a complete run of such a model. */
export const hasRun = (error: unknown): boolean => error instanceof Error && error.message === COMPLAINT;
