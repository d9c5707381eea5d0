/** Cuts a batch into ranges of samples that an engine computes at once. */

/** Samples `first` … `first + samples − 1` of a batch. */
export interface SampleRange {
  readonly first: number;
  readonly samples: number;
}

/** `count` ranges whose sizes differ by one sample at most: a batch of 10 in 4 ranges has sizes 2, 3, 2, 3. */
export const evenRanges = (batch: number, count: number): SampleRange[] =>
  Array.from({ length: count }, (_, index) => {
    const first = Math.floor((index * batch) / count);
    return { first, samples: Math.floor(((index + 1) * batch) / count) - first };
  });

/** A batch has at least as many parts on any machine: other parts would change the last bits of a statistic. */
const LEAST_PARTS = 8;

/** Parts of a batch for its statistics. `sampleBytes` is the size of one sample's values, `partBytes` the limit for a part's. */
export function partRanges(batch: number, sampleBytes: number, partBytes: number): SampleRange[] {
  const samples = Math.max(1, Math.min(Math.ceil(batch / LEAST_PARTS), Math.floor(partBytes / sampleBytes)));
  return Array.from({ length: Math.ceil(batch / samples) }, (_, part) => {
    const first = part * samples;
    return { first, samples: Math.min(samples, batch - first) };
  });
}
