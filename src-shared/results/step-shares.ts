/** The shares of right answers after every step with their intervals, beside the float network's. Made from the report alone. */
import { type Estimate, type TestedDifference, testedDifference, wilson } from './proportions.ts';
import type { RunReport } from './run-report.ts';

/** The shares after one step. */
export interface StepShares {
  readonly step: number;
  /** Null without labels. */
  readonly accuracy: Estimate | null;
  /** Null if it counts positions instead of samples, whose answers are not independent. */
  readonly agreement: Estimate | null;
  /**
   * The accuracy minus the float network's, of the same samples. Null without labels, and for runs of older versions, which kept nothing
   * of the samples.
   */
  readonly difference: TestedDifference | null;
  /** The full ledger up to this step, in pJ per sample. */
  readonly energyPj: number;
}

/** A share of the samples of a report, with its interval. */
export const shareIn =
  ({ settings }: Pick<RunReport, 'settings'>) =>
  (value: number): Estimate =>
    wilson(Math.round(value * settings.dataset.samples), settings.dataset.samples);

/** True if the answers of samples are classes, so that shares of samples have intervals. */
const hasClasses = ({ early_stopping }: Pick<RunReport, 'early_stopping'>): boolean => early_stopping.length > 0;

/** The float network's accuracy; null without labels. */
export const floatShare = (report: RunReport): Estimate | null =>
  report.ann.accuracy === null || !hasClasses(report) ? null : shareIn(report)(report.ann.accuracy);

/** The shares after every step. */
export function stepShares(report: RunReport): StepShares[] {
  const share = shareIn(report);
  const isOfSamples = hasClasses(report);
  return report.steps.map(({ step, accuracy, agreement, energy }, t) => ({
    step,
    accuracy: accuracy === null || !isOfSamples ? null : share(accuracy),
    agreement: isOfSamples ? share(agreement) : null,
    difference: differenceAt(report, t),
    energyPj: energy.total_pj,
  }));
}

function differenceAt({ ann, paired, settings }: RunReport, t: number): TestedDifference | null {
  const pairs = paired?.with_float;
  if (!pairs || ann.accuracy === null) return null;
  const [first, second, samples] = [pairs.only_spiking[t]!, pairs.only_float[t]!, settings.dataset.samples];
  const both = Math.round(ann.accuracy * samples) - second;
  const counts = { both, first, second, neither: samples - both - first - second };
  return testedDifference(counts);
}
