/**
 * The schema of a plan file: what may stand there and within what limits. It checks plans and is published as JSON Schema
 * (docs/plan.schema.json), so each field's description is what an editor shows.
 */
import { z } from 'zod';
import type { Coding, NeuronKind, ThresholdLevel, ThresholdMethod, ThresholdOf } from './types.ts';

/** All codings (docs/algorithm.md §2). */
export const CODINGS = ['rate', 'leaky-rate', 'differential', 'differential-leaky'] as const satisfies readonly Coding[];
/** All neurons: models with and without negative spikes (§3, §9). */
export const NEURONS = [
  'if',
  'if-negative',
  'lif',
  'lif-negative',
  'mt',
  'mt-negative',
  'ms',
] as const satisfies readonly NeuronKind[];
/** All methods that derive thresholds from statistics (docs/thresholds.md). */
export const THRESHOLD_METHODS = ['max', 'percentile', 'iteration'] as const satisfies readonly ThresholdMethod[];
/** The statistics that thresholds are derived from: of values, or of their magnitudes. */
export const THRESHOLD_OF = ['value', 'magnitude'] as const satisfies readonly ThresholdOf[];
/** The levels of thresholds: one for a layer, for each channel, or for each neuron. */
export const THRESHOLD_LEVELS = ['layer', 'channel', 'neuron'] as const satisfies readonly ThresholdLevel[];

/** Most thresholds a neuron may have: 2⁻¹⁵ of its base threshold is the smallest spike. */
export const MOST_THRESHOLDS = 16;

/** Most time steps of a run: every count and every output is kept for each of them. */
export const MOST_STEPS = 1_000_000;

/** Limits said once, for the check and for its message. */
const STEPS = 'a whole number from 1 to a million';
const TAU = 'a number above 0, at most 1';
const THRESHOLDS = `a whole number from 1 to ${MOST_THRESHOLDS}`;
const PERCENTILE = 'a number between 0 and 100, both excluded';
const POSITIVE = 'a number above 0';

/** Number of time steps T. */
export const stepsSchema = z
  .int(STEPS)
  .min(1, STEPS)
  .max(MOST_STEPS, STEPS)
  .meta({ description: 'Number of time steps T.', default: 8 });
/** Leak τ of the leaky codings. */
export const tauSchema = z
  .number(TAU)
  .gt(0, TAU)
  .lte(1, TAU)
  .meta({ description: 'Leak τ of the leaky codings, per time step.', default: 0.98 });
/** Number n of thresholds of a multi-threshold or multi-spike neuron. */
export const thresholdsSchema = z
  .int(THRESHOLDS)
  .min(1, THRESHOLDS)
  .max(MOST_THRESHOLDS, THRESHOLDS)
  .meta({ description: 'Number n of thresholds θ/2ᵏ of the neurons mt and ms.', default: 8 });
/** Coding of a layer or of the network. */
export const codingSchema = z.enum(CODINGS).meta({
  description: 'How values travel in time. The leaky codings apply to the whole network or not at all.',
  default: 'differential',
});
/** Neuron of a layer. */
export const neuronSchema = z
  .enum(NEURONS)
  .meta({ description: 'Neuron of a layer; with differential coding its differential form.', default: 'mt' });
/** Percentile of the threshold method `percentile`. */
export const percentileSchema = z
  .number(PERCENTILE)
  .gt(0, PERCENTILE)
  .lt(100, PERCENTILE)
  .meta({ description: 'Percentile of the activations, in percent.', default: 99.9 });
/** Method that derives thresholds. */
export const methodSchema = z.enum(THRESHOLD_METHODS).meta({
  description: 'Statistic of the activations that sets the base threshold; iteration is for ReLU layers only.',
  default: 'percentile',
});
/** Statistic that thresholds are derived from. */
export const ofSchema = z.enum(THRESHOLD_OF).meta({
  description:
    'What the statistic is taken of: the values (the published form) or their magnitudes. Default: magnitude for signed neurons, value for ReLU layers, where both are the same.',
});
/** Level of thresholds. */
export const levelSchema = z
  .enum(THRESHOLD_LEVELS)
  .meta({ description: 'What shares one threshold: a layer, each channel, each neuron.', default: 'channel' });
/** Factor on derived thresholds. */
export const scaleSchema = z
  .number(POSITIVE)
  .gt(0, POSITIVE)
  .meta({ description: 'Factor on the statistic. Default: 1 for ReLU layers, 4 for signed neurons.' });
/** A fixed threshold in place of a derived one. */
export const valueSchema = z
  .number(POSITIVE)
  .gt(0, POSITIVE)
  .meta({ description: 'A fixed base threshold instead of a statistic, in units of the activations.' });

/** Settings of a layer's thresholds; fields that are left out have their defaults. */
export const thresholdSchema = z
  .strictObject({
    method: methodSchema.optional(),
    percentile: percentileSchema.optional(),
    of: ofSchema.optional(),
    level: levelSchema.optional(),
    scale: scaleSchema.optional(),
    value: valueSchema.optional(),
  })
  .meta({ description: 'Base threshold θ of the neurons.' });

/** Settings of a layer; fields that are left out have their defaults. */
export const settingsSchema = z.strictObject({
  coding: codingSchema.optional(),
  neuron: neuronSchema.optional(),
  thresholds: thresholdsSchema.optional(),
  threshold: thresholdSchema.optional(),
});

/** A whole plan file. */
export const planSchema = z
  .strictObject({
    version: z.literal(1).meta({ description: 'Version of this format.' }),
    steps: stepsSchema.optional(),
    tau: tauSchema.optional(),
    defaults: settingsSchema
      .optional()
      .meta({ description: 'For every layer that no key of `layers` matches, and for the network’s input.' }),
    layers: z.record(z.string(), settingsSchema).optional().meta({
      description:
        'Keys are layer names or globs (* any characters, ? one); of several that match, later ones win field by field.',
    }),
  })
  .meta({
    title: 'Spikeloom conversion plan',
    description: 'What to convert a network into: coding, neuron and thresholds, layer by layer.',
  });

/** The JSON Schema of a plan file, as docs/plan.schema.json publishes it. */
export const planJsonSchema = (): unknown => z.toJSONSchema(planSchema, { io: 'input' });
