/** The samples of a run in a few figures: how many of each kind there are, and which answers are the least certain. */
import { marginOf, type SampleRecords } from '../metrics/index.ts';
import { countKinds, type SampleKind, selectSamples, settledAt } from './sample-filter.ts';

/** One sample: classes are numbers from 0, −1 for none. */
export interface DigestedSample {
  /** Number in the run, from 0. */
  readonly sample: number;
  /** Null without labels. */
  readonly label: number | null;
  readonly float: number;
  readonly spiking: number;
  /** Softmax margin 0…1 of the spiking answer; null if it is no number. */
  readonly margin: number | null;
  /** The step from which on its answer stays the same. */
  readonly settled: number;
}

/** A digest of samples after the last step. */
export interface SampleDigest {
  readonly samples: number;
  readonly steps: number;
  readonly isLabelled: boolean;
  readonly counts: Readonly<Record<SampleKind, number>>;
  /** `late` counts the samples whose answer changes after this step. */
  readonly after: number;
  /** The answers with the least margins, the least first. */
  readonly least: readonly DigestedSample[];
}

/** The digest of a run's records with up to `most` of the least certain answers. */
export function sampleDigest(records: SampleRecords, most: number): SampleDigest {
  const { samples, steps, labels, float, answers, margins } = records;
  const after = Math.max(1, Math.floor(steps / 2));
  const filter = { step: steps, after, label: null, answer: null, of: 'spiking' } as const;
  const rows = selectSamples(records, { ...filter, kind: 'all' }, 'least-margin').subarray(0, most);
  const from = (steps - 1) * samples;
  return {
    ...{ samples, steps, isLabelled: labels !== null, after },
    counts: countKinds(records, filter),
    least: Array.from(rows, (row) => {
      const margin = marginOf(margins[from + row]!);
      return {
        sample: row,
        label: labels?.[row] ?? null,
        float: float[row]!,
        spiking: answers[from + row]!,
        margin: Number.isNaN(margin) ? null : margin,
        settled: settledAt(records, row),
      };
    }),
  };
}
