/** The threads of a session: each runs one range of samples at a time. A thread computes nothing but JavaScript, so that it may be ended at any time. */
import type { Worker } from 'node:worker_threads';
import { messageOf, SpikeloomError } from '../../../src-shared/errors/index.ts';
import type { FixedNetwork, FixedResult } from '../../../src-shared/fixed/index.ts';
import { say } from '../../../src-shared/message/index.ts';
import { startThread } from '../../runtime/start-thread.ts';
import type { FixedRequest } from './worker.ts';

const WORKER_FILE = new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url);

/** Work of several requests. */
export interface FixedWork {
  readonly requests: readonly FixedRequest[];
  readonly onResult: (result: FixedResult, index: number) => void;
  readonly signal?: AbortSignal | undefined;
}

/** Threads for one network. */
export interface FixedThreads {
  /** Runs all requests. Throws the signal's reason at once when it aborts, and `engine.failed` if a thread ends by itself. */
  work(work: FixedWork): Promise<void>;
  dispose(): Promise<void>;
}

/** Makes `count` threads. They start with the first work. */
export function createFixedThreads(network: FixedNetwork, count: number): FixedThreads {
  let workers: Worker[] = [];
  const end = async (): Promise<void> => {
    const all = workers;
    workers = [];
    await Promise.all(all.map((worker) => worker.terminate()));
  };
  return {
    async work({ requests, onResult, signal }) {
      signal?.throwIfAborted();
      while (workers.length < Math.min(count, requests.length)) workers.push(startThread(WORKER_FILE, network));
      let next = 0;
      const loop = async (worker: Worker): Promise<void> => {
        while (next < requests.length) {
          const index = next++;
          onResult(await answerOf(worker, requests[index]!, signal), index);
        }
      };
      try {
        await Promise.all(workers.map(loop));
      } catch (error) {
        // A thread in the middle of a range would answer a later request with its result.
        void end();
        throw error;
      }
    },
    dispose: end,
  };
}

/** The answer of a thread to one request. */
async function answerOf(worker: Worker, request: FixedRequest, signal: AbortSignal | undefined): Promise<FixedResult> {
  signal?.throwIfAborted();
  const listening = new AbortController();
  try {
    return await new Promise<FixedResult>((resolve, reject) => {
      const failed = (reason: unknown): void =>
        reject(new SpikeloomError('engine.failed', say`A thread of the simulator of whole numbers ended: ${messageOf(reason)}.`));
      const exited = (code: number): void => failed(new Error(`exit status ${code}`));
      const abort = (): void => reject(signal!.reason as Error);
      worker.once('message', resolve).once('error', failed).once('exit', exited);
      signal?.addEventListener('abort', abort, { once: true });
      listening.signal.addEventListener('abort', () => {
        worker.off('message', resolve).off('error', failed).off('exit', exited);
        signal?.removeEventListener('abort', abort);
      });
      worker.postMessage(request, [request.inputs.buffer as ArrayBuffer]);
    });
  } finally {
    listening.abort();
  }
}
