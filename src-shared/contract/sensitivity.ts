/** The sensitivity of a project's plan: a job that measures what every change of one layer does. */
import { z } from 'zod';
import { sensitivityTableSchema } from '../tuning/sensitivity-table.ts';
import { call, pathSchema } from './define.ts';
import { planWireSchema } from './plan-schemas.ts';

/** A table with the plan that its changes are changes of. */
export const sensitivityOfPlanSchema = z.strictObject({
  plan: planWireSchema,
  dataset: z.string(),
  table: sensitivityTableSchema,
});

/** A table with its plan, as `sensitivityOfPlanSchema` describes it. */
export type SensitivityOfPlan = z.infer<typeof sensitivityOfPlanSchema>;

/** The calls about sensitivity. */
export const sensitivityCalls = {
  /**
   * Starts a job that measures the sensitivity table of the working plan: `sensitivity` of the job's last state, which the host keeps with its
   * list of jobs. Nothing is saved. `energyModel`: id of a shipped model. Throws `option.invalid` for another one, and `project.missing`.
   */
  'sensitivity.start': call(
    z.strictObject({
      path: pathSchema,
      dataset: pathSchema,
      /** Number of samples, spread over the classes; null for all. */
      samples: z.int().min(1).nullable(),
      energyModel: z.string(),
    }),
    z.strictObject({ job: z.string() }),
  ),
} as const;
