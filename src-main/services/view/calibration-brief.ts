/** A calibration in brief: per layer the least, the middle and the largest threshold, and how many are not what they should be. */
import type { CalibrationSummary } from '../../../src-shared/contract/index.ts';
import type { CalibrationRecord } from '../../project/index.ts';

/** A summary without what depends on the working plan. */
export type CalibrationBrief = Omit<CalibrationSummary, 'outdated'>;

export function calibrationBrief({
  id,
  plan,
  source,
  samples,
  batch,
  created,
  defaults,
  layers,
}: CalibrationRecord): CalibrationBrief {
  return {
    id,
    version: plan,
    source,
    samples,
    batch,
    created,
    defaults,
    layers: layers.map(({ layer, level, thresholds, unsolved, silent }) => ({
      layer,
      level,
      unsolved: unsolved.length,
      silent: silent.length,
      threshold: leastMiddleLargest(thresholds.values),
    })),
  };
}

/** Least, middle and largest of some numbers. The middle one is the median: the lower of two. */
export function leastMiddleLargest(values: Float64Array): [number, number, number] {
  const sorted = values.toSorted();
  return [sorted[0]!, sorted[(sorted.length - 1) >> 1]!, sorted.at(-1)!];
}
