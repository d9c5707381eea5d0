/**
 * Confusion of a run: which class is taken for which, by the float network, by the spiking network, and the difference. As matrices for
 * few classes; as a list of the pairs that occur for any number.
 */
import type { SampleRecords } from '../metrics/index.ts';

/** The most classes whose matrix can be read at a glance; more are shown as a list of pairs. */
export const MOST_MATRIX_CLASSES = 50;

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

/** One of the matrices of a confusion. */
export type ConfusionOf = 'float' | 'spiking' | 'difference';

/** A wrong answer for a label, with the number of samples of each network. */
export interface ConfusedPair {
  readonly label: number;
  readonly answer: number;
  readonly float: number;
  readonly spiking: number;
  /** Spiking minus float. */
  readonly difference: number;
}

/**
 * The wrong answers after `step` steps that occur, the most frequent first (of the difference: the largest in size), then by label and
 * answer. Takes memory for the pairs that occur, whatever the number of classes. Null without labels.
 */
export function confusedPairs(records: SampleRecords, step: number, of: ConfusionOf): readonly ConfusedPair[] | null {
  const { samples, labels, float, answers } = records;
  if (labels === null) return null;
  const found = new Map<string, { readonly label: number; readonly answer: number; float: number; spiking: number }>();
  const count = (row: number, answer: number, network: 'float' | 'spiking'): void => {
    const label = labels[row]!;
    if (answer < 0 || answer === label) return;
    const key = `${label} ${answer}`;
    const pair = found.get(key) ?? { label, answer, float: 0, spiking: 0 };
    pair[network]++;
    found.set(key, pair);
  };
  for (let row = 0; row < samples; row++) {
    count(row, float[row]!, 'float');
    count(row, answers[(step - 1) * samples + row]!, 'spiking');
  }
  return [...found.values()]
    .map((pair) => ({ ...pair, difference: pair.spiking - pair.float }))
    .filter((pair) => pair[of] !== 0)
    .sort((a, b) => Math.abs(b[of]) - Math.abs(a[of]) || a.label - b.label || a.answer - b.answer);
}
