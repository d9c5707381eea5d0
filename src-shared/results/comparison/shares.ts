/** Shares of right answers of two runs: paired where the samples are the same and both runs keep their answers, otherwise independent. */
import { isAnswer, type SampleRecords } from '../../metrics/index.ts';
import { countPairs, type Estimate, independentDifference, SURE, testedDifference, wilson } from '../proportions.ts';
import type { ComparedShares } from './schema.ts';

/** What an answer must be to count: the label, or the answer of the float network. */
export type Wanted = 'labels' | 'float';

/** The samples that a run gets right after `step` steps (from 1). */
const rightAfter = ({ samples, answers, ...records }: SampleRecords, step: number, wanted: Wanted): ((i: number) => boolean) => {
  const [given, target] = [answers.subarray((step - 1) * samples, step * samples), records[wanted]!];
  return (i) => isAnswer(given[i]!, target[i]);
};

/** The shares of two runs on the same samples, after a step each. With `labels`, both records must have them. */
export function pairedShares(
  records: readonly [SampleRecords, SampleRecords],
  [first, second]: readonly [number, number],
  wanted: Wanted,
): ComparedShares {
  const [a, b] = [rightAfter(records[0], first, wanted), rightAfter(records[1], second, wanted)];
  const { samples } = records[0];
  // `first` of the pairs are those that only run b gets right: the difference is the second run minus the first.
  const counts = countPairs(samples, b, a);
  const { p, ...difference } = testedDifference(counts);
  return {
    first: wilson(counts.both + counts.second, samples),
    second: wilson(counts.both + counts.first, samples),
    difference,
    method: 'paired',
    samples: [samples, samples],
    onlyFirst: counts.second,
    onlySecond: counts.first,
    p,
    isNoise: p >= SURE,
  };
}

/** The shares of two runs whose samples cannot be paired. */
export function independentShares(first: Estimate, second: Estimate, samples: readonly [number, number]): ComparedShares {
  const difference = independentDifference(second, first);
  return {
    first,
    second,
    difference,
    method: 'independent',
    samples: [...samples],
    onlyFirst: null,
    onlySecond: null,
    p: null,
    isNoise: difference.low <= 0 && difference.high >= 0,
  };
}
