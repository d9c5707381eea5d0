/** Attributes and weights of an open project's operators. The first request starts one job that reads them all; the result is kept. */
import type { NodeDetails } from '../../../src-shared/contract/index.ts';
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import { runJob } from '../../services/jobs/run-job.ts';
import type { OpenedProject } from './opened-project.ts';

interface Reading {
  readonly done: Promise<ReadonlyMap<string, NodeDetails>>;
  readonly abort: AbortController;
  /** Calls that wait for the reading. It is cancelled when all of them are. After it has finished, no call can cancel it. */
  readonly waiting: Set<AbortSignal>;
}

const NOTHING: NodeDetails = { attributes: [], weights: [] };
/** Readings of open projects. */
const readings = new WeakMap<OpenedProject, Reading>();

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
  // A failed reading is forgotten, so that the next call starts a new one.
  done.catch(() => readings.get(one) === reading && readings.delete(one));
  return reading;
}
