/** Attributes and weights of an open project's operators: read by one job for all of them when the first is asked for, then kept. */
import type { NodeDetails } from '../../../src-shared/contract/index.ts';
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import { runJob } from '../../services/jobs/run-job.ts';
import type { OpenedProject } from './opened-project.ts';

interface Reading {
  readonly done: Promise<ReadonlyMap<string, NodeDetails>>;
  readonly abort: AbortController;
  /** Calls that asked for it. It is given up when all of them are, which none can be once it is done. */
  readonly waiting: Set<AbortSignal>;
}

const NOTHING: NodeDetails = { attributes: [], weights: [] };
/** As long as a project is open. */
const readings = new WeakMap<OpenedProject, Reading>();

/**
 * Details of one node of the graph; nothing for a neuron layer that stands for no operator. Throws `option.invalid` for a node that
 * there is not, `project.missing` where the model is gone and was not read before, and what reading a model throws.
 */
export async function nodeDetails(one: OpenedProject, node: string, signal: AbortSignal): Promise<NodeDetails> {
  if (!one.graph.nodes.some(({ id }) => id === node)) {
    throw new SpikeloomError('option.invalid', `${one.path} has no node ${JSON.stringify(node)} in its network.`, {
      at: { node },
    });
  }
  signal.throwIfAborted();
  const reading = readings.get(one) ?? start(one);
  const giveUp = (): void => {
    reading.waiting.delete(signal);
    if (reading.waiting.size > 0) return;
    reading.abort.abort();
    if (readings.get(one) === reading) readings.delete(one);
  };
  reading.waiting.add(signal);
  signal.addEventListener('abort', giveUp, { once: true });
  try {
    return (await reading.done).get(node) ?? NOTHING;
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}

function start(one: OpenedProject): Reading {
  const abort = new AbortController();
  const done = runJob('node-details', { project: one.path }, { signal: abort.signal });
  const reading: Reading = { done, abort, waiting: new Set() };
  readings.set(one, reading);
  // A reading that failed is done anew.
  done.catch(() => readings.get(one) === reading && readings.delete(one));
  return reading;
}
