/**
 * The raster as pixels: one row for each step, columns for a range of neurons. A column that holds several neurons shows their mean, so
 * that tens of thousands of neurons take a few milliseconds. Pure.
 */
import { codeTable, spikeOf, type SpikeForm, type SpikeCodes } from '../../src-shared/spikes/index.ts';

/** Some consecutive neurons: `from` to `to` − 1; both may lie between two neurons while a person zooms. */
export interface NeuronRange {
  readonly from: number;
  readonly to: number;
}

/** Red, green and blue, 0…255. */
export type Rgb = readonly [red: number, green: number, blue: number];

export interface RasterColours {
  /** No spike. */
  readonly none: Rgb;
  readonly positive: Rgb;
  readonly negative: Rgb;
}

/** The faintest spike is still plain: its colour has this share. */
const LEAST = 0.3;

/** The share of colour of each code, by the size of the spike: halves of a size are equally far apart. */
export function strengthOf(form: SpikeForm): (code: number) => number {
  const smallest = 1 - form.levels;
  const span = (form.model === 'ms' ? 1 : 0) - smallest;
  return (code) => {
    const size = Math.abs(spikeOf(form, code));
    if (size === 0) return 0;
    return span === 0 ? 1 : LEAST + ((1 - LEAST) * (Math.log2(size) - smallest)) / span;
  };
}

/** RGBA of `columns` × steps pixels, row by row. */
export function rasterPixels(
  form: SpikeForm,
  steps: readonly SpikeCodes[],
  { from, to }: NeuronRange,
  columns: number,
  { none, positive, negative }: RasterColours,
): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(columns * steps.length * 4);
  const { values: shares, middle } = codeTable(form, strengthOf(form));
  steps.forEach((codes, t) => {
    for (let x = 0; x < columns; x++) {
      const first = Math.floor(from + ((to - from) * x) / columns);
      const end = Math.max(first + 1, Math.floor(from + ((to - from) * (x + 1)) / columns));
      let [up, down] = [0, 0];
      for (let i = first; i < end; i++) {
        const code = codes[i]!;
        if (code > 0) up += shares[middle + code]!;
        else if (code < 0) down += shares[middle + code]!;
      }
      // The root keeps few spikes among many silent neurons visible.
      const share = Math.sqrt((up + down) / (end - first));
      const mix = up + down > 0 ? up / (up + down) : 0;
      const at = (t * columns + x) * 4;
      for (let channel = 0; channel < 3; channel++) {
        const full = positive[channel]! * mix + negative[channel]! * (1 - mix);
        pixels[at + channel] = none[channel]! + (full - none[channel]!) * share;
      }
      pixels[at + 3] = 255;
    }
  });
  return pixels;
}

/** The range after zooming by `factor` (below 1: closer) around `at`, a share 0…1 of the range. At least 8 neurons are shown. */
export function zoomed({ from, to }: NeuronRange, factor: number, at: number, neurons: number): NeuronRange {
  const span = Math.min(neurons, Math.max(Math.min(8, neurons), (to - from) * factor));
  const centre = from + (to - from) * at;
  return moved({ from: centre - span * at, to: centre + span * (1 - at) }, 0, neurons);
}

/** The range moved by so many neurons, inside of the layer. */
export function moved({ from, to }: NeuronRange, by: number, neurons: number): NeuronRange {
  const span = to - from;
  const start = Math.max(0, Math.min(neurons - span, from + by));
  return { from: start, to: start + span };
}

/** The neuron at a share 0…1 of the range. */
export const neuronAt = ({ from, to }: NeuronRange, at: number, neurons: number): number =>
  Math.max(0, Math.min(neurons - 1, Math.floor(from + (to - from) * at)));

/** `#rrggbb` as numbers. */
export const rgbOf = (colour: string): Rgb =>
  [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16)) as unknown as Rgb;
