/** Entry of a job's worker thread: runs one use case, reports its progress and its end. */
import { parentPort, workerData } from 'node:worker_threads';
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import { type FromWorker, type JobOrder, plainError, type ToWorker } from './protocol.ts';
import { JOBS, type JobName, type RequestOf, type ResultOf } from './registry.ts';

const port = parentPort;
if (!port) throw new Error('services/jobs/worker.ts is the entry of a worker thread');

const order = workerData as JobOrder;
const abort = new AbortController();
port.on('message', (message: ToWorker) => {
  if (message.kind === 'cancel') abort.abort(new SpikeloomError('cancelled', 'cancelled'));
});

const tell = (message: FromWorker): void => port.postMessage(message);

/** Name and request were paired by `runJob`; in between they are plain data. */
async function run<N extends JobName>(name: N, request: RequestOf<N>): Promise<ResultOf<N>> {
  const job = await JOBS[name]();
  return job(request, { signal: abort.signal, onProgress: (progress) => tell({ kind: 'progress', progress }) });
}

try {
  tell({ kind: 'done', result: await run(order.name, order.request as never) });
} catch (error) {
  tell({ kind: 'failed', error: plainError(error) });
}
port.close();
