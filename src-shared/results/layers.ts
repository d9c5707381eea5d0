/**
 * A report's layers: neuron layers with their thresholds, and counted layers with their operations (docs/cli.md, `report.json`).
 * One list holds both kinds; `kind` tells them apart.
 */
import { z } from 'zod';

const perStep = z.array(z.number().nonnegative());
const share = z.number().min(0).max(1);
/** Energy by term of the full ledger, in pJ per sample: for each term one value per step, summed from the first step to that step. */
const energy = z.record(z.string(), perStep).optional();

/**
 * Float activations that the base threshold loses for one reason: they exceed what the neuron can decode to (clipped), θ is 0 or
 * next to nothing (shut), or they are too small for a first spike (small). Given as their share of all activations, and of the
 * layer's squared conversion error after the last step.
 */
const lost = z.strictObject({ share, error: share });

/** A neuron layer. */
export const neuronLayerSchema = z.strictObject({
  kind: z.literal('neuron'),
  /** Module path; plans and the graph use the same name. */
  name: z.string(),
  /** The ONNX node that the layer stands for, or stands in front of. */
  node: z.string(),
  coding: z.enum(['rate', 'leaky-rate', 'differential', 'differential-leaky']),
  neuron: z.enum(['if', 'if-negative', 'lif', 'lif-negative', 'mt', 'mt-negative', 'ms']),
  /** Number n of thresholds of multi-threshold and multi-spike neurons; 1 for the others. */
  thresholds: z.int().min(1),
  /** Membrane potential before the first step in units of θ, if the plan chose it; otherwise it is that of the neuron. */
  initial: z.number().optional(),
  /** Base thresholds θ: one value, one per channel, or one per neuron in row-major order. */
  threshold: z.strictObject({
    level: z.enum(['layer', 'channel', 'neuron']),
    values: z.array(z.number().nonnegative()),
    /**
     * The statistic behind the thresholds; absent if the plan gave θ itself, and in older reports. `of` is absent for ReLU
     * layers, whose output is never negative. `percentile` is absent for other methods, and in older reports.
     */
    statistic: z
      .strictObject({
        method: z.enum(['max', 'percentile', 'iteration', 'measured', 'balanced']),
        of: z.enum(['value', 'magnitude']).optional(),
        scale: z.number().positive(),
        percentile: z.number().optional(),
      })
      .optional(),
  }),
  /** Number of neurons per sample. */
  neurons: z.int().min(1),
  /** Share of neurons that sent a spike, for each step. */
  firing_rate: perStep,
  /** Relative error ‖estimate − float activation‖ / ‖float activation‖ after each step; absent if it was not recorded. */
  conversion_error: perStep.optional(),
  /** The float activations that its thresholds lose; absent if it was not measured. */
  lost: z.strictObject({ clipped: lost, shut: lost, small: lost }).optional(),
  /**
   * Share of activations that the estimate after each step cannot reach; after the last step `lost.clipped.share`. Absent if it was
   * not measured, and in reports of older versions.
   */
  clipped: z.array(share).optional(),
  /** Share of the full ledger's energy after the last step; absent if the ledger does not divide it by layer. */
  energy_share: share.optional(),
  /** Terms `neuron-update` and `state-memory`; absent in reports of older versions. */
  energy,
});

/** A counted layer: a convolution, a linear layer or a product of two coded operands (docs/algorithm.md §7). */
export const countedLayerSchema = z.strictObject({
  kind: z.enum(['conv', 'linear', 'product']),
  name: z.string(),
  node: z.string(),
  /** Operations of one step if no input were zero, summed over the samples of the run. */
  dense: z.number().nonnegative(),
  /** Synaptic operations of each step, summed over the samples of the run. */
  sop: perStep,
  energy_share: share.optional(),
  /** Terms `accumulate` or `multiply-accumulate`, and `weight-memory`; absent in reports of older versions. */
  energy,
});

/** A layer of a report: a neuron layer or a counted layer. */
export const layerResultSchema = z.discriminatedUnion('kind', [neuronLayerSchema, countedLayerSchema]);

/** A neuron layer, as `neuronLayerSchema` describes it. */
export type NeuronLayerResult = z.infer<typeof neuronLayerSchema>;

/** A counted layer, as `countedLayerSchema` describes it. */
export type CountedLayerResult = z.infer<typeof countedLayerSchema>;

/** A layer, as `layerResultSchema` describes it. */
export type LayerResult = z.infer<typeof layerResultSchema>;

/** True for a neuron layer (it has thresholds), false for a counted layer (it has operations). */
export const isNeuronLayer = (layer: LayerResult): layer is NeuronLayerResult => layer.kind === 'neuron';
