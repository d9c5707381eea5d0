/**
 * Jobs of projects: creation, runs, calibrations, exports, searches, and measurements and previews for them. A record is kept of each that saves something, so that the
 * jobs of a killed program can still be listed.
 */
export { calibrationJob } from './calibration-job.ts';
export { capsuleJob, reproduceJob } from './capsule-jobs.ts';
export { exportJob } from './export-job.ts';
export { measureJob } from './measure-job.ts';
export { methodsJob } from './methods-job.ts';
export { previewJob } from './preview-job.ts';
export { createJob } from './create-job.ts';
export { recoverInterrupted, recoverMakings } from './interrupted.ts';
export { recordJob } from './record-job.ts';
export { sensitivityJob } from './sensitivity-job.ts';
export { runJobSpec } from './run-job-spec.ts';
export { forecastJob, tuningJob } from './tuning-job.ts';
