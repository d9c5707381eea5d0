/** Jobs of projects: creation, runs, calibrations and exports. A record is kept of each, so that the jobs of a killed program can still be listed. */
export { calibrationJob } from './calibration-job.ts';
export { exportJob } from './export-job.ts';
export { createJob } from './create-job.ts';
export { recoverInterrupted, recoverMakings } from './interrupted.ts';
export { runJobSpec } from './run-job-spec.ts';
