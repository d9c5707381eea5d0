/** Searches for the best plan within a budget: starting one, the plans it tries while it goes on, and what the project keeps of it. */
import { z } from 'zod';
import { engineIdSchema } from '../engine/index.ts';
import { messageSchema } from '../message/schema.ts';
import { OBJECTIVES, trialPointSchema, tuneResultSchema } from '../tuning/index.ts';
import { call, pathSchema } from './define.ts';

/** What to search for, on which samples, and how long. */
export const tuningChoicesSchema = z.strictObject({
  dataset: pathSchema,
  /** The source of the hold-out; null: half of the dataset. */
  holdout: pathSchema.nullable(),
  /** As `parseBudget` reads them: `accuracy-drop<=0.3`. */
  budgets: z.array(z.string().max(100)).max(10),
  minimise: z.enum(OBJECTIVES),
  energyModel: z.string().max(100),
  /** Most plans to try. */
  trials: z.int().min(1),
  /** Time for everything, in ms; null: no limit. */
  time: z.number().positive().nullable(),
  /** Seed of the division into two parts. */
  seed: z.int().min(0),
  engine: engineIdSchema,
});

/** What to search for, as `tuningChoicesSchema` describes it. */
export type TuningChoices = z.infer<typeof tuningChoicesSchema>;

/** The latest search of a project. */
export const tuningStateSchema = z.strictObject({
  choices: tuningChoicesSchema,
  /** A search that was cancelled or failed goes on when it is started again. */
  state: z.enum(['running', 'done', 'cancelled', 'failed']),
  error: messageSchema.nullable(),
  /** The plans that were tried on the tuning part. */
  points: z.array(trialPointSchema),
  /** Null until the search is done. */
  result: tuneResultSchema.nullable(),
});

/** The latest search of a project, as `tuningStateSchema` describes it. */
export type TuningState = z.infer<typeof tuningStateSchema>;

const path = pathSchema;
const job = z.strictObject({ job: z.string() });

/** The calls about tuning. */
export const tuningCalls = {
  /**
   * Starts a job that searches from the working plan, which it saves as a version first. Every finished evaluation is kept, so that a search
   * that was cancelled or killed goes on when its job is started again, and one for the same work finds what is there. Throws `option.invalid`.
   */
  'tuning.start': call(tuningChoicesSchema.extend({ path, threads: z.int().min(1).nullable() }), job),
  /**
   * Starts a job that says what `tuning.start` with the same choices would take: `forecast` of the job's last state. It evaluates a few plans on
   * a few samples and stores nothing, but for the working plan, which it saves as a version. Throws `option.invalid`.
   */
  'tuning.forecast': call(tuningChoicesSchema.extend({ path, threads: z.int().min(1).nullable() }), job),
  /** The latest search of the project, also of the command line; null if there is none. */
  'tuning.read': call(z.strictObject({ path }), tuningStateSchema.nullable()),
} as const;

/** The events about tuning. */
export const tuningEvents = {
  /** Plans that a search has evaluated, or evaluated on more samples. */
  'tuning.trials': z.strictObject({ job: z.string(), path, points: z.array(trialPointSchema) }),
} as const;
