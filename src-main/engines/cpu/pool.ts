/**
 * The workers of a session. Each tile of a batch goes to the worker with the fewest tiles; a worker has the next tile before it
 * finishes one, so that none waits. If a worker dies, all jobs fail. A cancelled job ends for its caller at once, and for a worker
 * before its next operation.
 */
import type { Worker } from 'node:worker_threads';
import { type ErrorCode, messageOf, SpikeloomError } from '../../../src-shared/errors/index.ts';
import { type Message, say } from '../../../src-shared/message/index.ts';
import { startThread } from '../../runtime/start-thread.ts';
import { allowWideVectors } from '../../runtime/wide-vectors.ts';
import type { CloseMessage, FamilyMessage, Job, ProgramMessage, Request, Response, WorkerInit } from './worker/protocol.ts';

const WORKER_FILE = new URL(import.meta.url.endsWith('.ts') ? './worker/main.ts' : './worker/main.js', import.meta.url);
/** Tiles that a worker has at most: the one it works on, and the next. */
const AHEAD = 2;

/** A request without the fields that the pool fills in. */
type Without<T> = T extends unknown ? Omit<T, 'job' | 'tile'> : never;
export type TileRequest = Without<Request>;
export type TileResponse = Extract<Response, { kind: 'float' | 'summarise' | 'run' | 'variants' }>;

export interface JobOptions {
  readonly inputs: Float32Array;
  readonly tiles: readonly TileRequest[];
  readonly onTile: (response: TileResponse, tile: number) => void;
  /** Called when a worker is done with one variant of a tile. */
  readonly onVariant?: () => void;
  readonly signal?: AbortSignal | undefined;
}

export interface Pool {
  readonly threads: number;
  /** Sends a program to every worker; it arrives before any tile that is sent later. */
  broadcast(message: ProgramMessage | FamilyMessage): void;
  /** Works through all tiles. Throws the signal's reason, or `engine.failed`. */
  work(options: JobOptions): Promise<void>;
  /** Fails all jobs. Resolves when all workers have ended; each finishes its current operation first. */
  dispose(): Promise<void>;
}

interface RunningJob {
  readonly job: Job;
  readonly options: JobOptions;
  /** Index of the next tile to send. */
  next: number;
  /** Tiles that have come back. */
  done: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

interface PoolWorker {
  readonly worker: Worker;
  /** Tiles that were sent to it and have not come back. */
  tiles: number;
  readonly ended: Promise<unknown>;
}

interface PoolState {
  readonly workers: readonly PoolWorker[];
  /** By id, in the order in which they began. */
  readonly jobs: Map<number, RunningJob>;
  lastId: number;
  /** The error of every job after a worker has ended by itself. */
  broken: SpikeloomError | undefined;
  disposed: boolean;
}

export function createPool(threads: number, init: WorkerInit, file: URL = WORKER_FILE): Pool {
  allowWideVectors();
  const workers = Array.from({ length: threads }, (): PoolWorker => {
    const worker = startThread(file, init);
    return { worker, tiles: 0, ended: new Promise((resolve) => worker.once('exit', resolve)) };
  });
  const pool: PoolState = { workers, jobs: new Map(), lastId: 0, broken: undefined, disposed: false };
  for (const entry of workers) listen(pool, entry);
  return {
    threads,
    broadcast(message) {
      for (const { worker } of workers) worker.postMessage(message);
    },
    work: (options) => work(pool, options),
    dispose: () => dispose(pool),
  };
}

function listen(pool: PoolState, entry: PoolWorker): void {
  const { worker } = entry;
  worker.on('message', (response: Response) => {
    if (response.kind === 'variant-done') {
      pool.jobs.get(response.job)?.options.onVariant?.();
      return;
    }
    entry.tiles--;
    receive(pool, response);
    sendTiles(pool);
  });
  worker.on('error', (error) => fail(pool, messageOf(error), error));
  worker.on('messageerror', (error) => fail(pool, messageOf(error), error));
  worker.on('exit', (code) => fail(pool, `exit status ${code}`));
  // A session that nobody disposes of must not keep the program alive.
  worker.unref();
}

/** Sends tiles, the oldest job's first, until every worker has enough of them. */
function sendTiles({ jobs, workers }: PoolState): void {
  for (const running of jobs.values()) {
    while (running.next < running.options.tiles.length) {
      const free = workers.reduce((least, worker) => (worker.tiles < least.tiles ? worker : least));
      if (free.tiles >= AHEAD) return;
      const tile = running.next++;
      free.tiles++;
      free.worker.postMessage({ ...running.options.tiles[tile]!, job: running.job, tile });
    }
  }
}

function receive(pool: PoolState, response: Exclude<Response, { kind: 'variant-done' }>): void {
  const running = response.job === undefined ? undefined : pool.jobs.get(response.job);
  if (!running || response.kind === 'cancelled') return;
  const { id } = running.job;
  if (response.kind === 'failed') {
    endJob(pool, id, new SpikeloomError(response.code as ErrorCode, response.message));
    return;
  }
  try {
    running.options.onTile(response, response.tile);
  } catch (error) {
    endJob(pool, id, error);
    return;
  }
  if (++running.done === running.options.tiles.length) endJob(pool, id);
}

/** Ends a job if it has not ended: with an error, if one is given, and its workers stop. */
function endJob({ jobs }: PoolState, id: number, error?: unknown): void {
  const running = jobs.get(id);
  if (!running) return;
  jobs.delete(id);
  Atomics.store(running.job.cancelled, 0, error === undefined ? 0 : 1);
  if (error === undefined) running.resolve();
  else running.reject(error);
}

/** A worker ended by itself: all jobs fail, and all that follow. */
function fail(pool: PoolState, reason: Message, cause?: unknown): void {
  if (pool.disposed) return;
  pool.broken ??= new SpikeloomError('engine.failed', say`A worker of the cpu engine ended: ${reason}.`, { cause });
  for (const id of [...pool.jobs.keys()]) endJob(pool, id, pool.broken);
}

async function work(pool: PoolState, options: JobOptions): Promise<void> {
  const { workers, jobs } = pool;
  options.signal?.throwIfAborted();
  if (pool.disposed) throw new SpikeloomError('engine.failed', 'The session of the cpu engine is closed.');
  if (pool.broken) throw pool.broken;
  if (options.tiles.length === 0) return;
  const id = ++pool.lastId;
  const cancelled = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const abort = (): void => endJob(pool, id, options.signal!.reason);
  options.signal?.addEventListener('abort', abort, { once: true });
  for (const { worker } of workers) worker.ref();
  try {
    await new Promise<void>((resolve, reject) => {
      jobs.set(id, { job: { id, inputs: options.inputs, cancelled }, options, next: 0, done: 0, resolve, reject });
      sendTiles(pool);
    });
  } finally {
    options.signal?.removeEventListener('abort', abort);
    if (jobs.size === 0) for (const { worker } of workers) worker.unref();
  }
}

async function dispose(pool: PoolState): Promise<void> {
  pool.disposed = true;
  for (const id of [...pool.jobs.keys()])
    endJob(pool, id, new SpikeloomError('engine.failed', 'The session of the cpu engine was closed.'));
  // Workers are asked to end. Terminating a thread while ONNX Runtime works in it can end the whole process.
  const close: CloseMessage = { kind: 'close' };
  for (const { worker } of pool.workers) {
    worker.ref();
    worker.postMessage(close);
  }
  await Promise.all(pool.workers.map(({ ended }) => ended));
}
