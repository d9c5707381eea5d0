/** Words of the interface parts, the same wherever they are used. */
export const uiTexts = {
  mixed: 'Mixed',
  copyDetails: 'Copy details',
  copied: 'Copied',
  retry: 'Try again',
  close: 'Close',
  dismiss: 'Dismiss',
  loadFailed: 'This part of the window could not be loaded',
  loadFailedHint: 'Trying again loads the whole window anew. The project is not affected.',
  notANumber: (text: string): string => `“${text}” is not a number.`,
  notWhole: 'A whole number is needed.',
  /** Bounds of a field; `undefined` for no bound. */
  outOfRange: (min: number | undefined, max: number | undefined): string =>
    min !== undefined && max !== undefined ? `From ${min} to ${max}.` : min !== undefined ? `${min} or more.` : `At most ${max}.`,
  needed: 'A value is needed.',
  allTabs: (place: string): string => `All tabs: ${place}`,
  progress: (done: string, total: string): string => `${done} of ${total}`,
  left: (duration: string): string => `${duration} left`,
} as const;
