/** What a run records of spikes: the layers and samples that a person chose, and what must be known of a layer to read its spikes. */
import { z } from 'zod';
import { MOST_THRESHOLDS } from '../plan/schema.ts';

/** The layers and samples to record. */
export const spikeChoiceSchema = z.strictObject({
  /** Names of neuron layers. */
  layers: z.array(z.string()).min(1),
  /** Samples by their index in the run, from 0, ascending. */
  samples: z.array(z.int().min(0)).min(1),
});

/** The layers and samples to record, as `spikeChoiceSchema` describes them. */
export type SpikeChoice = z.infer<typeof spikeChoiceSchema>;

/** A recorded neuron layer. */
export const recordedLayerSchema = z.strictObject({
  name: z.string(),
  /** Neurons of one sample, `[C, H, W]`. */
  shape: z.array(z.int().min(1)),
  model: z.enum(['if', 'lif', 'mt', 'ms']),
  /** Number n of thresholds; 1 for IF and LIF. */
  levels: z.int().min(1).max(MOST_THRESHOLDS),
  /** Coding of the layer's output. */
  coding: z.enum(['rate', 'differential']),
  /** Leak of the network's coding; 1 if it does not leak. */
  tau: z.number().gt(0).lte(1),
});

/** A recorded neuron layer, as `recordedLayerSchema` describes it. */
export type RecordedLayer = z.infer<typeof recordedLayerSchema>;

/** The part of a layer that decides how its spikes are written down. */
export type SpikeForm = Pick<RecordedLayer, 'model' | 'levels'>;
