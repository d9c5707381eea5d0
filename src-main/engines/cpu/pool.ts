/**
 * The workers of a session: tiles of a batch are handed to whichever worker is free, a little ahead so that none waits. A worker that
 * dies fails everything under way; cancelling is heard by a worker between two operations, and by the caller at once.
 */
import { type ErrorCode, messageOf, SpikeloomError } from '../../../src-shared/errors/index.ts';
import { type Message, say } from '../../../src-shared/message/index.ts';
import { startThread } from '../../runtime/start-thread.ts';
import { allowWideVectors } from '../../runtime/wide-vectors.ts';
import type { CloseMessage, Job, ProgramMessage, Request, Response, WorkerInit } from './worker/protocol.ts';

const WORKER_FILE = new URL(import.meta.url.endsWith('.ts') ? './worker/main.ts' : './worker/main.js', import.meta.url);
/** Tiles that a worker has at most: one to work on, one to go on with. */
const AHEAD = 2;

/** A request without what the pool fills in. */
type Without<T> = T extends unknown ? Omit<T, 'job' | 'tile'> : never;
export type TileRequest = Without<Request>;
export type TileResponse = Extract<Response, { kind: 'float' | 'summarise' | 'run' }>;

export interface JobOptions {
  readonly inputs: Float32Array;
  readonly tiles: readonly TileRequest[];
  readonly onTile: (response: TileResponse, tile: number) => void;
  readonly signal?: AbortSignal | undefined;
}

export interface Pool {
  readonly threads: number;
  /** Sends something to every worker, ahead of all tiles that follow. */
  broadcast(message: ProgramMessage): void;
  /** Works through all tiles. Throws the signal's reason, or `engine.failed`. */
  work(options: JobOptions): Promise<void>;
  /** Fails what is under way. Resolves when all workers have ended, each behind the operation that it is at. */
  dispose(): Promise<void>;
}

interface RunningJob {
  readonly job: Job;
  readonly options: JobOptions;
  next: number;
  done: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

export function createPool(threads: number, init: WorkerInit, file: URL = WORKER_FILE): Pool {
  allowWideVectors();
  const workers = Array.from({ length: threads }, () => {
    const worker = startThread(file, init);
    return { worker, tiles: 0, ended: new Promise((resolve) => worker.once('exit', resolve)) };
  });
  const jobs = new Map<number, RunningJob>();
  let lastId = 0;
  let broken: SpikeloomError | undefined;
  let disposed = false;

  const end = (id: number, error?: unknown): void => {
    const running = jobs.get(id);
    if (!running) return;
    jobs.delete(id);
    Atomics.store(running.job.cancelled, 0, error === undefined ? 0 : 1);
    if (error === undefined) running.resolve();
    else running.reject(error);
  };

  const feed = (): void => {
    for (const running of jobs.values()) {
      while (running.next < running.options.tiles.length) {
        const free = workers.reduce((least, worker) => (worker.tiles < least.tiles ? worker : least));
        if (free.tiles >= AHEAD) return;
        const tile = running.next++;
        free.tiles++;
        free.worker.postMessage({ ...running.options.tiles[tile]!, job: running.job, tile });
      }
    }
  };

  const receive = (response: Response): void => {
    const running = response.job === undefined ? undefined : jobs.get(response.job);
    if (!running || response.kind === 'cancelled') return;
    if (response.kind === 'failed') {
      end(running.job.id, new SpikeloomError(response.code as ErrorCode, response.message));
      return;
    }
    try {
      running.options.onTile(response, response.tile);
    } catch (error) {
      end(running.job.id, error);
      return;
    }
    if (++running.done === running.options.tiles.length) end(running.job.id);
  };

  const fail = (reason: Message, cause?: unknown): void => {
    if (disposed) return;
    broken ??= new SpikeloomError('engine.failed', say`A worker of the cpu engine ended: ${reason}.`, { cause });
    for (const id of [...jobs.keys()]) end(id, broken);
  };

  for (const entry of workers) {
    entry.worker.on('message', (response: Response) => {
      entry.tiles--;
      receive(response);
      feed();
    });
    entry.worker.on('error', (error) => fail(messageOf(error), error));
    entry.worker.on('messageerror', (error) => fail(messageOf(error), error));
    entry.worker.on('exit', (code) => fail(`exit status ${code}`));
    // A session that nobody disposes of must not keep the program alive.
    entry.worker.unref();
  }

  return {
    threads,
    broadcast(message) {
      for (const { worker } of workers) worker.postMessage(message);
    },
    async work(options) {
      options.signal?.throwIfAborted();
      if (disposed) throw new SpikeloomError('engine.failed', 'The session of the cpu engine is closed.');
      if (broken) throw broken;
      if (options.tiles.length === 0) return;
      const id = ++lastId;
      const cancelled = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
      const abort = (): void => end(id, options.signal!.reason);
      options.signal?.addEventListener('abort', abort, { once: true });
      for (const { worker } of workers) worker.ref();
      try {
        await new Promise<void>((resolve, reject) => {
          jobs.set(id, { job: { id, inputs: options.inputs, cancelled }, options, next: 0, done: 0, resolve, reject });
          feed();
        });
      } finally {
        options.signal?.removeEventListener('abort', abort);
        if (jobs.size === 0) for (const { worker } of workers) worker.unref();
      }
    },
    async dispose() {
      disposed = true;
      for (const id of [...jobs.keys()])
        end(id, new SpikeloomError('engine.failed', 'The session of the cpu engine was closed.'));
      // Asked to end, not terminated: ONNX Runtime does not survive that in every moment, and takes the process along.
      const close: CloseMessage = { kind: 'close' };
      for (const { worker } of workers) {
        worker.ref();
        worker.postMessage(close);
      }
      await Promise.all(workers.map(({ ended }) => ended));
    },
  };
}
