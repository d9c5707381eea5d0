/** Requests of a project's jobs, as the project stores them. */
import { z } from 'zod';
import { exportChoicesSchema } from '../../../src-shared/contract/exports.ts';
import { tuningChoicesSchema } from '../../../src-shared/contract/tuning.ts';
import { spikeChoiceSchema } from '../../../src-shared/spikes/index.ts';
import { engineIdSchema } from '../../../src-shared/engine/index.ts';

const engine = {
  version: z.int(),
  batch: z.int().min(1),
  engine: engineIdSchema,
  threads: z.int().min(1).nullable(),
};

export const runRequestSchema = z.strictObject({
  ...engine,
  dataset: z.string(),
  samples: z.int().min(1).nullable(),
  recording: spikeChoiceSchema.optional(),
  /** An unfinished run to resume; absent for a new run. */
  run: z.int().optional(),
});
export type RunJobRequest = z.infer<typeof runRequestSchema>;

export const calibrationRequestSchema = z.strictObject({ ...engine, source: z.string() });
export type CalibrationJobRequest = z.infer<typeof calibrationRequestSchema>;

export const exportRequestSchema = exportChoicesSchema.extend({
  version: engine.version,
  engine: engine.engine,
  threads: engine.threads,
});
export type ExportJobRequest = z.infer<typeof exportRequestSchema>;

export const tuningRequestSchema = tuningChoicesSchema.extend({
  version: engine.version,
  /** The calibration to search from. A search that goes on needs the same one. */
  calibration: z.int(),
  threads: engine.threads,
});
export type TuningJobRequest = z.infer<typeof tuningRequestSchema>;
