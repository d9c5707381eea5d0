/**
 * The comparison of two runs as plain data: the answer of `run.compare` and the output of `compare --json`. `first` is the run that is
 * compared with (the baseline), and every difference is the second minus the first.
 */
import { z } from 'zod';

const count = z.int().nonnegative();
const estimate = z.strictObject({ value: z.number(), low: z.number(), high: z.number() });

/** Shares of right answers of both runs, each with Wilson's 95 % interval, and their difference with its interval. */
export const comparedSharesSchema = z.strictObject({
  first: estimate,
  second: estimate,
  difference: estimate,
  /** The interval of `testedDifference` for paired samples, or Newcombe's for independent ones if the samples cannot be paired. */
  method: z.enum(['paired', 'independent']),
  /** Number of samples of either run. */
  samples: z.tuple([count, count]),
  /** Numbers of samples that only one run gets right, and P of McNemar's exact test; null if the samples cannot be paired. */
  onlyFirst: count.nullable(),
  onlySecond: count.nullable(),
  p: z.number().nullable(),
  /** True if p ≥ 0.05; for independent samples, if the interval holds 0. */
  isNoise: z.boolean(),
});

/** Both runs after a number of steps each. */
export const comparedStepSchema = z.strictObject({
  steps: z.tuple([z.int().min(1), z.int().min(1)]),
  /** Null if a run has no labels. */
  accuracy: comparedSharesSchema.nullable(),
  /** Share of samples that get the answer of the float network of their own run. Null if the output is no class vector. */
  agreement: comparedSharesSchema.nullable(),
  /** The full ledger up to the step, in pJ per sample. */
  energyPj: z.tuple([z.number(), z.number()]),
});

/** A figure of both runs; null where a run does not have it. */
const pair = z.tuple([z.number().nullable(), z.number().nullable()]);

/** A layer of one run or of both. */
export const comparedLayerSchema = z.strictObject({
  name: z.string(),
  kind: z.enum(['neuron', 'conv', 'linear', 'product']),
  /** Of a neuron layer, after the last step. */
  conversionError: pair,
  /** Of a neuron layer, the share of activations that the estimate after the last step cannot reach; null if it was not measured. */
  clipped: pair,
  /** Of a neuron layer, the mean over the steps. */
  firingRate: pair,
  /** The terms of the full ledger that belong to the layer, in pJ per sample over all steps. */
  energyPj: pair,
});

/** A setting in which the runs differ, each value as text; null where a run does not set it. */
export const settingDifferenceSchema = z.strictObject({
  setting: z.string(),
  first: z.string().nullable(),
  second: z.string().nullable(),
});

const comparedRun = z.strictObject({
  run: z.int(),
  name: z.string(),
  /** Steps, and samples, of the run. */
  steps: z.int().min(1),
  samples: count,
});

/** The comparison of two runs. */
export const runComparisonSchema = z.strictObject({
  first: comparedRun,
  second: comparedRun,
  /** True if both ran on the same samples in the same order. */
  sameSamples: z.boolean(),
  /** Each run after its last step. */
  last: comparedStepSchema,
  /** Both runs after the same step, for the steps that both have. */
  steps: z.array(comparedStepSchema),
  verdict: z.string(),
  /** Sentences on what could not be compared, and why. Empty if all was. */
  missing: z.array(z.string()),
  settings: z.array(settingDifferenceSchema),
  layers: z.array(comparedLayerSchema),
});

/** Shares of both runs, as `comparedSharesSchema` describes them. */
export type ComparedShares = z.infer<typeof comparedSharesSchema>;

/** Both runs after a number of steps each, as `comparedStepSchema` describes it. */
export type ComparedStep = z.infer<typeof comparedStepSchema>;

/** A layer of two runs, as `comparedLayerSchema` describes it. */
export type ComparedLayer = z.infer<typeof comparedLayerSchema>;

/** A setting in which two runs differ, as `settingDifferenceSchema` describes it. */
export type SettingDifference = z.infer<typeof settingDifferenceSchema>;

/** The comparison of two runs, as `runComparisonSchema` describes it. */
export type RunComparison = z.infer<typeof runComparisonSchema>;
