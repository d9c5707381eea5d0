/** Names of what a project remembers (project/settings.ts). */

/** Where the window's runs take their samples from unless told otherwise. */
export const DATASET_SETTING = 'dataset';
/** Layout of the window: its own JSON. */
export const LAYOUT_SETTING = 'layout';
