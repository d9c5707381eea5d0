/** A summary of a calibration: per layer the smallest, the median and the largest threshold, and the number of channels with a problem. */
import type { CalibrationSummary } from '../../../src-shared/contract/index.ts';
import type { CalibrationRecord } from '../../project/index.ts';

/** A summary without the fields that depend on the working plan. */
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

/** Smallest value, median and largest value. With an even count, the median is the lower of the middle two. */
export function leastMiddleLargest(values: Float64Array): [number, number, number] {
  const sorted = values.toSorted();
  return [sorted[0]!, sorted[(sorted.length - 1) >> 1]!, sorted.at(-1)!];
}
