/**
 * Gains: factors for each channel of a value, the first axis of a sample (for a vector, each entry). A spike of NIR is 1; the gain of
 * a neuron layer's output is its thresholds, and moves into the weights of the layers that read it.
 */
import { type Shape, sizeOf, type Tensor } from '../../../src-shared/tensor/index.ts';
import { thresholdsOf } from '../../../src-shared/units/thresholds.ts';

export type Gain = Float64Array;

/** Number of channels of a sample; a single number has one. */
export const channelsOf = (shape: Shape): number => shape[0] ?? 1;

/** Values per channel. */
export const planeOf = (shape: Shape): number => sizeOf(shape.slice(1));

export const ones = (shape: Shape): Gain => new Float64Array(channelsOf(shape)).fill(1);

export const isOnes = (gain: Gain): boolean => gain.every((factor) => factor === 1);

export const sameGain = (a: Gain, b: Gain): boolean => a.length === b.length && a.every((factor, i) => factor === b[i]);

export const times = (a: Gain, b: Gain): Gain => a.map((factor, i) => factor * b[i]!);

export const plus = (a: Gain, b: Gain): Gain => a.map((factor, i) => factor + b[i]!);

/** Every factor `count` times in a row: the gain of the flattened value. */
export function repeatEach(gain: Gain, count: number): Gain {
  const all = new Float64Array(gain.length * count);
  gain.forEach((factor, channel) => all.fill(factor, channel * count, (channel + 1) * count));
  return all;
}

/** One number for each channel of a sample, from all its values; undefined if they vary within a channel. */
export function byChannel(values: Float64Array, sample: Shape): Gain | undefined {
  const plane = planeOf(sample);
  const gain = Float64Array.from({ length: channelsOf(sample) }, (_, channel) => values[channel * plane]!);
  return values.every((value, i) => value === gain[Math.floor(i / plane)]) ? gain : undefined;
}

/** A constant that is broadcast over a sample, as one number for each channel; undefined if it varies within a channel. */
export function constantByChannel({ shape, data }: Tensor, sample: Shape): Gain | undefined {
  if (sizeOf(shape) > sizeOf(sample)) return undefined;
  const values = Float64Array.from(data);
  return byChannel(thresholdsOf({ level: 'neuron', shape, values }, sample), sample);
}
