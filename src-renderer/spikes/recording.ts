/** A recording of one layer and sample in the window's memory, and what is read off it. Pure. */
import { codeBytes, type RecordedLayer, type SpikeCodes, codesFromBytes, estimatesOf } from '../../src-shared/spikes/index.ts';

export interface Recording {
  readonly layer: RecordedLayer;
  /** Index of the sample in the run. */
  readonly sample: number;
  /** Codes of all neurons at each step. */
  readonly steps: readonly SpikeCodes[];
  /** θ of each neuron. */
  readonly theta: Float64Array;
  /** Float activation of each neuron. */
  readonly activations: Float32Array;
}

/** The bytes of the parts of a recording, little-endian. */
export interface RecordingBytes {
  readonly thresholds: Uint8Array;
  readonly activations: Uint8Array;
  readonly codes: Uint8Array;
}

/** The recording in these bytes. Throws an Error if they are not those of the layer. */
export function recordingOf(layer: RecordedLayer, sample: number, bytes: RecordingBytes): Recording {
  const neurons = layer.shape.reduce((product, size) => product * size, 1);
  const thetas = new DataView(bytes.thresholds.buffer, bytes.thresholds.byteOffset, bytes.thresholds.byteLength);
  const floats = new DataView(bytes.activations.buffer, bytes.activations.byteOffset, bytes.activations.byteLength);
  const step = neurons * codeBytes(layer);
  const count = bytes.codes.length / step;
  const steps = Array.from({ length: Math.floor(count) }, (_, t) =>
    codesFromBytes(layer, bytes.codes.subarray(t * step, (t + 1) * step), neurons),
  );
  const fits = thetas.byteLength === 8 * neurons && floats.byteLength === 4 * neurons && Number.isInteger(count);
  if (!fits || steps.includes(undefined)) throw new Error(`the recording of ${layer.name} has another size than the layer`);
  return {
    layer,
    sample,
    steps: steps as SpikeCodes[],
    theta: Float64Array.from({ length: neurons }, (_, i) => thetas.getFloat64(8 * i, true)),
    activations: Float32Array.from({ length: neurons }, (_, i) => floats.getFloat32(4 * i, true)),
  };
}

/** The estimates of one neuron after every step. */
export function courseOf({ layer, steps, theta }: Recording, neuron: number): number[] {
  const own = steps.map((codes) => codes.slice(neuron, neuron + 1));
  return estimatesOf(layer, own, theta.subarray(neuron, neuron + 1)).map(([value]) => value!);
}

/** The place of a neuron in its layer: `[3, 5, 7]` for channel 3, row 5 and column 7. */
export function placeOf(shape: readonly number[], neuron: number): number[] {
  let rest = neuron;
  return shape
    .toReversed()
    .map((size) => {
      const at = rest % size;
      rest = (rest - at) / size;
      return at;
    })
    .reverse();
}

/** `[3, 5, 7]`, or `12` in a layer with one axis. */
export function neuronText(shape: readonly number[], neuron: number): string {
  const place = placeOf(shape, neuron);
  return place.length > 1 ? `[${place.join(', ')}]` : String(neuron);
}

/** The neurons that are looked at first: the one with the largest activation, and the one whose last estimate is farthest from it. */
export function firstNeurons({ activations }: Recording, last: Float64Array): number[] {
  const largest = (value: (neuron: number) => number): number => {
    let best = 0;
    for (let i = 1; i < activations.length; i++) if (value(i) > value(best)) best = i;
    return best;
  };
  const strongest = largest((i) => Math.abs(activations[i]!));
  const farthest = largest((i) => Math.abs(last[i]! - activations[i]!));
  return strongest === farthest ? [strongest] : [strongest, farthest];
}

/** What a layer sent at a step. */
export interface StepSpikes {
  /** Number of spikes, and of those with a negative sign. */
  readonly spikes: number;
  readonly negative: number;
}

/** What the layer sent at each step. */
export const spikesPerStep = ({ steps }: Recording): StepSpikes[] =>
  steps.map((codes) => {
    let [spikes, negative] = [0, 0];
    for (const code of codes) {
      if (code === 0) continue;
      spikes++;
      if (code < 0) negative++;
    }
    return { spikes, negative };
  });
