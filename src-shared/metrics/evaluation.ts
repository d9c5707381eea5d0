/**
 * Accuracy, agreement with the float network and early stopping of class logits (docs/algorithm.md §2, §10), as sums over
 * samples: plain JSON, so that batches can be stored, added and continued. The network's answer after n steps follows from the
 * decoded outputs by the plan's readout (../units/readout.ts).
 */
import { SpikeloomError } from '../errors/index.ts';
import { readoutCount } from '../units/readout.ts';
import { argmax, isAnswer, rankOf, softmaxMargin } from './ranking.ts';

/** Margins of the early-stopping sweep. At margin 1 no sample stops early, which gives the row of the whole run. */
export const MARGINS: readonly number[] = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999, 1];

/** Sums for one margin: the number of samples that stopped after 1…T steps, and their answers. */
export interface StopSums {
  readonly margin: number;
  /** Number of samples that stopped after each step `[T]`. A sample that never exceeds the margin takes all T steps. */
  readonly stops: readonly number[];
  readonly correct: number;
  readonly agree: number;
}

/** Sums over samples. Arrays `[T]` refer to the answer after 1…T steps. */
export interface EvaluationSums {
  readonly classes: number;
  readonly samples: number;
  /** Number of samples with a label. `correct` and `correct5` count among these. */
  readonly labelled: number;
  readonly correct: readonly number[];
  readonly correct5: readonly number[];
  /** Number of samples whose answer equals the float network's. */
  readonly agree: readonly number[];
  readonly floatCorrect: number;
  readonly floatCorrect5: number;
  readonly stopping: readonly StopSums[];
}

/** One batch of class logits, with labels if there are any. */
export interface EvaluationBatch {
  readonly steps: number;
  readonly classes: number;
  /** Decoded outputs `[T, B, K]` flat. */
  readonly logits: ArrayLike<number>;
  /** The float network's logits `[B, K]` flat. */
  readonly float: ArrayLike<number>;
  /** Class of each sample `[B]`. */
  readonly labels?: ArrayLike<number> | undefined;
  readonly margins?: readonly number[];
  /** First step k of the mean that is the answer, from 1. Default: 1, the mean of all steps. */
  readonly from?: number;
}

/** Called with each sample's answer and softmax margin after step + 1 steps. An answer is −1 if no score is a number. */
export type OnAnswer = (sample: number, step: number, answer: number, margin: number) => void;

/** The sums of one batch. Throws `dataset.labels` for a label that is not one of the K classes, or a wrong number of labels. */
export function sumEvaluation(batch: EvaluationBatch & { readonly onAnswer?: OnAnswer }): EvaluationSums {
  const { steps, classes, logits, float, labels, margins = MARGINS, from = 1, onAnswer } = batch;
  const samples = float.length / classes;
  if (logits.length !== steps * samples * classes)
    throw new Error(`${logits.length} logits are not [${steps}, ${samples}, ${classes}]`);
  checkLabels(labels, samples, classes);
  const zeros = (): number[] => new Array<number>(steps).fill(0);
  const [correct, correct5, agree] = [zeros(), zeros(), zeros()];
  const stopping = margins.map((margin) => ({ margin, stops: zeros(), correct: 0, agree: 0 }));
  let [floatCorrect, floatCorrect5] = [0, 0];
  const sum = new Float64Array(classes);
  const mean = new Float64Array(classes);

  for (let sample = 0; sample < samples; sample++) {
    const label = labels?.[sample];
    const wanted = argmax(float, sample * classes, classes);
    const running = new Set(stopping);
    if (label !== undefined) {
      if (wanted === label) floatCorrect++;
      if (rankOf(float, label, sample * classes, classes) < 5) floatCorrect5++;
    }
    for (let t = 0; t < steps; t++) {
      const at = (t * samples + sample) * classes;
      const count = readoutCount(from, t + 1);
      if (count === 1) sum.fill(0);
      for (let k = 0; k < classes; k++) {
        sum[k] = sum[k]! + logits[at + k]!;
        mean[k] = sum[k]! / count;
      }
      const answer = argmax(mean);
      const agrees = isAnswer(answer, wanted);
      const isCorrect = isAnswer(answer, label);
      if (agrees) agree[t]!++;
      if (isCorrect) correct[t]!++;
      if (label !== undefined && rankOf(mean, label, 0, classes) < 5) correct5[t]!++;
      const margin = softmaxMargin(mean);
      onAnswer?.(sample, t, answer, margin);
      for (const stop of running) {
        if (!(margin > stop.margin) && t < steps - 1) continue;
        running.delete(stop);
        stop.stops[t]!++;
        if (isCorrect) stop.correct++;
        if (agrees) stop.agree++;
      }
    }
  }
  const labelled = labels === undefined ? 0 : samples;
  return { classes, samples, labelled, correct, correct5, agree, floatCorrect, floatCorrect5, stopping };
}

function checkLabels(labels: ArrayLike<number> | undefined, samples: number, classes: number): void {
  if (labels === undefined) return;
  if (labels.length !== samples)
    throw new SpikeloomError('dataset.labels', `There are ${labels.length} labels for ${samples} samples; give one for each.`);
  for (let i = 0; i < samples; i++) {
    const label = labels[i]!;
    if (!Number.isInteger(label) || label < 0 || label >= classes)
      throw new SpikeloomError(
        'dataset.labels',
        `Label ${label} is not one of the network's ${classes} classes, which count from 0; check the labels.`,
      );
  }
}

const add = (a: readonly number[], b: readonly number[]): number[] => a.map((value, i) => value + b[i]!);

/** The sum of the sums of two sets of batches of the same run. */
export function addEvaluations(a: EvaluationSums, b: EvaluationSums): EvaluationSums {
  return {
    classes: a.classes,
    samples: a.samples + b.samples,
    labelled: a.labelled + b.labelled,
    correct: add(a.correct, b.correct),
    correct5: add(a.correct5, b.correct5),
    agree: add(a.agree, b.agree),
    floatCorrect: a.floatCorrect + b.floatCorrect,
    floatCorrect5: a.floatCorrect5 + b.floatCorrect5,
    stopping: a.stopping.map((stop, i) => {
      const other = b.stopping[i]!;
      return {
        ...stop,
        stops: add(stop.stops, other.stops),
        correct: stop.correct + other.correct,
        agree: stop.agree + other.agree,
      };
    }),
  };
}
