/** A sensitivity table as plain data: the figures of the plan, and a row for every change of one layer that was tried (docs/tuning.md). */
import { z } from 'zod';
import { estimateSchema, sensitivityRowSchema } from './sensitivity-rows.ts';

/** The table. */
export const sensitivityTableSchema = z.strictObject({
  /** Id of the energy model. */
  model: z.string(),
  samples: z.int().min(1),
  steps: z.int().min(1),
  plan: z.strictObject({
    agreement: estimateSchema,
    /** Null without labels. */
    accuracy: estimateSchema.nullable(),
    /** Mean Kullback-Leibler divergence from the float network's softmax, in nats. */
    divergence: z.number(),
    /** pJ per sample; null if the model prices nothing. */
    energy: z.number().nullable(),
  }),
  /** In the order of their use. */
  rows: z.array(sensitivityRowSchema),
  /** Changes that need statistics that the project does not have. */
  untried: z.array(sensitivityRowSchema.pick({ layer: true, field: true, from: true, to: true })),
});

/** The table, as `sensitivityTableSchema` describes it. */
export type SensitivityTable = Readonly<z.infer<typeof sensitivityTableSchema>>;
