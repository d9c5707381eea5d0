/** Entry of a worker thread of the bench: the whole float network on its share of the batch, one thread of ONNX Runtime. */
import { parentPort, workerData } from 'node:worker_threads';
import { openFloatSession } from './float-session.ts';
import type { FloatShare } from './float-network.ts';

const port = parentPort!;
const { model, samples } = workerData as FloatShare;
const session = await openFloatSession(model, 1);
port.postMessage('ready');
port.on('message', (message: 'run' | 'end') => {
  if (message === 'run') void session.run(samples).then(() => port.postMessage('done'));
  else void session.release().then(() => port.close());
});
