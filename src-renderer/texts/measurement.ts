/** Words of the form that starts a measurement on samples. */
export const measurementTexts = {
  source: 'Samples from',
  sourceHint: 'Folder or file of samples',
  browse: 'Browse…',
  samples: 'Number of samples',
  all: 'All',
  fewSamples: (least: number): string => `${least} or more: fewer give no interval`,
  energyModel: 'Energy model',
  noSource: 'Say which samples to use.',
  cancel: 'Cancel',
  remaining: (time: string): string => `${time} left`,
  progress: (phase: string, done: string, total: string): string => `${phase}: ${done} of ${total} samples`,
} as const;
