/** Import: an ONNX model becomes a Network of canonical operators, with a report on every node of the file. */
import { basename } from 'node:path';
import { type Message, say, withoutStop } from '../../src-shared/message/index.ts';
import type { Network } from '../../src-shared/network/index.ts';
import { holdsBatchSize } from './graph-draft.ts';
import type { ImportOptions } from './graph-input.ts';
import type { OnnxModel } from './model.ts';
import { checkConstants, maskScores, removeDead, simplify } from './passes/index.ts';
import { type NodeReport, reportOf } from './report.ts';
import { type Translation, translate } from './translate.ts';
import { modelError } from './model-error.ts';

export interface ImportResult {
  readonly network: Network;
  /** The fate of every node of the file, in topological order. */
  readonly report: readonly NodeReport[];
  /** Sentences on parts of the file that were left out, or read in another way than they are written. */
  readonly notes: readonly Message[];
}

/** The translated graph as a network, before any pass. */
export function rawNetwork(model: OnnxModel, { parts, input, outputs }: Translation): Network {
  const name = basename(model.file).replace(/\.onnx$/i, '');
  return { name, input, outputs, nodes: parts.nodes, constants: parts.constants, shapes: parts.shapes };
}

/**
 * Imports a model. Errors: `model.inputs`, `model.outputs`, `model.cyclic`, `model.invalid`, `model.unsupported` (an operator or a use of one),
 * `model.batch` (the batch axis cannot be followed); each names the node.
 */
export function importNetwork(model: OnnxModel, options: ImportOptions = {}): ImportResult {
  const translation = translate(model, options);
  const [first, ...others] = translation.blocked;
  if (first !== undefined) {
    if (others.length === 0) throw first.error;
    const { code, sentence, at } = first.error;
    const more = say`${withoutStop(sentence)} (${others.length} more: \`spikeloom inspect ${model.file}\` lists them).`;
    throw modelError(code, more, at, first.error);
  }
  if (translation.outputs.length === 0) {
    throw modelError('model.invalid', `${model.file} has no output; export the network again.`, { file: model.file });
  }
  for (const { name, value } of translation.outputs) {
    const constant = translation.parts.constants.get(value);
    if (constant === undefined || !holdsBatchSize(constant)) continue;
    const message = `${model.file}: output ${name} is made of the number of samples; export the network without it.`;
    throw modelError('model.batch', message, { file: model.file, node: name });
  }
  const finite = maskScores(removeDead(rawNetwork(model, translation)));
  checkConstants(finite, model.graph.initializers, model.file);
  const network = simplify(finite);
  return { network, report: reportOf(translation, network), notes: translation.notes };
}
