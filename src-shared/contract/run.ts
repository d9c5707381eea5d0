/** Runs of a project: starting them, their progress, and their reports. */
import { z } from 'zod';
import { engineIdSchema } from '../engine/index.ts';
import { workloadSchema } from '../energy/workload.ts';
import { messageSchema } from '../message/schema.ts';
import { layerCalibrationFactsSchema, runComparisonSchema, runOutlineSchema, runReportSchema } from '../results/index.ts';
import { spikeChoiceSchema } from '../spikes/index.ts';
import { call, pathSchema } from './define.ts';
import { planWireSchema } from './plan-schemas.ts';
import { runLabelSchema } from './run-label.ts';
import { stepFiguresSchema } from './step-figures.ts';

const path = pathSchema;
const runIds = z.array(z.int()).min(1).max(10_000);

/** A run in the list of runs. */
export const runSummarySchema = z.strictObject({
  id: z.int(),
  ...runLabelSchema.shape,
  /** The saved plan version that was run. */
  version: z.int(),
  engine: z.string(),
  /** Number format; absent: floating point. */
  numbers: z.enum(['int8']).optional(),
  dataset: z.string(),
  samples: z.int(),
  /** Number of samples with stored results: all samples of a finished run, otherwise those of the finished batches. */
  kept: z.int(),
  state: z.enum(['running', 'done', 'cancelled', 'failed']),
  error: messageSchema.nullable(),
  /** The reason why `run.continue` cannot resume the run; null if it can. */
  notContinued: messageSchema.nullable(),
  /** ISO 8601. */
  created: z.string(),
  /** Figures and settings of a finished run; otherwise null. */
  outline: runOutlineSchema.nullable(),
});

/** A run in the list of runs, as `runSummarySchema` describes it. */
export type RunSummary = z.infer<typeof runSummarySchema>;

/** The results of a run so far or at the end, one entry per step. */
export const runProgressSchema = z.strictObject({
  job: z.string(),
  path,
  samples: z.int(),
  of: z.int(),
  /** Accuracy of the float network; null without labels. */
  annAccuracy: z.number().nullable(),
  steps: z.array(stepFiguresSchema),
});

/** The results of a run so far, as `runProgressSchema` describes them. */
export type RunProgress = z.infer<typeof runProgressSchema>;

/** The calls about runs. */
export const runCalls = {
  /** Starts a job that runs the working plan. It saves the plan as a version and calibrates first if needed. */
  'run.start': call(
    z.strictObject({
      path,
      dataset: path,
      /** Number of samples, spread over the classes; null for all. */
      samples: z.int().min(1).nullable(),
      batch: z.int().min(1),
      engine: engineIdSchema,
      threads: z.int().min(1).nullable(),
      /** Neuron layers and samples whose spikes are recorded; absent for none. */
      recording: spikeChoiceSchema.optional(),
    }),
    z.strictObject({ job: z.string() }),
  ),
  /** Starts a job that calibrates the working plan again. `source`: null for the samples of the last calibration. */
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
  /** Starts a job that resumes a cancelled, failed or killed run after its last finished batch, with its own plan, thresholds and samples. */
  'run.continue': call(z.strictObject({ path, id: z.int() }), z.strictObject({ job: z.string() })),
  /** Changes the name, note and tags of a run in any state. The event `runs.changed` tells all windows. Throws `run.missing`. */
  'run.describe': call(z.strictObject({ path, id: z.int(), ...runLabelSchema.shape }), z.strictObject({})),
  /**
   * Takes runs off the list without removing them. They come back with `run.keep`, and by themselves if the window that took them off is
   * gone or the program ends. Throws `run.missing`, and `option.invalid` for a run that is going on.
   */
  'run.remove': call(z.strictObject({ path, ids: runIds }), z.strictObject({})),
  /** Puts runs back on the list that `run.remove` took off. Nothing happens to others. */
  'run.keep': call(z.strictObject({ path, ids: runIds }), z.strictObject({})),
  /** Removes runs from the project for good that `run.remove` took off the list. Others are left alone. */
  'run.discard': call(z.strictObject({ path, ids: runIds }), z.strictObject({})),
  /** Pins the run that others are compared with; null for none. The event `baseline.changed` tells all windows. Throws `run.missing`. */
  'run.pin': call(z.strictObject({ path, id: z.int().nullable() }), z.strictObject({})),
  'run.list': call(z.strictObject({ path }), z.array(runSummarySchema)),
  'run.report': call(z.strictObject({ path, id: z.int() }), runReportSchema),
  /**
   * Compares run `second` with run `first`, from their reports and what is stored of their samples. Throws `run.missing` for a run that
   * is not done.
   */
  'run.compare': call(z.strictObject({ path, first: z.int(), second: z.int() }), runComparisonSchema),
  /** What the run's calibration says about the thresholds of each layer. Throws `run.missing`. */
  'run.layer-facts': call(z.strictObject({ path, id: z.int() }), z.array(layerCalibrationFactsSchema)),
  /**
   * Starts a job that compares two plans on some samples of a run: the error of a layer, and the agreement (`preview` of the job's state).
   * Nothing is saved.
   */
  'run.preview': call(
    z.strictObject({
      path,
      id: z.int(),
      layer: z.string(),
      before: planWireSchema,
      after: planWireSchema,
      samples: z.int().min(1),
    }),
    z.strictObject({ job: z.string() }),
  ),
  /** What a finished run counted, for energy models. Reads the model for the sizes; throws `project.missing` if that is gone. */
  'run.workload': call(z.strictObject({ path, id: z.int() }), workloadSchema),
} as const;

/** The events about runs. */
export const runEvents = {
  'run.progress': runProgressSchema,
  'baseline.changed': z.strictObject({ path, baseline: z.int().nullable() }),
} as const;
