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
// An Electron utility process only warns about unhandled rejections and goes on.
process.on('unhandledRejection', crash);
hearStarter((message) => {
  if (message.kind === 'cancel') abort.abort(new SpikeloomError('cancelled', 'cancelled'));
  else if (message.kind === 'leave') leave();
  else void answer(message.order);
}, leave);

/**
 * Ends the process at once. `process.exit` waits for V8's threads, and they may wait for ever for a garbage collection that the
 * exiting thread no longer runs. All lasting results are written by now; only the cache of compiled code remains to be written
 * here.
 */
function leave(): void {
  flushCompileCache();
  process.kill(process.pid, 'SIGKILL');
}

const fail = (error: unknown): void => tellStarter({ kind: 'failed', error: plainError(error) });

function crash(error: unknown): void {
  fail(new SpikeloomError('engine.failed', say`The work ended before its time: ${messageOf(error)}.`));
}

/** `runJob` paired the name with its request. The types cannot show this, because both travelled as plain data. */
async function run<N extends JobName>(name: N, request: RequestOf<N>, partial: boolean): Promise<ResultOf<N>> {
  const job = await JOBS[name]();
  return job(request, {
    signal: abort.signal,
    onProgress: (progress) => tellStarter({ kind: 'progress', progress }),
    ...(partial
      ? {
          onPartial: (one) => tellStarter({ kind: 'partial', partial: one }),
          onTrials: (points) => tellStarter({ kind: 'trials', points }),
        }
      : {}),
  });
}

async function answer({ name, request, partial, background, servers }: JobOrder): Promise<void> {
  try {
    // A thread inherits the priority of the thread that starts it, so the priority is lowered before any thread starts.
    if (background) stepBack();
    endWithParent();
    allowServers(servers);
    tellStarter({ kind: 'done', result: await run(name, request as never, partial) });
  } catch (error) {
    fail(error);
  }
}
