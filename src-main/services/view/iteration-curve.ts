/**
 * The steps by which threshold iteration approaches the threshold of one channel, from the statistics of a calibration
 * (docs/algorithm.md §6). A job.
 */
import { iterationLevels, type IterationSettings } from '../../../src-shared/calibration/index.ts';
import type { IterationCurve } from '../../../src-shared/contract/index.ts';
import { isSolved, iterationSteps } from '../../calibrate/index.ts';

export interface IterationCurveRequest {
  readonly channel: number;
  /** Mean of the layer's input over the calibration samples. */
  readonly mean: number;
  readonly variance: number;
  readonly settings: IterationSettings;
  /** Time steps T. */
  readonly steps: number;
}

/** The curve, up to the first value that is not a number. */
export function iterationCurve(request: IterationCurveRequest): Promise<IterationCurve> {
  const { channel, mean, variance, settings, steps } = request;
  const sigma = Math.sqrt(variance);
  const all = [...iterationSteps(mean, sigma, iterationLevels(settings, steps))];
  return Promise.resolve({ channel, thresholds: all.filter(Number.isFinite), solved: isSolved(all.at(-1)!, mean, sigma) });
}
