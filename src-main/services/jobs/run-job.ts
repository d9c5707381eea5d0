/**
 * Runs a use case in a worker thread of its own: the caller stays responsive while it computes, a crash there ends the job
 * and nothing else, and cancelling takes effect at once even in the middle of a long computation.
 */
import { Worker } from 'node:worker_threads';
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import type { ServiceContext } from '../progress.ts';
import { errorOf, type FromWorker, type JobOrder, type ToWorker } from './protocol.ts';
import type { JobName, RequestOf, ResultOf } from './registry.ts';

/** How long a cancelled job may take to put things in order before its worker is ended. */
const GRACE_MS = 600;

/** Runs job `name`. Rejects with the job's own error, `cancelled`, or `engine.failed` where the worker crashed. */
export function runJob<N extends JobName>(
  name: N,
  request: RequestOf<N>,
  { signal, onProgress }: ServiceContext,
): Promise<ResultOf<N>> {
  return new Promise((resolve, reject) => {
    const cancelled = (): SpikeloomError => new SpikeloomError('cancelled', 'cancelled');
    if (signal.aborted) return reject(cancelled());
    const workerData: JobOrder = { name, request };
    const worker = new Worker(new URL('worker.ts', import.meta.url), { workerData });
    let grace: NodeJS.Timeout | undefined;
    const settle = (end: () => void): void => {
      clearTimeout(grace);
      signal.removeEventListener('abort', cancel);
      end();
    };
    const cancel = (): void => {
      worker.postMessage({ kind: 'cancel' } satisfies ToWorker);
      grace = setTimeout(() => {
        void worker.terminate();
        settle(() => reject(cancelled()));
      }, GRACE_MS);
    };
    signal.addEventListener('abort', cancel, { once: true });
    worker.on('message', (message: FromWorker) => {
      if (message.kind === 'progress') onProgress?.(message.progress);
      else if (message.kind === 'done') settle(() => resolve(message.result as ResultOf<N>));
      else settle(() => reject(signal.aborted ? cancelled() : errorOf(message.error)));
    });
    worker.on('error', (error) => settle(() => reject(crashed(error))));
    worker.on('exit', () => settle(() => reject(crashed(new Error('its worker ended without an answer')))));
  });
}

function crashed(error: Error & { code?: string }): SpikeloomError {
  const what =
    error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'ran out of memory; use a smaller --batch' : `failed: ${error.message}`;
  return new SpikeloomError('engine.failed', `The work ${what}.`, { cause: error });
}
