/**
 * How the answers of a changed plan compare with those of the plan, sample by sample, as sums: pairs of right answers, and the change of
 * the distance from the float network's answer.
 */
import { argmax, isAnswer } from '../metrics/ranking.ts';
import { countPairs, type PairedCounts } from '../results/proportions.ts';
import { readoutCount } from '../units/readout.ts';

/** The answer of one plan to each sample of a batch, after its last step. */
export interface SampleAnswers {
  /** True if the answer is that of the float network. */
  readonly agrees: readonly boolean[];
  /** True if the answer is the label; null without labels. */
  readonly right: readonly boolean[] | null;
  /**
   * Kullback-Leibler divergence Σ p·ln(p/q) of the softmax q of the mean decoded output from the softmax p of the float network's, in nats.
   */
  readonly divergence: readonly number[];
}

/** A batch of class logits of one plan. */
export interface AnswerBatch {
  readonly steps: number;
  readonly classes: number;
  /** Decoded outputs `[T, B, K]` and the float network's logits `[B, K]`, flat. */
  readonly logits: ArrayLike<number>;
  readonly float: ArrayLike<number>;
  readonly labels?: ArrayLike<number> | undefined;
  /** First step k of the mean that is the answer, from 1. Default: 1, the mean of all steps. */
  readonly from?: number;
}

/** The answers to a batch after its last step, which is `from` or a later one (docs/algorithm.md §2). */
export function answersOf({ steps, classes, logits, float, labels, from = 1 }: AnswerBatch): SampleAnswers {
  const samples = float.length / classes;
  const agrees: boolean[] = [];
  const right: boolean[] = [];
  const divergence: number[] = [];
  const mean = new Float64Array(classes);
  for (let sample = 0; sample < samples; sample++) {
    for (let k = 0; k < classes; k++) {
      let sum = 0;
      for (let t = from - 1; t < steps; t++) sum += logits[(t * samples + sample) * classes + k]!;
      mean[k] = sum / readoutCount(from, steps);
    }
    const answer = argmax(mean);
    agrees.push(isAnswer(answer, argmax(float, sample * classes, classes)));
    if (labels) right.push(isAnswer(answer, labels[sample]));
    divergence.push(klDivergence(float, sample * classes, mean));
  }
  return { agrees, right: labels ? right : null, divergence };
}

/** Σ p·ln(p/q) of the softmaxes p of `classes` logits from `at` on and q of `other`; never below 0. */
export function klDivergence(logits: ArrayLike<number>, at: number, other: Float64Array): number {
  const p = logSoftmax(other.map((_, k) => logits[at + k]!));
  const q = logSoftmax(other);
  return Math.max(
    0,
    p.reduce((sum, value, k) => sum + Math.exp(value) * (value - q[k]!), 0),
  );
}

function logSoftmax(values: Float64Array): Float64Array {
  const most = values.reduce((a, b) => Math.max(a, b), -Infinity);
  const total = Math.log(values.reduce((sum, value) => sum + Math.exp(value - most), 0));
  return values.map((value) => value - most - total);
}

/** Sums over samples of a changed plan (`first`) against the plan (`second`). */
export interface ComparisonSums {
  readonly agreement: PairedCounts;
  /** Null without labels. */
  readonly accuracy: PairedCounts | null;
  /** The change of the divergence: its sum and the sum of its squares. */
  readonly divergence: { readonly samples: number; readonly sum: number; readonly squares: number };
}

/** The sums of one batch. */
export function compareAnswers(changed: SampleAnswers, plan: SampleAnswers): ComparisonSums {
  const differences = changed.divergence.map((value, sample) => value - plan.divergence[sample]!);
  return {
    agreement: pairsOf(changed.agrees, plan.agrees),
    accuracy: changed.right && plan.right ? pairsOf(changed.right, plan.right) : null,
    divergence: {
      samples: differences.length,
      sum: differences.reduce((sum, value) => sum + value, 0),
      squares: differences.reduce((sum, value) => sum + value * value, 0),
    },
  };
}

const pairsOf = (first: readonly boolean[], second: readonly boolean[]): PairedCounts =>
  countPairs(
    first.length,
    (sample) => first[sample]!,
    (sample) => second[sample]!,
  );

const addPairs = (a: PairedCounts, b: PairedCounts): PairedCounts => ({
  both: a.both + b.both,
  first: a.first + b.first,
  second: a.second + b.second,
  neither: a.neither + b.neither,
});

/** The sum of the sums of two batches. */
export const addComparisons = (a: ComparisonSums, b: ComparisonSums): ComparisonSums => ({
  agreement: addPairs(a.agreement, b.agreement),
  accuracy: a.accuracy && b.accuracy ? addPairs(a.accuracy, b.accuracy) : null,
  divergence: {
    samples: a.divergence.samples + b.divergence.samples,
    sum: a.divergence.sum + b.divergence.sum,
    squares: a.divergence.squares + b.divergence.squares,
  },
});
