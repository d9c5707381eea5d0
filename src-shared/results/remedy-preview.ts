/** What a change of a plan does to a layer and to the answers, measured on a sample of the data. */
import { z } from 'zod';

const share = z.number().min(0).max(1);

/** The figures of a plan on the samples, after its last step. */
export const planFiguresSchema = z.strictObject({
  steps: z.int().min(1),
  /** Conversion error of the layer; null if its float activations are 0 everywhere. */
  error: z.number().nonnegative().nullable(),
  agreement: share,
  /** Null without labels. */
  accuracy: share.nullable(),
});

/** A preview of a remedy. */
export const remedyPreviewSchema = z.strictObject({
  layer: z.string(),
  samples: z.int().min(1),
  before: planFiguresSchema,
  after: planFiguresSchema,
});

/** The figures of a plan, as `planFiguresSchema` describes them. */
export type PlanFigures = z.infer<typeof planFiguresSchema>;

/** A preview of a remedy, as `remedyPreviewSchema` describes it. */
export type RemedyPreview = z.infer<typeof remedyPreviewSchema>;
