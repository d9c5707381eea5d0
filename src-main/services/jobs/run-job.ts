/**
 * Runs a use case in a process of its own. The caller stays responsive during the computation. A crash or lack of memory ends
 * only that job. Cancelling takes effect at once, even in the middle of a long computation.
 */
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import { type Message, option, say } from '../../../src-shared/message/index.ts';
import type { ServiceContext } from '../progress.ts';
import { errorOf } from '../../../src-shared/errors/plain-error.ts';
import { allowedServers } from '../project/remote-path.ts';
import { startChildProcess } from './child-process.ts';
import type { JobName, RequestOf, ResultOf } from './registry.ts';
import type { ProcessEnd, StartedProcess, StartProcess } from './started-process.ts';

/** Time that a cancelled job gets to clean up before its process is killed. */
const GRACE_MS = 400;
/** The same for a job on the gpu engine. It may be in the middle of compiling a shader or a model, in which it hears nothing. */
const GPU_GRACE_MS = 150;
/** Time that a process gets to end after its last message. */
const LEAVE_MS = 2000;

export interface RunJobOptions extends ServiceContext {
  /** Run the job at a low priority: the window must answer at once while the job uses all cores. */
  readonly background?: boolean;
}

let startProcess: StartProcess = startChildProcess;

/** From now on, this program's jobs run in processes that `start` starts. */
export function startJobsWith(start: StartProcess): void {
  startProcess = start;
}

/** Most jobs that one program runs at a time; the others wait. A window asks for a few at once, a script for any number. */
const MOST_AT_ONCE = 6;
let going = 0;
const waiting: (() => void)[] = [];

/** Waits for a free place. Call the returned function once to pass the place to the next job. Rejects if `signal` cancels the wait. */
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
  { signal, onProgress, onPartial, onTrials, background = false }: RunJobOptions,
  onExit: () => void,
): Promise<ResultOf<N>> {
  const cancelled = (): SpikeloomError => new SpikeloomError('cancelled', 'cancelled');
  const started = startProcess(background);
  watch(started);
  // The place becomes free when the process has ended, not when the job has answered.
  started.onEnd(onExit);
  let grace: NodeJS.Timeout | undefined;
  const cancel = (): void => {
    started.tell({ kind: 'cancel' });
    grace = setTimeout(() => started.kill(), isOnGpu(request) ? GPU_GRACE_MS : GRACE_MS);
  };
  signal.addEventListener('abort', cancel, { once: true });
  started.tell({
    kind: 'start',
    order: { name, request, partial: (onPartial ?? onTrials) !== undefined, background, servers: allowedServers() },
  });
  return new Promise<ResultOf<N>>((resolve, reject) => {
    started.onMessage((message) => {
      if (message.kind === 'done' || message.kind === 'failed') endSoon(started);
      if (message.kind === 'progress') onProgress?.(message.progress);
      else if (message.kind === 'partial') onPartial?.(message.partial);
      else if (message.kind === 'trials') onTrials?.(message.points);
      else if (message.kind === 'done') resolve(message.result as ResultOf<N>);
      else reject(signal.aborted ? cancelled() : errorOf(message.error));
    });
    started.onEnd((end) => reject(signal.aborted ? cancelled() : crashed(end)));
  }).finally(() => {
    clearTimeout(grace);
    signal.removeEventListener('abort', cancel);
  });
}

const isOnGpu = (request: RequestOf<JobName>): boolean => 'engine' in request && request.engine === 'gpu';

/** Processes of jobs that have not ended. */
const running = new Set<StartedProcess>();

/** Ends the job when this process ends normally. If this process is killed, the job notices by itself (`end-with-parent.ts`). */
function watch(started: StartedProcess): void {
  if (running.size === 0) process.on('exit', endAll);
  running.add(started);
  started.onEnd(() => {
    running.delete(started);
    if (running.size === 0) process.off('exit', endAll);
  });
}

function endAll(): void {
  for (const started of running) started.kill();
}

/** Allows a job that has sent its last message to end, and kills it if it does not. */
function endSoon(started: StartedProcess): void {
  started.tell({ kind: 'leave' });
  const timer = setTimeout(() => started.kill(), LEAVE_MS);
  started.onEnd(() => clearTimeout(timer));
}

function crashed({ how, killed, lastWords }: ProcessEnd): SpikeloomError {
  const outOfMemory = /(heap|process) out of memory|bad_alloc|Failed to allocate/i.test(lastWords);
  if (outOfMemory || killed)
    return ended(say`it ran out of memory or was killed; use a smaller ${option('batch')} or fewer ${option('steps')}`);
  // The line that names the error; if no line does, the last line.
  const lines = lastWords.split('\n').map((line) => line.trim());
  const line = lines.findLast((one) => /error|assert|fatal/i.test(one)) ?? lines.at(-1)!;
  return ended(`${how}${line === '' ? '' : `: ${line}`}`);
}

const ended = (why: Message): SpikeloomError => new SpikeloomError('engine.failed', say`The work ended before its time: ${why}.`);
