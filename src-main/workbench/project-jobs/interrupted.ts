/** Restores the jobs of an earlier program into the list, and ends its runs and jobs that no process continues. They can be started again. */
import type { WireError } from '../../../src-shared/contract/index.ts';
import { existsSync } from 'node:fs';
import { isAlive } from '../../runtime/is-alive.ts';
import type { Context } from '../context.ts';
import type { JobSpec } from '../jobs/index.ts';
import type { JobRecord } from '../../project/index.ts';
import type { OpenedProject } from '../projects/index.ts';
import { calibrationJob } from './calibration-job.ts';
import { createJob } from './create-job.ts';
import { exportJob } from './export-job.ts';
import { calibrationRequestSchema, exportRequestSchema, runRequestSchema, tuningRequestSchema } from './requests.ts';
import { runJobSpec } from './run-job-spec.ts';
import { TUNING_RECORD, tuningJob } from './tuning-job.ts';

const REASON = 'Spikeloom ended before this was finished. What was done is kept: started again, it goes on from there.';

/** Most jobs of a project that are shown; the newest. */
const MOST_SHOWN = 50;

/**
 * Ends runs and jobs that are still marked as running in a project that has just been opened for writing, since no other process
 * can be running them. Adds the project's jobs to the list, so that the list survives a restart.
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
  // An older format has numbers instead of ids. The path makes the id unique.
  return { id: hostId ?? `${path}#${id}`, state, started: created, finished, error: why, run, notes: [...notes] };
}

const NOT_MADE = 'Spikeloom ended before this project was made. Started again, it begins anew.';

/**
 * Adds the project creations of an earlier program to the list as they ended. A creation that another process still carries on is
 * left to that process. One whose project is gone is left out.
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

/** The job as it was requested; undefined for jobs of other programs. */
function specOf(context: Context, path: string, { kind, request }: JobRecord): JobSpec | undefined {
  const run = kind === 'run' ? runRequestSchema.safeParse(request) : undefined;
  if (run?.success) return runJobSpec(context, path, run.data);
  const calibration = kind === 'calibrate' ? calibrationRequestSchema.safeParse(request) : undefined;
  if (calibration?.success) return calibrationJob(context, path, calibration.data);
  const exported = kind === 'export' ? exportRequestSchema.safeParse(request) : undefined;
  if (exported?.success) return exportJob(context, path, exported.data);
  const tuned = kind === TUNING_RECORD ? tuningRequestSchema.safeParse(request) : undefined;
  return tuned?.success ? tuningJob(context, path, tuned.data) : undefined;
}
