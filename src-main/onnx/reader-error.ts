/** Errors of readers, which know a node only, as errors of the model, which name the file and the node and say what to do. */
import { messageOf, SpikeloomError } from '../../src-shared/errors/index.ts';
import { type Message, onCommandLine, say } from '../../src-shared/message/index.ts';
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
const advised = (text: Message, advice: string): Message =>
  /[;,] (or )?(export|rewrite|name)/.test(onCommandLine(text)) ? text : say`${text}; ${advice}`;

/** The beginning of a sentence on a node: `FILE: node NAME (TYPE): `. */
export const placeOf = ({ name, type }: OnnxNode, file: string): string => `${file}: node ${name} (${type}): `;

/**
 * The error of a model that stands for an error of a reader: it names the file, the node and its type. A sentence that begins with
 * `batch:` is about the batch axis and becomes `model.batch`; every other becomes `model.unsupported`. An error that names a file already
 * is returned as it is.
 */
export function readerError(cause: unknown, node: OnnxNode, file: string): SpikeloomError {
  if (cause instanceof SpikeloomError && cause.at.file !== undefined) return cause;
  const at = { file, node: node.name };
  const text = messageOf(cause);
  const where = placeOf(node, file);
  const batch = typeof text === 'string' ? /^batch: ?(.*)$/s.exec(text) : null;
  if (batch) {
    const advice = 'export the network with the batch as the first axis of its input, and every sample computed by itself';
    return modelError('model.batch', say`${where}${advised(batch[1]!, advice)}.`, at, cause);
  }
  const advice = 'rewrite this part of the network with other operators';
  return modelError('model.unsupported', say`${where}${advised(text, advice)}.`, at, cause);
}
