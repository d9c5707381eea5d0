/** Entry of a job's process: runs one use case, reports its progress and its end. */
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import { stepBack } from './priority.ts';
import { type FromJob, type JobOrder, plainError, type ToJob } from './protocol.ts';
import { type JobName, JOBS, type RequestOf, type ResultOf } from './registry.ts';

const abort = new AbortController();

// Ctrl-C in a terminal reaches every process of the command; the supervisor decides what it means.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});
// Without a supervisor nobody waits for the answer.
process.on('disconnect', () => process.exit(1));
process.on('message', (message: ToJob) => {
  if (message.kind === 'cancel') abort.abort(new SpikeloomError('cancelled', 'cancelled'));
  else void answer(message.order);
});

const tell = (message: FromJob): Promise<void> =>
  new Promise((resolve) => {
    process.send!(message, () => resolve());
  });

/** Name and request were paired by `runJob`; in between they are plain data. */
async function run<N extends JobName>(name: N, request: RequestOf<N>, partial: boolean): Promise<ResultOf<N>> {
  const job = await JOBS[name]();
  return job(request, {
    signal: abort.signal,
    onProgress: (progress) => void tell({ kind: 'progress', progress }),
    ...(partial ? { onPartial: (one) => void tell({ kind: 'partial', partial: one }) } : {}),
  });
}

async function answer({ name, request, partial, background }: JobOrder): Promise<void> {
  try {
    // Threads take over the priority of the one that starts them: this comes before the engine's.
    if (background) stepBack();
    await tell({ kind: 'done', result: await run(name, request as never, partial) });
  } catch (error) {
    await tell({ kind: 'failed', error: plainError(error) });
  }
  process.exit();
}
