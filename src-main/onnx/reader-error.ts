/** Errors of readers, which know a node only, as errors of the model, which name the file and the node and say what to do. */
import { messageOf, SpikeloomError } from '../../src-shared/errors/index.ts';
import { CLASSICAL, IS_CLASSICAL } from './domains.ts';
import type { OnnxNode } from './model.ts';
import { modelError } from './model-error.ts';

/** An operator that has no reader. */
export class UnknownOperator extends Error {
  constructor(node: OnnxNode) {
    if (node.domain === CLASSICAL) {
      super(`${node.type} is ${IS_CLASSICAL}`);
      return;
    }
    const domain = node.domain === '' ? '' : ` of operator set ${node.domain}`;
    super(`operator ${node.type}${domain} is not supported; rewrite this part of the network with other operators`);
  }
}

/** The sentence of a reader, with the general advice if the sentence ends without one of its own. */
const advised = (text: string, advice: string): string =>
  /[;,] (or )?(export|rewrite|name)/.test(text) ? text : `${text}; ${advice}`;

/** The beginning of a sentence on a node: `FILE: node NAME (TYPE): `. */
export const placeOf = ({ name, type }: OnnxNode, file: string): string => `${file}: node ${name} (${type}): `;

/**
 * The error of a model that stands for an error of a reader: it names the file, the node and its type. A sentence that begins with
 * `batch:` is about the batch axis and becomes `model.batch`; every other becomes `model.unsupported`.
 */
export function readerError(cause: unknown, node: OnnxNode, file: string): SpikeloomError {
  if (cause instanceof SpikeloomError) return cause;
  const at = { file, node: node.name };
  const text = messageOf(cause);
  const where = placeOf(node, file);
  const batch = /^batch: ?(.*)$/s.exec(text);
  if (batch) {
    const advice = 'export the network with the batch as the first axis of its input, and every sample computed by itself';
    return modelError('model.batch', `${where}${advised(batch[1]!, advice)}.`, at, cause);
  }
  const advice = 'rewrite this part of the network with other operators';
  return modelError('model.unsupported', `${where}${advised(text, advice)}.`, at, cause);
}
