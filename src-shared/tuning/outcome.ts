/**
 * The result of a search in the field names of docs/tuning.md, and the points that windows draw while it goes on. Both are plain JSON, which
 * travels between processes and is stored in projects.
 */
import { z } from 'zod';
import { messageSchema } from '../message/schema.ts';
import { OBJECTIVES } from './goal.ts';

const share = z.number();
const numbersSchema = z.enum(['float32', 'int8']);
const interval = z.tuple([share, share]);

/** The figures of a plan on one part. Shares are 0…1. */
export const partResultSchema = z.strictObject({
  samples: z.int(),
  /** Null without labels. */
  accuracy: share.nullable(),
  /** 95 % interval of the accuracy, or without labels of the agreement. */
  interval,
  agreement: share,
  float_accuracy: share.nullable(),
  mean_steps: z.number(),
  /** Energy over that of the float network, and of the network in 8-bit integers, under the chosen model; null without a price. */
  energy_ratio: z.number().nullable(),
  int8_ratio: z.number().nullable(),
  meets_budget: z.boolean(),
});

/** As `partResultSchema` describes it. */
export type PartResult = Readonly<z.infer<typeof partResultSchema>>;

/** A part with the energy under every model, pJ per sample; null if the model prices no spiking network. */
const holdoutResultSchema = partResultSchema.extend({ energy: z.record(z.string(), z.number().nullable()) });

/** A plan, the way to use it, and what it reached. */
export const planResultSchema = z.strictObject({
  /** The plan, as its file has it. */
  plan: z.unknown(),
  family: z.enum(['published', 'extended', 'layers']),
  numbers: numbersSchema,
  steps: z.int(),
  readout: z.strictObject({ from: z.int() }),
  stop_margin: z.number().nullable(),
  tune: partResultSchema,
  holdout: holdoutResultSchema,
});

/** As `planResultSchema` describes it. */
export type PlanResult = Readonly<z.infer<typeof planResultSchema>>;

/** A difference of two plans, and its 95 % interval; an end is null if there is none. */
const differenceSchema = z.strictObject({
  value: z.number(),
  interval: z.tuple([z.number().nullable(), z.number().nullable()]),
});

/** As `differenceSchema` describes it. */
export type Difference = Readonly<z.infer<typeof differenceSchema>>;

/** The best plan beside a uniform plan on the hold-out. Differences are the first minus the second. */
const versusSchema = z.strictObject({
  family: z.string(),
  numbers: numbersSchema,
  energy_pj: differenceSchema,
  /** The energy over that of the uniform plan. */
  energy_share: z.number(),
  accuracy: differenceSchema,
  verdict: z.enum(['better', 'within-noise', 'less-accurate', 'beyond-budget']),
  /** True if the verdict is that the best plan is better. */
  wins: z.boolean(),
});

/** As `versusSchema` describes it. */
export type Versus = Readonly<z.infer<typeof versusSchema>>;

/** A change of some layers of a plan, and what it does on a quarter of the tuning part. Differences are those of the changed plan. */
const sensitivityRowSchema = z.strictObject({
  layers: z.array(z.string()),
  change: z.string(),
  /** Change of the energy, as a part of the plan's. */
  energy: z.number(),
  /** Change of the mean Kullback-Leibler divergence from the float network's softmax, in nats. */
  divergence: z.number(),
  /** Changes of shares 0…1. */
  agreement: z.number(),
  accuracy: z.number(),
});

/** As `sensitivityRowSchema` describes it. */
export type SensitivityRow = Readonly<z.infer<typeof sensitivityRowSchema>>;

/** What was found. */
export const tuneResultSchema = z.strictObject({
  budget: z.array(z.string()),
  minimise: z.enum(OBJECTIVES),
  energy_model: z.string(),
  /** The best plan that meets the budgets on the tuning part; null if none does. */
  best: planResultSchema.nullable(),
  /** The plan that comes nearest to the budgets; null if one meets them. */
  nearest: planResultSchema.nullable(),
  /** The best plan beside each of `baselines`, on the hold-out. */
  versus: z.array(versusSchema),
  front: z.array(planResultSchema),
  baselines: z.array(planResultSchema),
  sensitivity: z.array(sensitivityRowSchema),
  /** Number of plans that were tried, and of their evaluations that an earlier search had stored. */
  trials: z.int(),
  resumed: z.int(),
  /** The changes that the best plan makes to the best uniform plan. */
  reasons: z.array(z.string()),
  /** The version that the best plan was saved as; null if nothing was saved. */
  version: z.int().nullable(),
  notes: z.array(messageSchema),
});

/** The names of a result's baselines: the best published setting comes before the best uniform one, which may be a published one too, used in another way. */
export const baselineKinds = (baselines: readonly { readonly family: string }[]): readonly ('published' | 'uniform')[] =>
  baselines.length === 2
    ? ['published', 'uniform']
    : baselines.map(({ family }) => (family === 'published' ? family : 'uniform'));

/** As `tuneResultSchema` describes it. */
export type TuneResult = Readonly<z.infer<typeof tuneResultSchema>>;

/** A plan that a search has tried, in its best way of use, on the samples that it was evaluated on so far. */
export const trialPointSchema = z.strictObject({
  /** The plan's text. Points with the same text and numbers are of the same plan; the one with more samples is the newer one. */
  plan: z.string(),
  numbers: numbersSchema,
  /** True if one setting is for all layers that the search may change. */
  uniform: z.boolean(),
  steps: z.int(),
  from: z.int(),
  margin: z.number().nullable(),
  samples: z.int(),
  /** False without labels: an answer then counts as right if it is that of the float network. */
  labelled: z.boolean(),
  /** Numbers of right answers, of those of the float network, and of right answers of the float network. */
  right: z.int(),
  agree: z.int(),
  floatRight: z.int(),
  meanSteps: z.number(),
  /** Energy, pJ per sample, and over the float network; null without a price. */
  energy: z.number(),
  energyRatio: z.number().nullable(),
  /** By how much the plan is expected to exceed the budgets on other samples, as a share of them; 0 if it meets them. */
  excess: z.number(),
});

/** As `trialPointSchema` describes it. */
export type TrialPoint = Readonly<z.infer<typeof trialPointSchema>>;

/** The expected time, plans and memory of a search. */
export const tuningForecastSchema = z.strictObject({
  /** Plans that are tried. */
  trials: z.int(),
  /** Time for everything, in ms. */
  ms: z.number(),
  /** False if the limits end the search before it has tried everything. */
  complete: z.boolean(),
  /** Memory at most, in bytes. */
  memory: z.number(),
  /** Time that the measurement took, in ms, and the samples of a plan that it evaluated. */
  measuredMs: z.number(),
  samples: z.int(),
  notes: z.array(messageSchema),
});

/** As `tuningForecastSchema` describes it. */
export type TuningForecast = Readonly<z.infer<typeof tuningForecastSchema>>;
