/** Jobs that read something of an open project once. The first call starts the job; its result is kept while the project is open. */
import { runJob } from '../../services/jobs/run-job.ts';
import type { JobName, ResultOf } from '../../services/jobs/registry.ts';
import type { OpenedProject } from './opened-project.ts';

/** Jobs whose request names the project and nothing else. */
type ProjectJob = Extract<JobName, 'node-details' | 'fit-outline'>;

interface Reading<Result> {
  readonly done: Promise<Result>;
  readonly abort: AbortController;
  /** Calls that wait for the reading. It is cancelled when all of them are. After it has finished, no call can cancel it. */
  readonly waiting: Set<AbortSignal>;
}

/** A function that gives the result of a job for an open project. It passes on the errors of the job, and a failed job is tried again. */
export function keptJob<N extends ProjectJob>(name: N): (one: OpenedProject, signal: AbortSignal) => Promise<ResultOf<N>> {
  const readings = new WeakMap<OpenedProject, Reading<ResultOf<N>>>();
  const start = (one: OpenedProject): Reading<ResultOf<N>> => {
    const abort = new AbortController();
    const done = runJob<N>(name, { project: one.path }, { signal: abort.signal });
    const reading = { done, abort, waiting: new Set<AbortSignal>() };
    readings.set(one, reading);
    // A failed reading is forgotten, so that the next call starts a new one.
    done.catch(() => readings.get(one) === reading && readings.delete(one));
    return reading;
  };
  return async (one, signal) => {
    signal.throwIfAborted();
    const reading = readings.get(one) ?? start(one);
    const giveUp = (): void => {
      reading.waiting.delete(signal);
      if (reading.waiting.size > 0) return;
      reading.abort.abort();
      if (readings.get(one) === reading) readings.delete(one);
    };
    reading.waiting.add(signal);
    signal.addEventListener('abort', giveUp, { once: true });
    try {
      return await reading.done;
    } finally {
      signal.removeEventListener('abort', giveUp);
    }
  };
}
