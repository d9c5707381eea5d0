/** Measurements of a project's plan on samples: what every change of one layer does, and how published methods compare. Jobs that save nothing. */
import { z } from 'zod';
import { engineIdSchema } from '../engine/index.ts';
import { methodComparisonSchema } from '../tuning/index.ts';
import { sensitivityTableSchema } from '../tuning/sensitivity-table.ts';
import { call, pathSchema } from './define.ts';
import { planWireSchema } from './plan-schemas.ts';

/** A sensitivity table with the plan that its changes are changes of. */
export const sensitivityOfPlanSchema = z.strictObject({
  plan: planWireSchema,
  dataset: z.string(),
  table: sensitivityTableSchema,
});

/** A table with its plan, as `sensitivityOfPlanSchema` describes it. */
export type SensitivityOfPlan = z.infer<typeof sensitivityOfPlanSchema>;

/** A comparison of methods with the samples that it was made on. */
export const methodsOnSamplesSchema = z.strictObject({ dataset: z.string(), comparison: methodComparisonSchema });

/** A comparison with its samples, as `methodsOnSamplesSchema` describes it. */
export type MethodsOnSamples = z.infer<typeof methodsOnSamplesSchema>;

const requestSchema = z.strictObject({
  path: pathSchema,
  dataset: pathSchema,
  /** Number of samples, spread over the classes; null for all. */
  samples: z.int().min(1).nullable(),
  /** Id of a shipped model. */
  energyModel: z.string(),
});
const startedSchema = z.strictObject({ job: z.string() });

/** The calls that measure a plan. Both throw `option.invalid` for an unknown energy model, and `project.missing`. */
export const measurementCalls = {
  /** Starts a job that measures the sensitivity table of the working plan: `sensitivity` of the job's last state, which the host keeps with its list of jobs. */
  'sensitivity.start': call(requestSchema, startedSchema),
  /**
   * Starts a job that compares published methods, the plan of the last search and the working plan: `methods` of the job's last state, which the
   * host keeps with its list of jobs.
   */
  'methods.start': call(
    requestSchema.extend({
      /** Steps of the methods that prescribe none; null for those of the working plan. */
      steps: z.int().min(1).nullable(),
      engine: engineIdSchema,
      threads: z.int().min(1).nullable(),
    }),
    startedSchema,
  ),
} as const;
