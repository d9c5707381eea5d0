/** What the graph can colour its layers by. */

/** From the plan, the calibration, or the run that is shown: always there to be chosen. */
export const OVERLAYS = [
  'none',
  'threshold',
  'thresholds',
  'firing-rate',
  'conversion-error',
  'energy-share',
  'threshold-cost',
] as const;

/** Changes from one run to another, to be chosen while the difference of two runs is shown. */
export const RUN_CHANGES = ['conversion-error-change', 'clipped-change', 'firing-rate-change', 'energy-change'] as const;

export type RunChange = (typeof RUN_CHANGES)[number];
export type Overlay = (typeof OVERLAYS)[number] | RunChange;

/** The one that is shown first. */
export const FIRST_RUN_CHANGE: RunChange = 'conversion-error-change';

/** True for a change from one run to another. */
export const isRunChange = (overlay: Overlay): overlay is RunChange => RUN_CHANGES.some((one) => one === overlay);

/** Those that can be chosen now. */
export const overlaysToChoose = (hasTwoRuns: boolean): readonly Overlay[] =>
  hasTwoRuns ? [...OVERLAYS, ...RUN_CHANGES] : OVERLAYS;
