/** Entry of a job's process: runs one use case, reports its progress and its end. */
import { flushCompileCache } from 'node:module';
import { messageOf, SpikeloomError } from '../../../src-shared/errors/index.ts';
import { say } from '../../../src-shared/message/index.ts';
import { endWithParent } from '../../runtime/end-with-parent.ts';
import { allowServers } from '../project/remote-path.ts';
import { stepBack } from './priority.ts';
import { plainError } from '../../../src-shared/errors/plain-error.ts';
import type { JobOrder } from './protocol.ts';
import { type JobName, JOBS, type RequestOf, type ResultOf } from './registry.ts';
import { hearStarter, tellStarter } from './starter.ts';

const abort = new AbortController();

// Ctrl-C in a terminal reaches every process of the command; the supervisor decides what it means.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});
process.on('uncaughtException', crash);
// A utility process of Electron only warns of these.
process.on('unhandledRejection', crash);
hearStarter((message) => {
  if (message.kind === 'cancel') abort.abort(new SpikeloomError('cancelled', 'cancelled'));
  else if (message.kind === 'leave') leave();
  else void answer(message.order);
}, leave);

/**
 * Ends the process at once. `process.exit` waits for the threads of V8, and these for ever where they wait for a garbage collection that
 * the thread that exits no longer does. Everything that lasts is written by now; compiled code is, here.
 */
function leave(): void {
  flushCompileCache();
  process.kill(process.pid, 'SIGKILL');
}

const fail = (error: unknown): void => tellStarter({ kind: 'failed', error: plainError(error) });

function crash(error: unknown): void {
  fail(new SpikeloomError('engine.failed', say`The work ended before its time: ${messageOf(error)}.`));
}

/** Name and request were paired by `runJob`; in between they are plain data. */
async function run<N extends JobName>(name: N, request: RequestOf<N>, partial: boolean): Promise<ResultOf<N>> {
  const job = await JOBS[name]();
  return job(request, {
    signal: abort.signal,
    onProgress: (progress) => tellStarter({ kind: 'progress', progress }),
    ...(partial ? { onPartial: (one) => tellStarter({ kind: 'partial', partial: one }) } : {}),
  });
}

async function answer({ name, request, partial, background, servers }: JobOrder): Promise<void> {
  try {
    // Threads take over the priority of the one that starts them: this comes before all others.
    if (background) stepBack();
    endWithParent();
    allowServers(servers);
    tellStarter({ kind: 'done', result: await run(name, request as never, partial) });
  } catch (error) {
    fail(error);
  }
}
