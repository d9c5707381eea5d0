/** The size of a recording before it is made: the most that it can take, from shapes and steps. */
import { codeBytes } from './codes.ts';
import type { SpikeForm } from './recording.ts';

/** Most bytes of the recordings of a run, unless a person allows more. */
export const SPIKE_BUDGET = 64e6;

/** The sizes of a layer that decide the size of its recordings. */
export interface SizedLayer extends SpikeForm {
  readonly name: string;
  /** Number of neurons of one sample. */
  readonly neurons: number;
}

const FLOAT_BYTES = 4;
const DOUBLE_BYTES = 8;

/** Bytes that data which cannot be compressed takes in the zlib format: it is stored in blocks with a head of 5 bytes each. */
const stored = (bytes: number): number => bytes + 16 + 5 * Math.ceil(bytes / 16_383);

/** Most bytes that one sample of a layer takes: a code for each neuron and step, and the float activations. */
export const sampleBytes = (layer: SizedLayer, steps: number): number =>
  steps * stored(layer.neurons * codeBytes(layer)) + stored(layer.neurons * FLOAT_BYTES);

/** Most bytes of the recordings of `samples` samples over `steps` steps, with θ of each neuron. */
export const mostSpikeBytes = (layers: readonly SizedLayer[], samples: number, steps: number): number =>
  layers.reduce((sum, layer) => sum + samples * sampleBytes(layer, steps) + stored(layer.neurons * DOUBLE_BYTES), 0);

/**
 * What to leave out of recordings that exceed the budget: so many samples that the rest fits, or else the largest layer. Null if they
 * fit.
 */
export function leaveOut(
  layers: readonly SizedLayer[],
  samples: number,
  steps: number,
  budget: number,
): { readonly samples: number } | { readonly layer: string; readonly bytes: number } | null {
  if (mostSpikeBytes(layers, samples, steps) <= budget) return null;
  for (let fewer = samples - 1; fewer > 0; fewer--) {
    if (mostSpikeBytes(layers, fewer, steps) <= budget) return { samples: samples - fewer };
  }
  const [largest] = layers.toSorted((a, b) => sampleBytes(b, steps) - sampleBytes(a, steps));
  return { layer: largest!.name, bytes: sampleBytes(largest!, steps) };
}
