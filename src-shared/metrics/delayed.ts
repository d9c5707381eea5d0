/**
 * Delayed readout: the answer taken from the mean of the decoded outputs of steps k…n, which leaves out the first k − 1. It needs the
 * class scores of every step. They are too large to keep, so that a run counts the right answers of every k and n while it runs.
 */
import type { EvaluationBatch } from './evaluation.ts';
import { argmax, isAnswer } from './ranking.ts';

/** Counts of one first step k. Entry i belongs to the last step n = k + i, up to T. */
export interface DelayedRow {
  readonly from: number;
  /** Number of samples whose answer is their label. All are 0 without labels. */
  readonly correct: readonly number[];
  /** Number of samples whose answer is the float network's. */
  readonly agree: readonly number[];
}

/** The most first steps that are counted. With more steps, this many are spread evenly over them. */
const MOST_STARTS = 32;

/** The first steps k that a run of T steps counts: all of 1…T, or 32 of them, with 1 and T. */
export function delayedStarts(steps: number): number[] {
  if (steps <= MOST_STARTS) return Array.from({ length: steps }, (_, index) => index + 1);
  return Array.from({ length: MOST_STARTS }, (_, index) => 1 + Math.round((index * (steps - 1)) / (MOST_STARTS - 1)));
}

/** The counts of one batch, one row for each of `delayedStarts`. */
export function sumDelayed(batch: EvaluationBatch): DelayedRow[] {
  const { steps, classes, logits, float, labels } = batch;
  const samples = float.length / classes;
  const wanted = Int32Array.from({ length: samples }, (_, sample) => argmax(float, sample * classes, classes));
  const sum = new Float64Array(classes);
  const mean = new Float64Array(classes);
  return delayedStarts(steps).map((from) => {
    const correct = new Array<number>(steps - from + 1).fill(0);
    const agree = new Array<number>(steps - from + 1).fill(0);
    for (let sample = 0; sample < samples; sample++) {
      const label = labels?.[sample];
      sum.fill(0);
      for (let i = 0; i < correct.length; i++) {
        const at = ((from - 1 + i) * samples + sample) * classes;
        for (let k = 0; k < classes; k++) {
          sum[k] = sum[k]! + logits[at + k]!;
          mean[k] = sum[k]! / (i + 1);
        }
        const answer = argmax(mean);
        if (isAnswer(answer, wanted[sample])) agree[i]!++;
        if (isAnswer(answer, label)) correct[i]!++;
      }
    }
    return { from, correct, agree };
  });
}

const add = (a: readonly number[], b: readonly number[]): number[] => a.map((value, i) => value + b[i]!);

/** The sum of the counts of two sets of batches of the same run. */
export const addDelayed = (a: readonly DelayedRow[], b: readonly DelayedRow[]): DelayedRow[] =>
  a.map(({ from, correct, agree }, index) => ({
    from,
    correct: add(correct, b[index]!.correct),
    agree: add(agree, b[index]!.agree),
  }));
