/** One job in the list: its state as windows see it, its work, and its end. */
import { randomUUID } from 'node:crypto';
import { type JobState, wireError } from '../../../src-shared/contract/index.ts';
import { messageOf, SpikeloomError } from '../../../src-shared/errors/index.ts';
import { say } from '../../../src-shared/message/index.ts';
import type { Progress } from '../../services/progress.ts';
import type { Emit } from '../types.ts';
import type { JobSpec } from './job-spec.ts';

/** Shortest time between two reports of a job's progress: windows need that long to draw one. */
const PROGRESS_MS = 100;
/** Ended jobs that stay in the list. */
const MOST_ENDED = 100;

export interface JobEntry {
  state: JobState;
  readonly spec: JobSpec;
  readonly abort: AbortController;
  /** Resolves when the job has ended, well or badly. */
  done: Promise<void>;
}

export interface JobList {
  readonly emit: Emit;
  /** By id, in the order in which they were entered. */
  readonly entries: Map<string, JobEntry>;
  readonly endListeners: Set<(state: JobState) => void>;
}

/** Enters a job that waits for its turn, unless `part` says otherwise. */
export function enterJob({ entries }: JobList, spec: JobSpec, part: Partial<JobState>): JobEntry {
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
  const entry: JobEntry = { state, spec, abort: new AbortController(), done: Promise.resolve() };
  entries.set(state.id, entry);
  return entry;
}

/** Does the work of a job whose turn has come, and ends it. A job that was cancelled while it waited is left alone. */
export async function workOn(list: JobList, entry: JobEntry): Promise<void> {
  const { spec, abort } = entry;
  if (entry.state.state !== 'running') return;
  change(list, entry, { phase: 'starting' });
  try {
    const onProgress = follow(list, entry);
    const { run, notes, ...measured } = await spec.work({ job: entry.state.id, signal: abort.signal, onProgress });
    endJob(list, entry, { state: 'done', run: run ?? null, notes: [...notes], ...measured });
  } catch (error) {
    const cancelled = abort.signal.aborted || (error instanceof SpikeloomError && error.code === 'cancelled');
    endJob(list, entry, cancelled ? { state: 'cancelled' } : { state: 'failed', error: wireError(error) });
  }
}

/** Ends a job: has the end recorded, then tells the windows, so that an end they have seen outlives a killed host. */
export function endJob({ emit, entries, endListeners }: JobList, entry: JobEntry, part: Partial<JobState>): void {
  entry.state = { ...entry.state, ...part, remainingMs: null, finished: new Date().toISOString() };
  for (const listener of [entry.spec.onEnd, ...endListeners]) {
    try {
      listener?.(entry.state);
    } catch (error) {
      // The job has ended all the same; only the record of it is missing.
      emit('app.notice', { message: say`The end of "${entry.state.title}" was not recorded: ${messageOf(error)}` });
    }
  }
  emit('job.changed', entry.state);
  const ended = [...entries.values()].filter(({ state }) => state.state !== 'running');
  for (const { state } of ended.slice(0, -MOST_ENDED)) entries.delete(state.id);
}

/** A receiver of progress that tells the windows of each new phase, and of the rest as often as they can draw it. */
function follow(list: JobList, entry: JobEntry) {
  let last = 0;
  return ({ phase, done, total, remainingMs }: Progress): void => {
    if (entry.state.state !== 'running') return;
    const now = performance.now();
    if (phase === entry.state.phase && now - last < PROGRESS_MS && done < total) return;
    last = now;
    change(list, entry, { phase, done, total, remainingMs: remainingMs ?? null });
  };
}

function change({ emit }: JobList, entry: JobEntry, part: Partial<JobState>): void {
  entry.state = { ...entry.state, ...part };
  emit('job.changed', entry.state);
}
