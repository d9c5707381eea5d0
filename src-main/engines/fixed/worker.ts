/** A thread of the simulator of whole numbers: runs ranges of samples, one after another. */
import { parentPort, workerData } from 'node:worker_threads';
import { createFixedSimulator, type FixedNetwork, type FixedResult, runSamples } from '../../../src-shared/fixed/index.ts';

/** A range of samples `[samples, …]` to run. */
export interface FixedRequest {
  readonly inputs: Float64Array;
  readonly samples: number;
  readonly steps: number;
}

const port = parentPort!;
const network = workerData as FixedNetwork;
const simulator = createFixedSimulator(network);

port.on('message', ({ inputs, samples, steps }: FixedRequest) => {
  const result: FixedResult = runSamples(network, simulator, inputs, { samples, steps });
  port.postMessage(result);
});
