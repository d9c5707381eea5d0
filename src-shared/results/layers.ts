/**
 * A report's layers: neuron layers with their thresholds, and counted layers with their operations (docs/cli.md,
 * `report.json`). One list holds both; `kind` says which an entry is.
 */
import { z } from 'zod';

const perStep = z.array(z.number().nonnegative());
const share = z.number().min(0).max(1);

/**
 * Float activations that the base threshold loses in one way: beyond what the neuron can decode to (clipped), θ is 0 or next to nothing (shut), too
 * small for a first spike (small). Their share of all activations, and of the layer's squared conversion error after the last step.
 */
const lost = z.strictObject({ share, error: share });

/** A neuron layer. */
export const neuronLayerSchema = z.strictObject({
  kind: z.literal('neuron'),
  /** Module path; what plans and the graph call the layer. */
  name: z.string(),
  /** ONNX node it stands for, or stands in front of. */
  node: z.string(),
  coding: z.enum(['rate', 'leaky-rate', 'differential', 'differential-leaky']),
  neuron: z.enum(['if', 'if-negative', 'lif', 'lif-negative', 'mt', 'mt-negative', 'ms']),
  /** Number n of thresholds of multi-threshold and multi-spike neurons; 1 for the others. */
  thresholds: z.int().min(1),
  /** Base thresholds θ: one value, one per channel, or one per neuron in row-major order. */
  threshold: z.strictObject({
    level: z.enum(['layer', 'channel', 'neuron']),
    values: z.array(z.number().nonnegative()),
    /** What they were made from; absent where the plan gave θ itself, and from older reports. `of` is absent for ReLU layers, whose output has no sign. */
    statistic: z
      .strictObject({
        method: z.enum(['max', 'percentile', 'iteration']),
        of: z.enum(['value', 'magnitude']).optional(),
        scale: z.number().positive(),
      })
      .optional(),
  }),
  /** Neurons per sample. */
  neurons: z.int().min(1),
  /** Share of neurons that sent something, at each step alone. */
  firing_rate: perStep,
  /** Relative error ‖estimate − float activation‖ / ‖float activation‖ after each step; absent where it was not recorded. */
  conversion_error: perStep.optional(),
  /** What its thresholds lose of the float activations; absent where it was not measured. */
  lost: z.strictObject({ clipped: lost, shut: lost, small: lost }).optional(),
  /** Share of the full ledger's energy after the last step; absent where the ledger does not divide it by layer. */
  energy_share: share.optional(),
});

/** A counted layer: a convolution, a linear layer or a product of two coded operands (docs/algorithm.md §7). */
export const countedLayerSchema = z.strictObject({
  kind: z.enum(['conv', 'linear', 'product']),
  name: z.string(),
  node: z.string(),
  /** Operations of one step if nothing were zero, summed over the samples of the run. */
  dense: z.number().nonnegative(),
  /** Synaptic operations at each step alone, summed over the samples of the run. */
  sop: perStep,
  energy_share: share.optional(),
});

/** The results of a layer: a neuron layer or a counted layer. */
export const layerResultSchema = z.discriminatedUnion('kind', [neuronLayerSchema, countedLayerSchema]);

/** The results of a neuron layer. */
export type NeuronLayerResult = z.infer<typeof neuronLayerSchema>;
/** The results of a counted layer. */
export type CountedLayerResult = z.infer<typeof countedLayerSchema>;
/** The results of a layer. */
export type LayerResult = z.infer<typeof layerResultSchema>;

/** True for a neuron layer (it has thresholds), false for a counted layer (it has operations). */
export const isNeuronLayer = (layer: LayerResult): layer is NeuronLayerResult => layer.kind === 'neuron';
