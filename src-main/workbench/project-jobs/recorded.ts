/** Keeps a record of a job in its project: its start, its request, and its end. */
import type { JobState } from '../../../src-shared/contract/index.ts';
import type { Context } from '../context.ts';
import type { JobSpec } from '../jobs/index.ts';

/** The two functions of a job's description that keep the record. A project stays open while one of its jobs is in the queue. */
export function recorded(
  { projects }: Context,
  path: string,
  kind: string,
  request: unknown,
): Pick<JobSpec, 'onStart' | 'onEnd'> {
  let record: number | undefined;
  return {
    onStart: (hostId) => {
      record = projects.at(path).project.startJob({ hostId, kind, request, at: new Date().toISOString() });
    },
    onEnd: ({ state, error, run, notes, finished }: JobState) => {
      if (record === undefined || state === 'running') return;
      const end = { state, at: finished!, ...(error ? { error: error.message } : {}), ...(run === null ? {} : { run }), notes };
      projects.at(path).project.endJob(record, end);
    },
  };
}
