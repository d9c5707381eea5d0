/**
 * Jobs of the workbench. A job is long work in a process of its own. One runs at a time, and all windows can follow it, whichever
 * of them started it.
 */
export { createJobs, type Jobs } from './create-jobs.ts';
export type { JobOutcome, JobSpec } from './job-spec.ts';
