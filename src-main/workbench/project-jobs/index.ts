/** Jobs of projects: their making, runs and calibrations. A record is kept of each, so that a killed program's are seen. */
export { calibrationJob } from './calibration-job.ts';
export { createJob } from './create-job.ts';
export { recoverInterrupted, recoverMakings } from './interrupted.ts';
export { runJobSpec } from './run-job-spec.ts';
