/** The quantities by which the graph can colour its layers. */

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

/** What the changes of a layer do at most, to be chosen while there is a sensitivity table. */
export const SENSITIVITIES = [
  'sensitivity-divergence',
  'sensitivity-agreement',
  'sensitivity-accuracy',
  'sensitivity-saving',
] as const;

export type RunChange = (typeof RUN_CHANGES)[number];
export type Sensitivity = (typeof SENSITIVITIES)[number];
export type Overlay = (typeof OVERLAYS)[number] | RunChange | Sensitivity;

/** The one that is shown first. */
export const FIRST_RUN_CHANGE: RunChange = 'conversion-error-change';

/** True for a change from one run to another. */
export const isRunChange = (overlay: Overlay): overlay is RunChange => RUN_CHANGES.some((one) => one === overlay);

/** True for an overlay of a sensitivity table. */
export const isSensitivity = (overlay: Overlay): overlay is Sensitivity => SENSITIVITIES.some((one) => one === overlay);

/** Those that can be chosen, by what there is. */
export const overlaysToChoose = (has: { readonly twoRuns: boolean; readonly table: boolean }): readonly Overlay[] => [
  ...OVERLAYS,
  ...(has.twoRuns ? RUN_CHANGES : []),
  ...(has.table ? SENSITIVITIES : []),
];
