/**
 * The result of a run as plain data: `report.json`, what `evaluate --json` prints, and what the project file keeps of a
 * finished run. Field names are those of docs/cli.md. Accuracy and agreement are fractions 0…1; accuracy is null where
 * the samples have no labels.
 */
import { z } from 'zod';
import { messageSchema } from '../message/index.ts';
import { layerResultSchema } from './layers.ts';
import { ledgerSchema } from './ledger.ts';

const fraction = z.number().min(0).max(1);
const milliseconds = z.number().nonnegative();

/** Samples a run or a calibration read: the source as it was given, and how many samples were taken. */
const samplesSchema = z.strictObject({ source: z.string(), samples: z.int().nonnegative() });

/** The model of a report. */
export const modelResultSchema = z.strictObject({
  name: z.string(),
  file: z.string(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.int().nonnegative(),
});

/** The settings of a report. */
export const settingsResultSchema = z.strictObject({
  engine: z.string(),
  threads: z.int().min(1).optional(),
  steps: z.int().min(1),
  /** Coding of the network's input and output, and the leak of the leaky codings (1 for the others). */
  coding: z.enum(['rate', 'leaky-rate', 'differential', 'differential-leaky']),
  tau: z.number(),
  dataset: samplesSchema,
  /** Absent where every threshold was given by the plan. */
  calibration: samplesSchema.extend({ batch: z.int().min(1) }).optional(),
  /** The conversion plan, as the plan file has it. */
  plan: z.record(z.string(), z.json()),
});

/** What is known after a number of steps; sums and means are cumulative to that step (docs/algorithm.md §7). */
export const stepResultSchema = z.strictObject({
  /** Number of steps taken, from 1. */
  step: z.int().min(1),
  accuracy: fraction.nullable(),
  top5: fraction.nullable().optional(),
  /** Share of samples with the float network's answer. */
  agreement: fraction,
  /** Σ sop / Σ dense. Above 1 where a product sends more pairs than one dense product has. */
  firing_rate: z.number().nonnegative(),
  /** The paper's ratio: step · E_AC/E_MAC · firing_rate. */
  energy_ratio: z.number().nonnegative(),
  energy: ledgerSchema,
});

/** One margin of the early-stopping sweep (docs/algorithm.md §10). */
export const earlyStopSchema = z.strictObject({
  margin: z.number().nonnegative(),
  accuracy: fraction.nullable(),
  mean_steps: z.number().nonnegative(),
  /** The paper's ratio: mean over samples of that of the step where each stopped. */
  energy_ratio: z.number().nonnegative(),
});

/**
 * An output that is not the class vector that accuracy is of: how near its running mean is to the float network's output. Agreement takes
 * the largest value of axis 1 as the answer at each position, which means something where that axis holds classes.
 */
export const outputResultSchema = z.strictObject({
  name: z.string(),
  steps: z.array(
    z.strictObject({
      step: z.int().min(1),
      /** ‖mean − float‖ / ‖float‖ over all samples; null where the float output is zero everywhere. */
      relative_error: z.number().nonnegative().nullable(),
      /** Mean over samples. */
      cosine: z.number(),
      agreement: fraction.optional(),
    }),
  ),
});

/** The report of a run, as it is stored and written as JSON. */
export const runReportSchema = z.strictObject({
  model: modelResultSchema,
  settings: settingsResultSchema,
  ann: z.strictObject({ accuracy: fraction.nullable(), top5: fraction.nullable().optional() }),
  steps: z.array(stepResultSchema).min(1),
  layers: z.array(layerResultSchema),
  early_stopping: z.array(earlyStopSchema),
  /** Absent where the only output is a class vector. */
  outputs: z.array(outputResultSchema).optional(),
  /** Wall-clock time over the whole run; null where the float network was not run on its own. */
  timing: z.strictObject({ ann_ms: milliseconds.nullable(), snn_ms: milliseconds, total_ms: milliseconds }),
  /** What a reader must know: choices made for the user, channels that threshold iteration could not solve … */
  notes: z.array(messageSchema),
});

/** The model of a report. */
export type ModelResult = z.infer<typeof modelResultSchema>;
/** The settings of a report. */
export type SettingsResult = z.infer<typeof settingsResultSchema>;
/** The results after one time step. */
export type StepResult = z.infer<typeof stepResultSchema>;
/** The results of one output of a network with several. */
export type OutputResult = z.infer<typeof outputResultSchema>;
/** The results of stopping early with one margin. */
export type EarlyStop = z.infer<typeof earlyStopSchema>;
/** The report of a run, as it is stored and written as JSON. */
export type RunReport = z.infer<typeof runReportSchema>;
