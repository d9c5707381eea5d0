/** A comparison of methods as plain JSON, which travels between processes (docs/tuning.md, "Comparing methods"). */
import { z } from 'zod';
import { messageSchema } from '../message/schema.ts';
import { estimateSchema } from './sensitivity-rows.ts';

/** The figures of a method after some steps. Shares are 0…1 with 95 % intervals (Wilson). */
const methodStepSchema = z.strictObject({
  step: z.int().min(1),
  /** Mean number of steps: fewer than `step` if samples stop early. */
  mean_steps: z.number(),
  /** Null without labels. */
  accuracy: estimateSchema.nullable(),
  agreement: estimateSchema,
  /** Accuracy (agreement without labels) minus the float network's on the same samples, with the interval of pairs. */
  difference: estimateSchema,
  /** pJ per sample, and the part of the float network's; null if the model has no price for it. */
  energy_pj: z.number().nullable(),
  energy_ratio: z.number().nullable(),
  /** True if no other method and step needs no more energy and is right more often. */
  on_front: z.boolean(),
});

/** As `methodStepSchema` describes it. */
export type MethodStep = Readonly<z.infer<typeof methodStepSchema>>;

/** A method with its figures after every step. */
const methodResultSchema = z.strictObject({
  id: z.string(),
  /** As a person reads it: `Rate coding`. */
  name: z.string(),
  /** The publication of the method. */
  source: z.string(),
  numbers: z.enum(['float32', 'int8']),
  /** The softmax margin at which a sample stops; null if every sample takes all steps. */
  stop_margin: z.number().nullable(),
  /** The plan as its file has it. */
  plan: z.unknown(),
  steps: z.array(methodStepSchema).min(1).readonly(),
});

/** As `methodResultSchema` describes it. */
export type MethodResult = Readonly<z.infer<typeof methodResultSchema>>;

/** A method that this network, the plan or the energy model does not allow. */
const methodLeftOutSchema = methodResultSchema.pick({ id: true, name: true }).extend({ why: messageSchema });

/** As `methodLeftOutSchema` describes it. */
export type MethodLeftOut = Readonly<z.infer<typeof methodLeftOutSchema>>;

/** The comparison. Energies are those of the model, in pJ per sample. */
export const methodComparisonSchema = z.strictObject({
  energy_model: z.string(),
  samples: z.int().min(1),
  float: z.strictObject({ accuracy: estimateSchema.nullable(), energy_pj: z.number().nullable() }),
  methods: z.array(methodResultSchema).readonly(),
  left_out: z.array(methodLeftOutSchema).readonly(),
});

/** As `methodComparisonSchema` describes it. */
export type MethodComparison = Readonly<z.infer<typeof methodComparisonSchema>>;

/** The steps of a row in words: `4`, or `≤ 4, mean 1.37` if samples stop early. */
export const stepsText = ({ step, mean_steps: mean }: MethodStep): string =>
  mean === step ? String(step) : `≤ ${step}, mean ${Number(mean.toPrecision(3))}`;
