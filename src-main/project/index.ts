/**
 * The project file, `*.spikeloom`: one SQLite database with models, plans, calibrations, runs, tuning, exports and jobs. Only
 * this folder contains SQL.
 */
export type { StoredArray } from './arrays.ts';
export type { CalibrationHead, CalibrationRecord, NewCalibration, StoredLayer } from './calibrations.ts';
export { createProject, type CreateOptions } from './create.ts';
export type { ExportRecord, NewExport } from './exports.ts';
export type { JobRecord, Trial } from './jobs.ts';
export type { JournalEntry, JournalHead } from './journal.ts';
export type { ModelRecord, NewModel } from './models.ts';
export type { Pages } from './identify.ts';
export { identifyProject, openProject, type OpenOptions, writeProblem } from './open.ts';
export type { NewPlan, PlanRecord } from './plans.ts';
export type { Project } from './project.ts';
export type { RunBatch, RunBrief, RunDescription, RunRecord, RunRecordsHead, RunState } from './runs.ts';
export type { RunRecording, SpikePiece, SpikeRecording } from './spikes.ts';
