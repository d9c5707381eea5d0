/** The list of jobs and their queue. One job works at a time, since each takes all cores and much memory; the others wait. */
import { randomUUID } from 'node:crypto';
import type { JobState } from '../../../src-shared/contract/index.ts';
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import type { Emit } from '../types.ts';
import { endJob, enterJob, type JobEntry, type JobList, workOn } from './job-entry.ts';
import type { JobSpec } from './job-spec.ts';

/** Jobs that wait, the working one included. */
const MOST_WAITING = 100;

export type Jobs = ReturnType<typeof createJobs>;

export function createJobs(emit: Emit) {
  const list: JobList = { emit, entries: new Map(), endListeners: new Set() };
  const { entries, endListeners } = list;
  let queue: Promise<void> = Promise.resolve();
  const states = (): JobState[] => [...entries.values()].map(({ state }) => state);

  const start = (spec: JobSpec): string => {
    if (states().filter(({ state }) => state === 'running').length >= MOST_WAITING)
      throw new SpikeloomError('option.invalid', `${MOST_WAITING} jobs wait already; cancel some of them first.`);
    const id = randomUUID();
    spec.onStart?.(id);
    const entry = enterJob(list, spec, { id });
    emit('job.changed', entry.state);
    queue = queue.then(() => workOn(list, entry));
    entry.done = queue;
    return entry.state.id;
  };

  return {
    /** Enters a job at the end of the queue and returns its id. Throws `option.invalid` if too many wait. */
    start,
    /** Cancels a job if it has not ended. Throws `job.missing`. */
    cancel: (id: string): void => cancelJob(list, findJob(list, id)),
    /** Newest first; jobs of an earlier program stand where their time puts them. */
    list: (): JobState[] =>
      states()
        .reverse()
        .sort((a, b) => Date.parse(b.started) - Date.parse(a.started)),
    /** Starts a job that failed or was cancelled again; returns the id of the new job. Throws `job.missing`, or `option.invalid`. */
    retry(id: string): string {
      const { state, spec } = findJob(list, id);
      if (state.state === 'failed' || state.state === 'cancelled') return start(spec);
      throw new SpikeloomError(
        'option.invalid',
        `${state.title} is ${state.state}; only jobs that failed or were cancelled are started again.`,
      );
    },
    /** Enters a job of an earlier program as it ended, if it is not in the list. */
    restore(spec: JobSpec, state: Pick<JobState, 'id' | 'state' | 'started' | 'finished' | 'error' | 'run' | 'notes'>): void {
      if (entries.has(state.id)) return;
      const entry = enterJob(list, spec, { ...state, phase: '' });
      emit('job.changed', entry.state);
    },
    /** The job of a project that has not ended, of this kind if one is given. */
    running: (path: string, kind?: JobState['kind']): JobState | undefined =>
      states().find((state) => state.state === 'running' && state.path === path && (kind === undefined || state.kind === kind)),
    /** Calls `listener` with the last state of each job that ends. */
    onEnd: (listener: (state: JobState) => void): void => void endListeners.add(listener),
    /** Cancels all jobs and waits until their processes have ended. */
    async close(): Promise<void> {
      const all = [...entries.values()];
      for (const entry of all) cancelJob(list, entry);
      await Promise.all(all.map(({ done }) => done));
    },
  };
}

function findJob({ entries }: JobList, id: string): JobEntry {
  const entry = entries.get(id);
  if (entry) return entry;
  throw new SpikeloomError('job.missing', 'There is no such job any more; start it again from the run bar or the start screen.');
}

function cancelJob(list: JobList, entry: JobEntry): void {
  if (entry.state.state !== 'running') return;
  const waiting = entry.state.phase === 'waiting';
  entry.abort.abort();
  // A job that works ends itself. A waiting job has no work yet that could end it.
  if (waiting) endJob(list, entry, { state: 'cancelled' });
}
