/**
 * Runs a use case in a process of its own: the caller stays responsive while it computes, a crash or lack of memory there ends
 * the job and nothing else, and cancelling takes effect at once even in the middle of a long computation.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import { compileCacheVariables } from '../../processes/compile-cache.ts';
import type { ServiceContext } from '../progress.ts';
import { errorOf } from '../../../src-shared/errors/plain-error.ts';
import type { FromJob, ToJob } from './protocol.ts';
import type { JobName, RequestOf, ResultOf } from './registry.ts';

/** How long a cancelled job may take to put things in order before its process is killed. */
const GRACE_MS = 400;
/** Time that a job may take to be gone after its last message. */
const LEAVE_MS = 2000;

/**
 * Memory that a job gives back late: new objects of JavaScript (MB), and what glibc keeps for each of many threads. Both only bring
 * speed to programs that make many small objects; together they are a fifth of an evaluation's memory (BENCHMARKS.md).
 */
const YOUNG_GENERATION = '--max-semi-space-size=8';
const MALLOC_ARENAS = { MALLOC_ARENA_MAX: '2' };

export interface RunJobOptions extends ServiceContext {
  /** Let other processes of the machine go first: the window must answer at once while this takes all cores. */
  readonly background?: boolean;
}

/** Electron's program is Node where this says so. */
const AS_NODE = process.versions.electron === undefined ? {} : { ELECTRON_RUN_AS_NODE: '1' };

/** Jobs that one program runs at a time; more wait for their turn. A window asks for a few at once, a script for as many as it likes. */
const MOST_AT_ONCE = 6;
let going = 0;
const waiting: (() => void)[] = [];

/** Waits for a turn; the function it returns, called once, gives it to the next. Rejects where the wait is given up. */
async function turn(signal: AbortSignal): Promise<() => void> {
  if (going < MOST_AT_ONCE) going++;
  else {
    await new Promise<void>((resolve, reject) => {
      const giveUp = (): void => {
        waiting.splice(waiting.indexOf(begin), 1);
        reject(new SpikeloomError('cancelled', 'cancelled'));
      };
      const begin = (): void => {
        signal.removeEventListener('abort', giveUp);
        resolve();
      };
      waiting.push(begin);
      signal.addEventListener('abort', giveUp, { once: true });
    });
  }
  return () => {
    const next = waiting.shift();
    if (next) next();
    else going--;
  };
}

/** Runs job `name`. Rejects with the job's own error, `cancelled`, or `engine.failed` where its process crashed. */
export async function runJob<N extends JobName>(name: N, request: RequestOf<N>, options: RunJobOptions): Promise<ResultOf<N>> {
  if (options.signal.aborted) throw new SpikeloomError('cancelled', 'cancelled');
  return runNow(name, request, options, await turn(options.signal));
}

function runNow<N extends JobName>(
  name: N,
  request: RequestOf<N>,
  { signal, onProgress, onPartial, background = false }: RunJobOptions,
  onExit: () => void,
): Promise<ResultOf<N>> {
  const cancelled = (): SpikeloomError => new SpikeloomError('cancelled', 'cancelled');
  const child = fork(fileURLToPath(new URL('job-entry.ts', import.meta.url)), [], {
    // Typed arrays and maps travel as they are. Libraries print as they like: nothing of it may reach the user's streams.
    serialization: 'advanced',
    execArgv: [...inherited(process.execArgv), YOUNG_GENERATION],
    env: { ...MALLOC_ARENAS, ...compileCacheVariables(), ...process.env, ...AS_NODE },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    // A session of its own, whose priority can be set apart from the host's (priority.ts).
    detached: background && process.platform === 'linux',
  });
  watch(child);
  // The turn is over when the process is gone, not when it has answered.
  child.once(child.pid === undefined ? 'error' : 'exit', onExit);
  const tell = (message: ToJob): void => {
    // A process that has just ended hears nothing; its exit is dealt with below.
    if (child.connected) child.send(message, () => {});
  };
  const lastWords = collectLastWords(child);
  let grace: NodeJS.Timeout | undefined;
  const cancel = (): void => {
    tell({ kind: 'cancel' });
    grace = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
  };
  signal.addEventListener('abort', cancel, { once: true });
  tell({ kind: 'start', order: { name, request, partial: onPartial !== undefined, background } });
  return new Promise<ResultOf<N>>((resolve, reject) => {
    child.on('message', (message: FromJob) => {
      if (message.kind === 'done' || message.kind === 'failed') endSoon(child);
      if (message.kind === 'progress') onProgress?.(message.progress);
      else if (message.kind === 'partial') onPartial?.(message.partial);
      else if (message.kind === 'done') resolve(message.result as ResultOf<N>);
      else reject(signal.aborted ? cancelled() : errorOf(message.error));
    });
    child.on('error', (error) => reject(crashed(error.message)));
    child.on('exit', (code, killedBy) =>
      reject(signal.aborted ? cancelled() : crashed(describeEnd(code, killedBy, lastWords()))),
    );
  }).finally(() => {
    clearTimeout(grace);
    signal.removeEventListener('abort', cancel);
  });
}

/** Jobs whose processes have not ended. */
const running = new Set<ChildProcess>();

/** Sees to it that a job ends with this process. Where this one is killed, the job notices by itself (`end-with-parent.ts`). */
function watch(child: ChildProcess): void {
  if (running.size === 0) process.on('exit', endAll);
  running.add(child);
  const gone = (): void => {
    running.delete(child);
    if (running.size === 0) process.off('exit', endAll);
  };
  child.once('exit', gone);
  // The process did not start.
  child.once('error', () => child.pid === undefined && gone());
}

function endAll(): void {
  for (const child of running) child.kill('SIGKILL');
}

/** A job that has said its last word and does not go is ended. */
function endSoon(child: ChildProcess): void {
  const timer = setTimeout(() => child.kill('SIGKILL'), LEAVE_MS);
  child.once('exit', () => clearTimeout(timer));
}

/** Options of this process that a job runs with too; not code to evaluate, which would start the same job again in every job, without end. */
export function inherited(execArgv: readonly string[]): string[] {
  return execArgv.filter(
    (option, index) =>
      !/^(-e|-p|-pe|--eval|--print)(=|$)/.test(option) && !/^(-e|-p|-pe|--eval|--print)$/.test(execArgv[index - 1] ?? ''),
  );
}

/** What a process printed as errors, the end of it. */
function collectLastWords(child: ChildProcess): () => string {
  let text = '';
  child.stderr?.setEncoding('utf8').on('data', (part: string) => {
    text = (text + part).slice(-20_000);
  });
  return () => text.trim();
}

function describeEnd(code: number | null, killedBy: NodeJS.Signals | null, lastWords: string): string {
  const outOfMemory = /heap out of memory|bad_alloc|Failed to allocate/i.test(lastWords);
  if (outOfMemory || killedBy === 'SIGKILL') return 'it ran out of memory or was killed; use a smaller --batch or fewer --steps';
  // The line that says what happened; where there is none, the last one.
  const lines = lastWords.split('\n').map((line) => line.trim());
  const line = lines.findLast((one) => /error|assert|fatal/i.test(one)) ?? lines.at(-1)!;
  return `${killedBy ?? `status ${code}`}${line === '' ? '' : `: ${line}`}`;
}

const crashed = (why: string): SpikeloomError => new SpikeloomError('engine.failed', `The work ended before its time: ${why}.`);
