/** The record that a project keeps of a job: that it began, what was asked, and how it ended. */
import type { JobState } from '../../../src-shared/contract/index.ts';
import type { Context } from '../context.ts';
import type { JobSpec } from '../jobs/index.ts';

/** The two functions of a spec that keep the record. The project is open while one of its jobs is in the list. */
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
