/** Jobs that work on an open project: runs and calibrations. The project keeps a record, so that a killed program's are seen. */
export { calibrationJob } from './calibration-job.ts';
export { recoverInterrupted } from './interrupted.ts';
export { runJobSpec } from './run-job-spec.ts';
