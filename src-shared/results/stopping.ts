/** Early stopping at any margin, found in what a run keeps of its samples: no sample has to run again (docs/algorithm.md §10). */
import { marginOf, type SampleRecords } from '../metrics/index.ts';
import { type Estimate, wilson } from './proportions.ts';

/** The result if every sample stops at the first step whose softmax margin exceeds `margin`, and otherwise at the last step. */
export interface Stopping {
  readonly margin: number;
  /** Null without labels. */
  readonly accuracy: Estimate | null;
  readonly agreement: Estimate;
  /** Mean number of steps over samples. */
  readonly meanSteps: number;
  /** Number of samples that stopped after 1…T steps. */
  readonly stops: readonly number[];
}

/** The results at `margins`, each 0…1. For multiples of 0.001 they are exactly those of the run. */
export const stoppingCurve = (records: SampleRecords, margins: readonly number[]): Stopping[] =>
  margins.map((margin) => stoppingAt(records, margin));

function stoppingAt({ samples, steps, labels, float, answers, margins }: SampleRecords, margin: number): Stopping {
  const stops = new Array<number>(steps).fill(0);
  let [correct, agree] = [0, 0];
  for (let i = 0; i < samples; i++) {
    let t = 0;
    while (t < steps - 1 && !(marginOf(margins[t * samples + i]!) > margin)) t++;
    stops[t]!++;
    const answer = answers[t * samples + i]!;
    if (answer < 0) continue;
    if (answer === labels?.[i]) correct++;
    if (answer === float[i]) agree++;
  }
  return {
    margin,
    accuracy: labels ? wilson(correct, samples) : null,
    agreement: wilson(agree, samples),
    meanSteps: stops.reduce((sum, count, t) => sum + count * (t + 1), 0) / samples,
    stops,
  };
}
