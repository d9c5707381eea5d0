/** Attributes and weights of an open project's operators. The first request starts one job that reads them all; the result is kept. */
import type { NodeDetails } from '../../../src-shared/contract/index.ts';
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import { keptJob } from './kept-job.ts';
import type { OpenedProject } from './opened-project.ts';

const NOTHING: NodeDetails = { attributes: [], weights: [] };
const readDetails = keptJob('node-details');

/**
 * Details of one node of the graph; empty for a neuron layer, which stands for no operator. Throws `option.invalid` for an
 * unknown node, and `project.missing` if the model is gone and was not read before. Passes on the errors of reading a model.
 */
export async function nodeDetails(one: OpenedProject, node: string, signal: AbortSignal): Promise<NodeDetails> {
  if (!one.graph.nodes.some(({ id }) => id === node)) {
    throw new SpikeloomError('option.invalid', `${one.path} has no node ${JSON.stringify(node)} in its network.`, {
      at: { node },
    });
  }
  return (await readDetails(one, signal)).get(node) ?? NOTHING;
}
