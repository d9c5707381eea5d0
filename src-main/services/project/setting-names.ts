/** Names of what a project remembers (project/settings.ts). */

/** The samples that the window's runs use by default. */
export const DATASET_SETTING = 'dataset';
/** Number of the run that others are compared with; null for none. */
export const BASELINE_SETTING = 'baseline';
/** Layout of the window, as JSON that only the window reads. */
export const LAYOUT_SETTING = 'layout';
/** The data that the window shows of the model and of the newest calibration, so that opening needs no import (view/known-contents.ts). */
export const VIEW_SETTING = 'view';
export const CALIBRATION_VIEW_SETTING = 'calibration-view';
