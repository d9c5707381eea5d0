/** From sums over samples to what a report shows: fractions per step, and the early-stopping sweep. */
import type { EvaluationSums } from './evaluation.ts';

/** Accuracy and agreement after one step. */
export interface StepSummary {
  /** Number of steps taken, from 1. */
  readonly step: number;
  /** Fractions 0…1; accuracy is null without labels, top-5 also where there are no more than five classes. */
  readonly accuracy: number | null;
  readonly top5: number | null;
  readonly agreement: number;
}

/** Accuracy of the float network, and of the spiking network after every step. */
export interface EvaluationSummary {
  readonly samples: number;
  readonly ann: { readonly accuracy: number | null; readonly top5: number | null };
  readonly steps: readonly StepSummary[];
}

/** The results of stopping early with one margin. */
export interface StopSummary {
  readonly margin: number;
  readonly accuracy: number | null;
  readonly agreement: number;
  readonly mean_steps: number;
  /** Mean over samples of the energy at the step where each stopped, in the unit of what was given. */
  readonly energy: number;
}

/** Fractions after every step. */
export function summariseEvaluation(sums: EvaluationSums): EvaluationSummary {
  const ofLabelled = (count: number) => (sums.labelled === 0 ? null : count / sums.labelled);
  const top5 = (count: number) => (sums.classes > 5 ? ofLabelled(count) : null);
  return {
    samples: sums.samples,
    ann: { accuracy: ofLabelled(sums.floatCorrect), top5: top5(sums.floatCorrect5) },
    steps: sums.correct.map((correct, t) => ({
      step: t + 1,
      accuracy: ofLabelled(correct),
      top5: top5(sums.correct5[t]!),
      agreement: sums.agree[t]! / sums.samples,
    })),
  };
}

/**
 * The sweep of §10. `energy`: energy of a run of 1…T steps, averaged over all samples, in any unit (the paper's ratio, or
 * picojoules); a sample that stops after n steps is charged entry n−1.
 */
export function summariseStopping(sums: EvaluationSums, energy: ArrayLike<number>): StopSummary[] {
  return sums.stopping.map(({ margin, stops, correct, agree }) => ({
    margin,
    accuracy: sums.labelled === 0 ? null : correct / sums.labelled,
    agreement: agree / sums.samples,
    mean_steps: stops.reduce((sum, count, t) => sum + count * (t + 1), 0) / sums.samples,
    energy: stops.reduce((sum, count, t) => sum + count * energy[t]!, 0) / sums.samples,
  }));
}
