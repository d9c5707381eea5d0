/**
 * The answers of one run compared with each other, sample by sample: the spiking network's with the float network's, and those of the
 * best step with those of the last. Counts of the pairs are enough for intervals and tests, and are part of the report.
 */
import { z } from 'zod';
import { isAnswer, type SampleRecords } from '../metrics/index.ts';

const count = z.int().nonnegative();

/** The pairs of a run's answers. */
export const pairedSchema = z.strictObject({
  /**
   * For the answers after 1…T steps: the numbers of samples that only the spiking network, and only the float network gets right.
   * Null without labels.
   */
  with_float: z.strictObject({ only_spiking: z.array(count), only_float: z.array(count) }).nullable(),
  /**
   * The step with the most right answers (without labels: with the most answers of the float network), the first of equals, and the
   * numbers of samples that are right only then and only after the last step.
   */
  peak: z.strictObject({ step: z.int().min(1), only_peak: count, only_last: count }),
});

/** The pairs of a run's answers, as `pairedSchema` describes them. */
export type Paired = z.infer<typeof pairedSchema>;

/** Number of samples that are right in the first of two lists and not in the second. */
const only = (first: ArrayLike<boolean>, second: ArrayLike<boolean>): number => {
  let found = 0;
  for (let i = 0; i < first.length; i++) if (first[i]! && !second[i]!) found++;
  return found;
};

/** The pairs of a run's records. */
export function pairsOf({ samples, steps, labels, float, answers }: SampleRecords): Paired {
  const wanted = labels ?? float;
  const isRight = (given: Int32Array): boolean[] => Array.from(given, (answer, i) => isAnswer(answer, wanted[i]));
  const right = Array.from({ length: steps }, (_, t) => isRight(answers.subarray(t * samples, (t + 1) * samples)));
  const counts = right.map((one) => one.filter(Boolean).length);
  const peak = counts.indexOf(Math.max(...counts));
  const [best, last, ofFloat] = [right[peak]!, right.at(-1)!, isRight(float)];
  return {
    with_float: labels
      ? { only_spiking: right.map((one) => only(one, ofFloat)), only_float: right.map((one) => only(ofFloat, one)) }
      : null,
    peak: { step: peak + 1, only_peak: only(best, last), only_last: only(last, best) },
  };
}
