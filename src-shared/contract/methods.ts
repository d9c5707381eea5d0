/** The comparison of methods on a project's samples: a job that evaluates published methods, the tuned plan and the working plan. */
import { z } from 'zod';
import { engineIdSchema } from '../engine/index.ts';
import { methodComparisonSchema } from '../tuning/index.ts';
import { call, pathSchema } from './define.ts';

/** A comparison with the samples that it was made on. */
export const methodsOnSamplesSchema = z.strictObject({ dataset: z.string(), comparison: methodComparisonSchema });

/** A comparison with its samples, as `methodsOnSamplesSchema` describes it. */
export type MethodsOnSamples = z.infer<typeof methodsOnSamplesSchema>;

/** The calls about methods. */
export const methodsCalls = {
  /**
   * Starts a job that compares published methods, the plan of the last search and the working plan: `methods` of the job's last state, which the
   * host keeps with its list of jobs. Nothing is saved. `energyModel`: id of a shipped model. Throws `option.invalid` for another one, and
   * `project.missing`.
   */
  'methods.start': call(
    z.strictObject({
      path: pathSchema,
      dataset: pathSchema,
      /** Number of samples, spread over the classes; null for all. */
      samples: z.int().min(1).nullable(),
      /** Steps of the methods that prescribe none; null for those of the working plan. */
      steps: z.int().min(1).nullable(),
      energyModel: z.string(),
      engine: engineIdSchema,
      threads: z.int().min(1).nullable(),
    }),
    z.strictObject({ job: z.string() }),
  ),
} as const;
