/**
 * The schema of a plan file: the allowed fields and their limits. It checks plans and is published as JSON Schema
 * (docs/plan.schema.json), so editors show the description of each field.
 */
import { z } from 'zod';
import type { Coding, NeuronKind, ThresholdLevel, ThresholdMethod, ThresholdOf } from './types.ts';

export const CODINGS = ['rate', 'leaky-rate', 'differential', 'differential-leaky'] as const satisfies readonly Coding[];
export const NEURONS = [
  'if',
  'if-negative',
  'lif',
  'lif-negative',
  'mt',
  'mt-negative',
  'ms',
] as const satisfies readonly NeuronKind[];
export const THRESHOLD_METHODS = ['max', 'percentile', 'iteration'] as const satisfies readonly ThresholdMethod[];
export const THRESHOLD_OF = ['value', 'magnitude'] as const satisfies readonly ThresholdOf[];
export const THRESHOLD_LEVELS = ['layer', 'channel', 'neuron'] as const satisfies readonly ThresholdLevel[];

/** Most thresholds of a neuron. The smallest spike is then 2⁻¹⁵ of the base threshold. */
export const MOST_THRESHOLDS = 16;

/** Most time steps of a run. All counts and outputs are kept for each step. */
export const MOST_STEPS = 1_000_000;

/** Limits in words, shared by the check and its message. */
const STEPS = 'a whole number from 1 to a million';
const TAU = 'a number above 0, at most 1';
const THRESHOLDS = `a whole number from 1 to ${MOST_THRESHOLDS}`;
const PERCENTILE = 'a number between 0 and 100, both excluded';
const POSITIVE = 'a number above 0';

export const stepsSchema = z
  .int(STEPS)
  .min(1, STEPS)
  .max(MOST_STEPS, STEPS)
  .meta({ description: 'Number of time steps T.', default: 8 });
export const tauSchema = z
  .number(TAU)
  .gt(0, TAU)
  .lte(1, TAU)
  .meta({ description: 'Leak τ of the leaky codings, per time step.', default: 0.98 });
export const thresholdsSchema = z
  .int(THRESHOLDS)
  .min(1, THRESHOLDS)
  .max(MOST_THRESHOLDS, THRESHOLDS)
  .meta({ description: 'Number n of thresholds θ/2ᵏ of the neurons mt and ms.', default: 8 });
export const codingSchema = z.enum(CODINGS).meta({
  description: 'How values travel in time. The leaky codings apply to the whole network or not at all.',
  default: 'differential',
});
export const neuronSchema = z
  .enum(NEURONS)
  .meta({ description: 'Neuron of a layer; with differential coding its differential form.', default: 'mt' });
export const percentileSchema = z
  .number(PERCENTILE)
  .gt(0, PERCENTILE)
  .lt(100, PERCENTILE)
  .meta({ description: 'Percentile of the activations, in percent.', default: 99.9 });
export const methodSchema = z.enum(THRESHOLD_METHODS).meta({
  description: 'Statistic of the activations that sets the base threshold; iteration is for ReLU layers only.',
  default: 'percentile',
});
export const ofSchema = z.enum(THRESHOLD_OF).meta({
  description:
    'What the statistic is taken of: the values (the published form) or their magnitudes. Default: magnitude for signed neurons, value for ReLU layers, where both are the same.',
});
export const levelSchema = z
  .enum(THRESHOLD_LEVELS)
  .meta({ description: 'What shares one threshold: a layer, each channel, each neuron.', default: 'channel' });
export const scaleSchema = z
  .number(POSITIVE)
  .gt(0, POSITIVE)
  .meta({ description: 'Factor on the statistic. Default: 1 for ReLU layers, 4 for signed neurons.' });
export const valueSchema = z
  .number(POSITIVE)
  .gt(0, POSITIVE)
  .meta({ description: 'A fixed base threshold instead of a statistic, in units of the activations.' });

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

export const settingsSchema = z.strictObject({
  coding: codingSchema.optional(),
  neuron: neuronSchema.optional(),
  thresholds: thresholdsSchema.optional(),
  threshold: thresholdSchema.optional(),
});

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
