/** Jobs of the workbench: long work in processes of its own, one at a time, followed by all windows, whoever started it. */
export { createJobs, type Jobs } from './create-jobs.ts';
export type { JobOutcome, JobSpec } from './job-spec.ts';
