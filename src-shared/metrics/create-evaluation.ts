/** An evaluation that is fed batch by batch in one process. */
import { addEvaluations, sumEvaluation } from './evaluation.ts';
import type { EvaluationBatch, EvaluationSums } from './evaluation.ts';
import { summariseEvaluation } from './summary.ts';
import type { EvaluationSummary } from './summary.ts';

/** Sums of a run that grow batch by batch. */
export interface Evaluation {
  /** Adds a batch: decoded outputs `[T, B, K]`, float logits `[B, K]`, labels `[B]`. */
  readonly add: (logits: ArrayLike<number>, float: ArrayLike<number>, labels?: ArrayLike<number>) => void;
  /** What was added so far, to be stored or merged; undefined before the first batch. */
  readonly sums: () => EvaluationSums | undefined;
  readonly result: () => EvaluationSummary | undefined;
}

/** An evaluation without any batch. */
export function createEvaluation(settings: Pick<EvaluationBatch, 'steps' | 'classes' | 'margins'>): Evaluation {
  let all: EvaluationSums | undefined;
  return {
    add(logits, float, labels) {
      const sums = sumEvaluation({ ...settings, logits, float, labels });
      all = all === undefined ? sums : addEvaluations(all, sums);
    },
    sums: () => all,
    result: () => (all === undefined ? undefined : summariseEvaluation(all)),
  };
}
