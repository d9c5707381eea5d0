/**
 * What a format's reader offers: numbered samples in the order of the file or folder, either values or pixels, before
 * preprocessing, order and range.
 */
import type { Message } from '../../src-shared/message/index.ts';
import type { Shape, TensorData } from '../../src-shared/tensor/index.ts';
import type { Pixels } from './pixels.ts';
import type { ImageSize } from './resize.ts';

export interface PixelUser {
  /** Called before an image is decoded, with its size; what it throws ends the reading. */
  check(image: ImageSize, name: string): void;
  /** Called with each image, in any order; `at`: its place among those asked for. The pixels are gone afterwards. */
  use(image: Pixels, at: number): void;
  readonly signal?: AbortSignal | undefined;
}

export interface RawSource {
  /** What a person would call it: the path, and which part of it where that is not all. */
  readonly name: string;
  readonly count: number;
  readonly samples:
    | { readonly kind: 'values'; readonly shape: Shape; read(index: readonly number[]): Promise<TensorData[]> }
    | { readonly kind: 'pixels'; each(index: readonly number[], user: PixelUser): Promise<void> };
  /** Class of each sample, one for each of `count`. */
  readonly labels?: Int32Array;
  /** The file of the labels, where that is not the source's own. */
  readonly labelFile?: string;
  /** Class names, by label. */
  readonly classes?: readonly string[];
  /** Name of one sample for errors: its file, or the file and its number. */
  nameOf(index: number): string;
  /** Sentences on how the source is read: a column that was found by its name, folders that were left out. */
  readonly notes?: readonly Message[];
  /** More notes, on the samples read so far. */
  readonly readingNotes?: () => readonly string[];
  /** True where samples of one class lie together, so that calibration reads them round robin. */
  readonly byClass?: boolean;
}

/** Runs of consecutive numbers, as half-open ranges: `[3, 4, 5, 9]` is `[[3, 6], [9, 10]]`. */
export function rangesOf(index: readonly number[]): [from: number, to: number][] {
  const ranges: [number, number][] = [];
  for (const i of index) {
    const last = ranges.at(-1);
    if (last !== undefined && last[1] === i) last[1] = i + 1;
    else ranges.push([i, i + 1]);
  }
  return ranges;
}
