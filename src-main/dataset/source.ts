/** A source of samples as the other modules see it: numbered, ordered, preprocessed, ready for the network's input. */
import type { Message } from '../../src-shared/message/index.ts';
import type { TensorData } from '../../src-shared/tensor/index.ts';
import type { SkippedFile } from './class-folder.ts';

export interface SampleSource {
  /** Name for a person. */
  readonly name: string;
  readonly count: number;
  /** `pixels` are preprocessed, `values` go to the network unchanged. */
  readonly kind: 'values' | 'pixels';
  /** Class of each sample `[count]`, if known. */
  readonly labels?: Int32Array;
  /** Class names by label, if known. */
  readonly classes?: readonly string[];
  /** Files left out because they cannot be used (`skipBad` only). */
  readonly skipped: readonly SkippedFile[];
  /** Sentences about how the source is read that the user did not ask for. Some are known only after all samples have been read. */
  notes(): readonly Message[];
  /** Number of samples without the limit. */
  readonly all: number;
  /** Name of a sample for a person: its file, or its number in a file. */
  nameOf(index: number): string;
  /**
   * Samples `from`…`to`−1 as a flat `[to − from, …]`. Throws `dataset.format` for a damaged image, `dataset.shape` for an image
   * of the wrong size, `dataset.value` for a value that is not finite, and `dataset.not-found` for a file that is gone. Stops at
   * once if cancelled.
   */
  read(from: number, to: number, signal?: AbortSignal): Promise<TensorData>;
}

/** Some consecutive samples. */
export interface SampleBatch {
  readonly from: number;
  readonly count: number;
  /** `[count, …]` flat. */
  readonly data: TensorData;
  readonly labels?: Int32Array;
}

/**
 * All samples in batches of `size` (the last one may be smaller). The next batch is read while the present one is used, so
 * that decoding and computing overlap.
 */
export async function* batches(
  source: SampleSource,
  size: number,
  signal?: AbortSignal,
): AsyncGenerator<SampleBatch, void, void> {
  const start = (from: number): Promise<TensorData> | undefined => {
    if (from >= source.count) return undefined;
    const reading = source.read(from, Math.min(from + size, source.count), signal);
    // An error of reading is thrown when its batch is due. If the consumer stops earlier, the error is dropped.
    reading.catch(() => undefined);
    return reading;
  };
  let next = start(0);
  for (let from = 0; next !== undefined; from += size) {
    const data = await next;
    signal?.throwIfAborted();
    next = start(from + size);
    const count = Math.min(size, source.count - from);
    yield { from, count, data, ...(source.labels === undefined ? {} : { labels: source.labels.slice(from, from + count) }) };
  }
}
