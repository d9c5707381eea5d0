/**
 * The one contract between the window and the services: every call with the schemas of its request and response, every event with
 * the schema of its data. Two hosts serve it (Electron, and a browser over loopback); the window has one client for both.
 */
import type { z } from 'zod';
import { appCalls, appEvents } from './app.ts';
import { exportCalls, exportEvents } from './exports.ts';
import { jobCalls, jobEvents } from './jobs.ts';
import { measurementCalls } from './measurements.ts';
import { modelCalls } from './model.ts';
import { projectCalls, projectEvents } from './project.ts';
import { reportCalls } from './report.ts';
import { runCalls, runEvents } from './run.ts';
import { sampleCalls } from './samples.ts';
import { spikeCalls } from './spikes.ts';
import { tuningCalls, tuningEvents } from './tuning.ts';

/** Every call of the contract by name, with the schemas of its request and response. */
export const CALLS = {
  ...appCalls,
  ...modelCalls,
  ...projectCalls,
  ...runCalls,
  ...sampleCalls,
  ...spikeCalls,
  ...measurementCalls,
  ...exportCalls,
  ...reportCalls,
  ...jobCalls,
  ...tuningCalls,
} as const;

/** Every event of the contract by name, with the schema of its data. */
export const EVENTS = { ...appEvents, ...projectEvents, ...runEvents, ...exportEvents, ...jobEvents, ...tuningEvents } as const;

/** The name of a call. */
export type CallName = keyof typeof CALLS;

/** The request of the call N. */
export type RequestOf<N extends CallName> = z.infer<(typeof CALLS)[N]['request']>;

/** The response of the call N. */
export type ResponseOf<N extends CallName> = z.infer<(typeof CALLS)[N]['response']>;

/** The name of an event. */
export type EventName = keyof typeof EVENTS;

/** The data of the event N. */
export type EventOf<N extends EventName> = z.infer<(typeof EVENTS)[N]>;

export * from './app.ts';
export { type Bridge, type NativeMenu, nativeMenuSchema } from './bridge.ts';
export { call, type Call } from './define.ts';
export { fromWire, type WireError, wireError, wireErrorSchema } from './errors.ts';
export type {
  ExportChoices,
  ExportContents,
  ExportObstacle,
  ExportPlace,
  ExportPreview,
  ExportSummary,
} from './exports.ts';
export * from './graph.ts';
export { type JobState, jobStateSchema } from './jobs.ts';
export { type ModelInputs, type ModelInspection, type ModelPreprocess, NODE_STATUSES, type SamplePreview } from './model.ts';
export type { NodeDetails, Weight } from './node-details.ts';
export { type PlanDocument, planDocumentSchema, type PlanVersion, transactionSchema } from './plan-schemas.ts';
export { type Preprocess, preprocessSchema } from './preprocess.ts';
export {
  type CalibrationSummary,
  calibrationSummarySchema,
  type IterationCurve,
  type LayerStatistics,
  MOST_ROWS,
  type ProjectPlace,
  type ProjectView,
  projectViewSchema,
  type RemoteFile,
} from './project.ts';
export type { RunProgress, RunSummary } from './run.ts';
export { MOST_PICTURES, type RecordsPiece, type SamplePictures } from './samples.ts';
export type { RunRecording } from './spikes.ts';
export type { TuningChoices, TuningState } from './tuning.ts';
export type { MethodsOnSamples, SensitivityOfPlan } from './measurements.ts';
export { type RunLabel, runLabelSchema } from './run-label.ts';
export { type StepFigures, stepFigures } from './step-figures.ts';
export { fromWindow, type FromWindow, toWindow, type ToWindow } from './envelope.ts';
