/** The list of jobs and their queue. One job runs at a time, since each uses all cores and much memory; the others wait. */
import { randomUUID } from 'node:crypto';
import type { JobState } from '../../../src-shared/contract/index.ts';
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import type { Emit } from '../types.ts';
import { endJob, enterJob, type JobEntry, type JobList, workOn } from './job-entry.ts';
import type { JobSpec } from './job-spec.ts';

/** Shortest time between two progress reports of a job, so that windows have time to draw. */
const PROGRESS_MS = 100;
/** Most jobs in the queue, including the running one. */
const MOST_WAITING = 100;
/** Most ended jobs in the list. */
const MOST_ENDED = 100;

interface Entry {
  state: JobState;
  readonly spec: JobSpec;
  readonly abort: AbortController;
  /** Resolves when the job has ended, whether it succeeded or not. */
  done: Promise<void>;
}

export type Jobs = ReturnType<typeof createJobs>;

export function createJobs(emit: Emit) {
  const list: JobList = { emit, entries: new Map(), endListeners: new Set() };
  const { entries, endListeners } = list;
  let queue: Promise<void> = Promise.resolve();

  const change = (entry: Entry, part: Partial<JobState>): void => {
    entry.state = { ...entry.state, ...part };
    emit('job.changed', entry.state);
  };

  const end = (entry: Entry, part: Partial<JobState>): void => {
    entry.state = { ...entry.state, ...part, remainingMs: null, finished: new Date().toISOString() };
    // The end is recorded before windows hear of it, so that a job they saw end stays ended even if the host is killed now.
    for (const listener of [entry.spec.onEnd, ...endListeners]) {
      try {
        listener?.(entry.state);
      } catch (error) {
        // The job has ended even though its record could not be written.
        emit('app.notice', { message: say`The end of "${entry.state.title}" was not recorded: ${messageOf(error)}` });
      }
    }
    emit('job.changed', entry.state);
    const ended = [...entries.values()].filter(({ state }) => state.state !== 'running');
    for (const { state } of ended.slice(0, -MOST_ENDED)) entries.delete(state.id);
  };

  /** Sends progress to the windows, not more often than they can draw it. */
  const follow = (entry: Entry) => {
    let last = 0;
    return ({ phase, done, total, remainingMs }: Progress): void => {
      if (entry.state.state !== 'running') return;
      const now = performance.now();
      if (phase === entry.state.phase && now - last < PROGRESS_MS && done < total) return;
      last = now;
      change(entry, { phase, done, total, remainingMs: remainingMs ?? null });
    };
  };

  const work = async (entry: Entry): Promise<void> => {
    const { spec, abort } = entry;
    if (entry.state.state !== 'running') return;
    change(entry, { phase: 'starting' });
    try {
      const { run, notes } = await spec.work({ job: entry.state.id, signal: abort.signal, onProgress: follow(entry) });
      end(entry, { state: 'done', run: run ?? null, notes: [...notes] });
    } catch (error) {
      const cancelled = abort.signal.aborted || (error instanceof SpikeloomError && error.code === 'cancelled');
      end(entry, cancelled ? { state: 'cancelled' } : { state: 'failed', error: wireError(error) });
    }
  };

  const enter = (spec: JobSpec, part: Partial<JobState>): Entry => {
    const state: JobState = {
      id: randomUUID(),
      kind: spec.kind,
      title: spec.title,
      path: spec.path,
      state: 'running',
      phase: 'waiting',
      done: 0,
      total: 1,
      remainingMs: null,
      error: null,
      run: null,
      finished: null,
      notes: [],
      started: new Date().toISOString(),
      ...part,
    };
    const entry: Entry = { state, spec, abort: new AbortController(), done: Promise.resolve() };
    entries.set(state.id, entry);
    return entry;
  };

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

  const find = (id: string): Entry => {
    const entry = entries.get(id);
    if (entry) return entry;
    throw new SpikeloomError(
      'job.missing',
      'There is no such job any more; start it again from the run bar or the start screen.',
    );
  };

  const cancel = (id: string): void => {
    const entry = find(id);
    if (entry.state.state !== 'running') return;
    const waiting = entry.state.phase === 'waiting';
    entry.abort.abort();
    // A running job ends by itself after the cancellation. A waiting job has no process, so it is ended here.
    if (waiting) end(entry, { state: 'cancelled' });
  };

  return {
    /** Enters a job at the end of the queue and returns its id. Throws `option.invalid` if too many wait. */
    start,
    cancel,
    /** All jobs, newest first. Jobs restored from an earlier program are sorted in by their time. */
    list: (): JobState[] =>
      states()
        .reverse()
        .sort((a, b) => Date.parse(b.started) - Date.parse(a.started)),
    /**
     * Starts a failed or cancelled job again and returns the new job's id. Throws `job.missing`, and `option.invalid` for a job
     * that succeeded or has not ended.
     */
    retry(id: string): string {
      const { state, spec } = findJob(list, id);
      if (state.state === 'failed' || state.state === 'cancelled') return start(spec);
      throw new SpikeloomError(
        'option.invalid',
        `${state.title} is ${state.state}; only jobs that failed or were cancelled are started again.`,
      );
    },
    /** Adds a job of an earlier program to the list as it ended, unless it is there already. If it did not succeed, it can be started again. */
    restore(spec: JobSpec, state: Pick<JobState, 'id' | 'state' | 'started' | 'finished' | 'error' | 'run' | 'notes'>): void {
      if (entries.has(state.id)) return;
      const entry = enterJob(list, spec, { ...state, phase: '' });
      emit('job.changed', entry.state);
    },
    /** The unfinished job of this kind for a project. */
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
