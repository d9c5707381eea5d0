/** One sample's whole course in a run: the spiking network's answer and its softmax margin after every step. */
import { marginOf, type SampleRecords } from '../metrics/index.ts';
import { settledAt } from './sample-filter.ts';

/** The course of a sample. An answer is null if no class score was a number. */
export interface SampleCourse {
  /** Null without labels. */
  readonly label: number | null;
  /** The float network's answer. */
  readonly float: number | null;
  readonly steps: readonly {
    /** Steps taken, from 1. */
    readonly step: number;
    readonly answer: number | null;
    /** Softmax probability of the answer minus that of the second best, 0…1; null if it is no number. */
    readonly margin: number | null;
  }[];
  /** The first step from which on the answer stays the same. */
  readonly settled: number;
}

const orNull = (value: number): number | null => (value >= 0 ? value : null);

/** The course of the sample at `row` of the records. */
export function courseOf(records: SampleRecords, row: number): SampleCourse {
  const { samples, steps, labels, float, answers, margins } = records;
  return {
    label: labels?.[row] ?? null,
    float: orNull(float[row]!),
    steps: Array.from({ length: steps }, (_, t) => {
      const at = t * samples + row;
      return { step: t + 1, answer: orNull(answers[at]!), margin: orNull(marginOf(margins[at]!)) };
    }),
    settled: settledAt(records, row),
  };
}
