/** A source of samples as everything else sees it: numbered, in order, preprocessed, ready for the network's input. */
import type { Message } from '../../src-shared/message/index.ts';
import type { TensorData } from '../../src-shared/tensor/index.ts';
import type { SkippedFile } from './class-folder.ts';

export interface SampleSource {
  /** What a person would call it. */
  readonly name: string;
  readonly count: number;
  /** `pixels` pass the preprocessing, `values` reach the network as they are. */
  readonly kind: 'values' | 'pixels';
  /** Class of each sample `[count]`, if known. */
  readonly labels?: Int32Array;
  /** Class names by label, if known. */
  readonly classes?: readonly string[];
  /** Files left out because they cannot be used (`skipBad` only). */
  readonly skipped: readonly SkippedFile[];
  /** Sentences on how the source is read that nobody asked for; some are known only when all samples have been read. */
  notes(): readonly Message[];
  /** Samples that there would be without a limit. */
  readonly all: number;
  /** What a person calls a sample: its file, or its place in one. */
  nameOf(index: number): string;
  /**
   * Samples `from`…`to`−1, `[to − from, …]` flat. Throws `dataset.format` for a damaged image, `dataset.shape` for one of the wrong
   * size, `dataset.value` for a value that is not finite, `dataset.not-found` for a file that has gone, and an abort.
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
    // Its error is thrown when its turn comes; if the consumer stops before, nobody is left to hear of it.
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
