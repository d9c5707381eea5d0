/**
 * The schema of a plan file: the allowed fields and their limits. It checks plans and is published as JSON Schema
 * (docs/plan.schema.json), so editors show the description of each field.
 */
import { z } from 'zod';
import type { Coding, Correction, NeuronKind, ThresholdLevel, ThresholdMethod, ThresholdOf } from './types.ts';

/** All codings, in the order in which they are offered. */
export const CODINGS = ['rate', 'leaky-rate', 'differential', 'differential-leaky'] as const satisfies readonly Coding[];

/** All neurons, in the order in which they are offered. */
export const NEURONS = [
  'if',
  'if-negative',
  'lif',
  'lif-negative',
  'mt',
  'mt-negative',
  'ms',
] as const satisfies readonly NeuronKind[];

/** All threshold methods. */
export const THRESHOLD_METHODS = [
  'max',
  'percentile',
  'iteration',
  'measured',
  'balanced',
] as const satisfies readonly ThresholdMethod[];

/** The quantities that a threshold's statistic can be taken of. */
export const THRESHOLD_OF = ['value', 'magnitude'] as const satisfies readonly ThresholdOf[];

/** All threshold levels. */
export const THRESHOLD_LEVELS = ['layer', 'channel', 'neuron'] as const satisfies readonly ThresholdLevel[];

/** All corrections. */
export const CORRECTIONS = ['none', 'mean'] as const satisfies readonly Correction[];

/** Most thresholds of a neuron. The smallest spike is then 2⁻¹⁵ of the base threshold. */
export const MOST_THRESHOLDS = 16;

/** Most time steps of a run. All counts and outputs are kept for each step. */
export const MOST_STEPS = 1_000_000;

/** Limits in words, shared by the check and its message. */
const STEPS = 'a whole number from 1 to a million';
const TAU = 'a number above 0, at most 1';
const THRESHOLDS = `a whole number from 1 to ${MOST_THRESHOLDS}`;
const MOST_SPIKES = `a whole number from 1 to ${MOST_THRESHOLDS}`;
const PERCENTILE = 'a number between 0 and 100, both excluded';
const POSITIVE = 'a number above 0';
const INITIAL = 'a number from -1 to 1';

/** The field `steps`. */
export const stepsSchema = z
  .int(STEPS)
  .min(1, STEPS)
  .max(MOST_STEPS, STEPS)
  .meta({ description: 'Number of time steps T.', default: 8 });

/** The field `tau`. */
export const tauSchema = z
  .number(TAU)
  .gt(0, TAU)
  .lte(1, TAU)
  .meta({ description: 'Leak τ of the leaky codings, per time step.', default: 0.98 });

/** The field `readout.from`. */
export const readoutFromSchema = z.int(STEPS).min(1, STEPS).max(MOST_STEPS, STEPS).meta({
  description:
    'First step k of the answer: the mean of the decoded outputs of the steps k…n, at most T. Before step k it is the mean of the steps so far.',
  default: 1,
});

/** The field `readout`. */
export const readoutSchema = z
  .strictObject({ from: readoutFromSchema })
  .meta({ description: 'How the answer follows from the decoded outputs of the steps.' });

/** The field `thresholds`. */
export const thresholdsSchema = z
  .int(THRESHOLDS)
  .min(1, THRESHOLDS)
  .max(MOST_THRESHOLDS, THRESHOLDS)
  .meta({ description: 'Number n of thresholds θ/2ᵏ of the neurons mt and ms.', default: 8 });

/** The field `mostSpikes`. */
export const mostSpikesSchema = z.int(MOST_SPIKES).min(1, MOST_SPIKES).max(MOST_THRESHOLDS, MOST_SPIKES).meta({
  description:
    'Most spikes K that a neuron ms sends in one step: the largest of them, the rest waits. No limit if K is not less than `thresholds`.',
  default: MOST_THRESHOLDS,
});

/** The field `coding`. */
export const codingSchema = z.enum(CODINGS).meta({
  description: 'How values travel in time. The leaky codings apply to the whole network or not at all.',
  default: 'differential',
});

/** The field `neuron`. */
export const neuronSchema = z
  .enum(NEURONS)
  .meta({ description: 'Neuron of a layer; with differential coding its differential form.', default: 'mt' });

/** The field `threshold.percentile`. */
export const percentileSchema = z
  .number(PERCENTILE)
  .gt(0, PERCENTILE)
  .lt(100, PERCENTILE)
  .meta({ description: 'Percentile of the activations, in percent.', default: 99.9 });

/** The field `threshold.method`. */
export const methodSchema = z.enum(THRESHOLD_METHODS).meta({
  description:
    'Statistic of the activations that sets the base threshold. iteration: for ReLU layers only. measured: least error of the neuron’s own staircase on the calibrated histogram. balanced: local threshold balancing (arXiv 2409.03368).',
  default: 'percentile',
});

/** The field `threshold.of`. */
export const ofSchema = z.enum(THRESHOLD_OF).meta({
  description:
    'What the statistic is taken of: the values (the published form) or their magnitudes. Default: magnitude for signed neurons, value for ReLU layers, where both are the same.',
});

/** The field `threshold.level`. */
export const levelSchema = z
  .enum(THRESHOLD_LEVELS)
  .meta({ description: 'What shares one threshold: a layer, each channel, each neuron.', default: 'channel' });

/** The field `threshold.scale`. */
export const scaleSchema = z.number(POSITIVE).gt(0, POSITIVE).meta({
  description: 'Factor on the statistic. Default: 1 for ReLU layers, 4 for signed neurons; 1 for measured and balanced.',
});

/** The field `threshold.value`. */
export const valueSchema = z
  .number(POSITIVE)
  .gt(0, POSITIVE)
  .meta({ description: 'A fixed base threshold instead of a statistic, in units of the activations.' });

/** The field `threshold`, with all of its fields optional. */
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

/** The field `initial`. */
export const initialSchema = z.number(INITIAL).min(-1, INITIAL).max(1, INITIAL).meta({
  description:
    'Membrane potential before the first step, in units of the base threshold. Default: 1/2 for if, 1/(2·tau) for lif, 0 for mt, 1/2ⁿ for ms with n thresholds.',
});

/** The field `correction`. */
export const correctionSchema = z.enum(CORRECTIONS).meta({
  description: 'mean: the calibrated mean error of each channel is taken back in the constant part behind the layer.',
  default: 'none',
});

/** The settings of a layer, with all fields optional. */
export const settingsSchema = z.strictObject({
  coding: codingSchema.optional(),
  neuron: neuronSchema.optional(),
  thresholds: thresholdsSchema.optional(),
  mostSpikes: mostSpikesSchema.optional(),
  threshold: thresholdSchema.optional(),
  initial: initialSchema.optional(),
  correction: correctionSchema.optional(),
});

/** A whole plan file. */
export const planSchema = z
  .strictObject({
    version: z.literal(1).meta({ description: 'Version of this format.' }),
    steps: stepsSchema.optional(),
    tau: tauSchema.optional(),
    readout: readoutSchema.optional(),
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
