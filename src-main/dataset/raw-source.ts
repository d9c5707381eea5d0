/**
 * The interface of the reader for one format: numbered samples in the order of the file or folder, as values or pixels, before
 * preprocessing, ordering and range.
 */
import type { Message } from '../../src-shared/message/index.ts';
import type { Shape, TensorData } from '../../src-shared/tensor/index.ts';
import type { Pixels } from './pixels.ts';
import type { ImageSize } from './resize.ts';

export interface PixelUser {
  /** Called with the size of an image before it is decoded. An error thrown here ends the reading. */
  check(image: ImageSize, name: string): void;
  /** Called with each image, in any order. `at`: its index in the request. The pixels are valid only during the call. */
  use(image: Pixels, at: number): void;
  readonly signal?: AbortSignal | undefined;
}

export interface RawSource {
  /** Name for a person: the path, and the part of it that is used. */
  readonly name: string;
  readonly count: number;
  readonly samples:
    | { readonly kind: 'values'; readonly shape: Shape; read(index: readonly number[]): Promise<TensorData[]> }
    | { readonly kind: 'pixels'; each(index: readonly number[], user: PixelUser): Promise<void> };
  /** Class of each of the `count` samples. */
  readonly labels?: Int32Array;
  /** The file of the labels, if it is not the source's own. */
  readonly labelFile?: string;
  /** Class names, by label. */
  readonly classes?: readonly string[];
  /** Name of one sample for errors: its file, or the file and its number. */
  nameOf(index: number): string;
  /** Sentences about how the source is read: a column that was found by its name, folders that were left out. */
  readonly notes?: readonly Message[];
  /** Further notes, about the samples read so far. */
  readonly readingNotes?: () => readonly string[];
  /** True if samples of one class lie together, so that calibration reads them round-robin. */
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
