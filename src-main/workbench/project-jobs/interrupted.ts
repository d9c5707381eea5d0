/** Jobs of an earlier program as they ended, and its runs and jobs that nobody carries on. They are shown, and can be started again. */
import type { WireError } from '../../../src-shared/contract/index.ts';
import { existsSync } from 'node:fs';
import { isAlive } from '../../runtime/is-alive.ts';
import type { Context } from '../context.ts';
import type { JobSpec } from '../jobs/index.ts';
import type { JobRecord } from '../../project/index.ts';
import type { OpenedProject } from '../projects/index.ts';
import { calibrationJob } from './calibration-job.ts';
import { createJob } from './create-job.ts';
import { calibrationRequestSchema, runRequestSchema } from './requests.ts';
import { runJobSpec } from './run-job-spec.ts';

const REASON = 'Spikeloom ended before this was finished. What was done is kept: started again, it goes on from there.';

/** Jobs of a project that are shown, the newest. */
const MOST_SHOWN = 50;

/**
 * Ends what is still marked as running in a project that has just been opened for writing, since nobody else can be running it, and
 * enters its jobs in the list as they ended: the list is there after a restart.
 */
export function recoverInterrupted(context: Context, { project, path }: OpenedProject): void {
  const at = new Date().toISOString();
  project.endInterruptedRuns({ state: 'failed', error: REASON, at });
  for (const { id, state } of project.jobs()) if (state === 'running') project.endJob(id, { state: 'failed', error: REASON, at });
  for (const record of project.jobs().slice(-MOST_SHOWN)) {
    const spec = specOf(context, path, record);
    if (spec) context.jobs.restore(spec, stateOf(record, path));
  }
}

function stateOf({ id, hostId, state, error, run, notes, created, finished }: JobRecord, path: string) {
  const why: WireError | null = error === null ? null : { code: 'engine.failed', message: error };
  // The number of a job of an older format is not shown to anyone else.
  return { id: hostId ?? `${path}#${id}`, state, started: created, finished, error: why, run, notes: [...notes] };
}

const NOT_MADE = 'Spikeloom ended before this project was made. Started again, it begins anew.';

/**
 * Enters the makings of projects of an earlier program in the list as they ended. One that a process carries on is that process's own to
 * show, and one whose project is gone is nobody's.
 */
export function recoverMakings(context: Context): void {
  const { files, jobs } = context;
  for (const record of files.makings.read()) {
    const isLost = record.state === 'running' && (record.pid === process.pid || !isAlive(record.pid));
    if ((record.state === 'running' && !isLost) || (record.state === 'done' && !existsSync(record.path))) continue;
    const finished = new Date().toISOString();
    const ended = isLost
      ? ({ ...record, state: 'failed', finished, error: { code: 'engine.failed', message: NOT_MADE } } as const)
      : record;
    if (isLost) files.makings.put(ended);
    const { pid: _, path, request, ...state } = ended;
    jobs.restore(createJob(context, path, request), { ...state, run: null });
  }
}

/** The job as it was asked for; undefined for jobs of other programs. */
function specOf(context: Context, path: string, { kind, request }: JobRecord): JobSpec | undefined {
  const run = kind === 'run' ? runRequestSchema.safeParse(request) : undefined;
  if (run?.success) return runJobSpec(context, path, run.data);
  const calibration = kind === 'calibrate' ? calibrationRequestSchema.safeParse(request) : undefined;
  return calibration?.success ? calibrationJob(context, path, calibration.data) : undefined;
}
