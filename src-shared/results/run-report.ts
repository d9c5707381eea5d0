/**
 * The result of a run as plain data: the file `report.json`, the output of `evaluate --json`, and the record of a finished run in
 * the project file. Field names are those of docs/cli.md. Accuracy and agreement are fractions 0…1; accuracy is null if the
 * samples have no labels.
 */
import { z } from 'zod';
import { readoutSchema } from '../plan/schema.ts';
import { noteSchema } from '../message/schema.ts';
import { layerResultSchema } from './layers.ts';
import { ledgerSchema } from './ledger.ts';
import { pairedSchema } from './paired.ts';

const fraction = z.number().min(0).max(1);
const milliseconds = z.number().nonnegative();

/** Samples that a run or a calibration read: the source as the user gave it, and the number of samples. */
const samplesSchema = z.strictObject({ source: z.string(), samples: z.int().nonnegative() });

/** The model of a run: its name, its file and the file's digest. */
export const modelResultSchema = z.strictObject({
  name: z.string(),
  file: z.string(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.int().nonnegative(),
});

/** The settings of a run. */
export const settingsResultSchema = z.strictObject({
  engine: z.string(),
  threads: z.int().min(1).optional(),
  /** Number format of weights and states (docs/fixed-point.md); absent: floating point. */
  numbers: z.enum(['int8']).optional(),
  steps: z.int().min(1),
  /** Coding of the network's input and output, and the leak of the leaky codings (1 for the others). */
  coding: z.enum(['rate', 'leaky-rate', 'differential', 'differential-leaky']),
  tau: z.number(),
  /** The readout of the answers (docs/algorithm.md §2); absent: the mean of the decoded outputs of all steps. */
  readout: readoutSchema.optional(),
  dataset: samplesSchema,
  /** Absent if the plan gave every threshold. */
  calibration: samplesSchema.extend({ batch: z.int().min(1) }).optional(),
  /** The conversion plan, as the plan file has it. */
  plan: z.record(z.string(), z.json()),
});

/** The results after a number of steps. Sums and means include all steps up to that one (docs/algorithm.md §7). */
export const stepResultSchema = z.strictObject({
  /** Number of steps taken, from 1. */
  step: z.int().min(1),
  accuracy: fraction.nullable(),
  top5: fraction.nullable().optional(),
  /** Share of samples whose answer equals the float network's. */
  agreement: fraction,
  /** Σ sop / Σ dense. It exceeds 1 if a product sends more pairs than one dense product has. */
  firing_rate: z.number().nonnegative(),
  /** The paper's ratio: step · E_AC/E_MAC · firing_rate. */
  energy_ratio: z.number().nonnegative(),
  energy: ledgerSchema,
});

/** One margin of the early-stopping sweep (docs/algorithm.md §10). */
export const earlyStopSchema = z.strictObject({
  margin: z.number().nonnegative(),
  accuracy: fraction.nullable(),
  /** Absent in reports of older versions. */
  agreement: fraction.optional(),
  mean_steps: z.number().nonnegative(),
  /** The paper's ratio, averaged over samples, each with the ratio of the step where it stopped. */
  energy_ratio: z.number().nonnegative(),
});

/**
 * An output that is not the class vector used for accuracy, with the distance of its running mean from the float network's
 * output. Agreement takes the index of the largest value along axis 1 as the answer at each position. It is meaningful if that
 * axis holds classes.
 */
export const outputResultSchema = z.strictObject({
  name: z.string(),
  steps: z.array(
    z.strictObject({
      step: z.int().min(1),
      /** ‖mean − float‖ / ‖float‖ over all samples; null if the float output is zero everywhere. */
      relative_error: z.number().nonnegative().nullable(),
      /** Mean cosine over samples. */
      cosine: z.number(),
      agreement: fraction.optional(),
    }),
  ),
});

/**
 * The delayed readout from step `from` on: the answer is taken from the mean of the decoded outputs of the steps `from`…n. Entry i
 * belongs to n = from + i, up to the last step. The row from step 1 on has the accuracies of `steps`.
 */
export const delayedReadoutSchema = z.strictObject({
  from: z.int().min(1),
  /** Null without labels. */
  accuracy: z.array(fraction).nullable(),
  agreement: z.array(fraction),
});

/** The record of every sample that the run keeps: its label, the float network's answer, and answer and softmax margin after every step. */
export const keptSchema = z.strictObject({
  /** Number of samples with records: all of them, or none. */
  samples: z.int().nonnegative(),
  /** The reason why there are none; null if there are. */
  missing: z.string().nullable(),
});

/** The report of a run. */
export const runReportSchema = z.strictObject({
  model: modelResultSchema,
  settings: settingsResultSchema,
  ann: z.strictObject({ accuracy: fraction.nullable(), top5: fraction.nullable().optional() }),
  steps: z.array(stepResultSchema).min(1),
  layers: z.array(layerResultSchema),
  early_stopping: z.array(earlyStopSchema),
  /** Absent if the output is no class vector, and in reports of older versions. */
  delayed_readout: z.array(delayedReadoutSchema).min(1).optional(),
  /** Absent if the run is not stored in a project, and in reports of older versions, which kept nothing of the samples. */
  kept: keptSchema.optional(),
  /** Absent if nothing is kept of the samples. */
  paired: pairedSchema.optional(),
  /** Absent if the only output is a class vector. */
  outputs: z.array(outputResultSchema).optional(),
  /** Wall-clock time of the whole run. `ann_ms` is null if the float network did not run on its own. */
  timing: z.strictObject({ ann_ms: milliseconds.nullable(), snn_ms: milliseconds, total_ms: milliseconds }),
  /** Notes that a reader must know: choices made for the user, channels that threshold iteration could not solve … Warnings are first. */
  notes: z.array(noteSchema),
});

/** The model of a run, as `modelResultSchema` describes it. */
export type ModelResult = z.infer<typeof modelResultSchema>;

/** The settings of a run, as `settingsResultSchema` describes them. */
export type SettingsResult = z.infer<typeof settingsResultSchema>;

/** The results after one step, as `stepResultSchema` describes them. */
export type StepResult = z.infer<typeof stepResultSchema>;

/** A row of the delayed readout, as `delayedReadoutSchema` describes it. */
export type DelayedReadout = z.infer<typeof delayedReadoutSchema>;

/** The records that a run keeps of its samples, as `keptSchema` describes it. */
export type Kept = z.infer<typeof keptSchema>;

/** The error of an output, as `outputResultSchema` describes it. */
export type OutputResult = z.infer<typeof outputResultSchema>;

/** A row of the early-stopping sweep, as `earlyStopSchema` describes it. */
export type EarlyStop = z.infer<typeof earlyStopSchema>;

/** The report of a run, as `runReportSchema` describes it. */
export type RunReport = z.infer<typeof runReportSchema>;
