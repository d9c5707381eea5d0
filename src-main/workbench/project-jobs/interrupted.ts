/** What a program that was killed left behind in a project: runs and jobs that nobody carries on. They are shown, and can be started again. */
import type { WireError } from '../../../src-shared/contract/index.ts';
import type { Context } from '../context.ts';
import type { JobSpec } from '../jobs/index.ts';
import type { JobRecord } from '../../project/index.ts';
import type { OpenedProject } from '../projects/index.ts';
import { calibrationJob } from './calibration-job.ts';
import { calibrationRequestSchema, runRequestSchema } from './requests.ts';
import { runJobSpec } from './run-job-spec.ts';

const REASON = 'Spikeloom ended before this was finished. What was done is kept: started again, it goes on from there.';

/** Ends what is still marked as running in a project that has just been opened for writing: nobody else can be running it. */
export function recoverInterrupted(context: Context, { project, path }: OpenedProject): void {
  const at = new Date().toISOString();
  project.endInterruptedRuns({ state: 'failed', error: REASON, at });
  for (const record of project.jobs()) {
    if (record.state !== 'running') continue;
    project.endJob(record.id, { state: 'failed', error: REASON, at });
    const spec = specOf(context, path, record);
    const error: WireError = { code: 'engine.failed', message: REASON };
    if (spec) context.jobs.restore(spec, { started: record.created, error });
  }
}

/** The job as it was asked for; undefined for jobs of other programs. */
function specOf(context: Context, path: string, { kind, request }: JobRecord): JobSpec | undefined {
  const run = kind === 'run' ? runRequestSchema.safeParse(request) : undefined;
  if (run?.success) return runJobSpec(context, path, run.data);
  const calibration = kind === 'calibrate' ? calibrationRequestSchema.safeParse(request) : undefined;
  return calibration?.success ? calibrationJob(context, path, calibration.data) : undefined;
}
