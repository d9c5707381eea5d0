/** Confusion matrices of a run: which class is taken for which, by the float network, by the spiking network, and the difference. */
import type { SampleRecords } from '../metrics/index.ts';

/** Counts of samples `[K, K]`, row by row: entry label · K + answer. Samples without an answer are not counted. */
export interface Confusion {
  readonly classes: number;
  readonly float: Int32Array;
  readonly spiking: Int32Array;
  /** Spiking minus float. */
  readonly difference: Int32Array;
}

/** The matrices of the answers after `step` steps (from 1), for `classes` classes. Null without labels. */
export function confusionOf(records: SampleRecords, classes: number, step: number): Confusion | null {
  const { samples, labels, float, answers } = records;
  if (labels === null) return null;
  const count = (given: Int32Array): Int32Array => {
    const matrix = new Int32Array(classes * classes);
    for (let i = 0; i < samples; i++) if (given[i]! >= 0) matrix[labels[i]! * classes + given[i]!]!++;
    return matrix;
  };
  const [ofFloat, spiking] = [count(float), count(answers.subarray((step - 1) * samples, step * samples))];
  return { classes, float: ofFloat, spiking, difference: spiking.map((value, i) => value - ofFloat[i]!) };
}
