/** Names of what a project remembers (project/settings.ts). */

/** Where the window's runs take their samples from unless told otherwise. */
export const DATASET_SETTING = 'dataset';
/** Layout of the window: its own JSON. */
export const LAYOUT_SETTING = 'layout';
/** What the window shows of the model and of the newest calibration, so that opening needs no import (view/known-contents.ts). */
export const VIEW_SETTING = 'view';
export const CALIBRATION_VIEW_SETTING = 'calibration-view';
