/** The settings that a finished run was made with, as the project stores them. */
import { z } from 'zod';
import { preprocessSchema } from '../../dataset/index.ts';

const settingsSchema = z.object({
  steps: z.int().min(1),
  samples: z.int().min(1),
  batch: z.int().min(1),
  /** Fingerprint of the samples. */
  data: z.string(),
  skipBad: z.boolean(),
  limit: z.int().min(1).optional(),
  labels: z.string().optional(),
  preprocess: z.object({ input: preprocessSchema, classes: z.array(z.string()).optional() }).optional(),
  /** int8 numbers take the range of the input from the calibration samples, which a capsule does not have. */
  numbers: z.undefined().optional(),
  /** A part of an evaluation has the figures of that part only. */
  shard: z.undefined().optional(),
});

/** The settings of a run; undefined for a part of an evaluation, for int8 numbers, and for settings of another form. */
export function ranWith(settings: unknown) {
  const { data } = settingsSchema.safeParse(settings);
  if (!data) return undefined;
  const { preprocess, ...others } = data;
  const { input, classes } = preprocess ?? {};
  return { ...others, preprocess: input && { input, ...(classes ? { classes } : {}) } };
}
