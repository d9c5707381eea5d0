/** Runs of a project: starting one, what is known while it goes on, and its report. */
import { z } from 'zod';
import { engineIdSchema } from '../engine/index.ts';
import { messageSchema } from '../message/index.ts';
import { runReportSchema } from '../results/index.ts';
import { call, pathSchema } from './define.ts';
import { runLabelSchema } from './run-label.ts';
import { stepFiguresSchema } from './step-figures.ts';

const path = pathSchema;

/** A run in one line. */
export const runSummarySchema = z.strictObject({
  id: z.int(),
  ...runLabelSchema.shape,
  /** Saved plan version it ran. */
  version: z.int(),
  engine: z.string(),
  dataset: z.string(),
  samples: z.int(),
  /** Samples whose results are stored: all of a run that is done, otherwise those of the batches that were finished. */
  kept: z.int(),
  state: z.enum(['running', 'done', 'cancelled', 'failed']),
  error: messageSchema.nullable(),
  /** The reason why `run.continue` cannot take it up; null if it can. */
  notContinued: messageSchema.nullable(),
  /** ISO 8601. */
  created: z.string(),
  /** After the last step, of a run that is done. */
  accuracy: z.number().nullable(),
  annAccuracy: z.number().nullable(),
  energyRatio: z.number().nullable(),
});
/** A run in one line. */
export type RunSummary = z.infer<typeof runSummarySchema>;

/** What a run has reached so far, or in the end: one entry per step. */
export const runProgressSchema = z.strictObject({
  job: z.string(),
  path,
  samples: z.int(),
  of: z.int(),
  /** Null without labels. */
  annAccuracy: z.number().nullable(),
  steps: z.array(stepFiguresSchema),
});
/** The results of a run so far. */
export type RunProgress = z.infer<typeof runProgressSchema>;

/** Calls about runs and calibrations. */
export const runCalls = {
  /** Runs the working plan: saves it as a version and calibrates first where that is needed. A job. */
  'run.start': call(
    z.strictObject({
      path,
      dataset: path,
      /** How many samples, spread over the classes; null for all. */
      samples: z.int().min(1).nullable(),
      batch: z.int().min(1),
      engine: engineIdSchema,
      threads: z.int().min(1).nullable(),
    }),
    z.strictObject({ job: z.string() }),
  ),
  /** Calibrates the working plan anew; `source` null for the samples of the last calibration. A job. */
  'calibration.start': call(
    z.strictObject({
      path,
      source: path.nullable(),
      batch: z.int().min(1),
      engine: engineIdSchema,
      threads: z.int().min(1).nullable(),
    }),
    z.strictObject({ job: z.string() }),
  ),
  /** Takes up a run that was cancelled, failed or was killed, where it stopped: its own plan, thresholds and samples. A job. */
  'run.continue': call(z.strictObject({ path, id: z.int() }), z.strictObject({ job: z.string() })),
  /** Gives a run, whatever its state, another name and note; all windows hear of it by `runs.changed`. Throws `run.missing`. */
  'run.describe': call(z.strictObject({ path, id: z.int(), ...runLabelSchema.shape }), z.strictObject({})),
  'run.list': call(z.strictObject({ path }), z.array(runSummarySchema)),
  'run.report': call(z.strictObject({ path, id: z.int() }), runReportSchema),
} as const;

/** Events about runs. */
export const runEvents = {
  'run.progress': runProgressSchema,
} as const;
