/** Words of a plan that was found or measured. */
const steps = (count: number): string => (count === 1 ? '1 step' : `${count} steps`);

export const foundPlanTexts = {
  steps,
  delayed: (count: number, from: number): string => `${steps(count)}, mean from step ${from}`,
  stopping: (count: number, margin: number): string => `≤ ${steps(count)}, stop at ${margin}`,
  withInt8: (use: string): string => `${use}, int8 numbers`,
  changes: 'Changes of the working plan',
  noChanges: 'The working plan is this plan.',
  field: 'Setting',
  now: 'Now',
  then: 'Then',
  none: '–',
  readOnly: (reason: string): string => `This project can only be read: ${reason}`,
  apply: 'Apply to the plan',
  applied: 'In the plan',
  onGraph: 'Show on the graph',
  onGraphHint: 'Marks the layers in which this plan differs from the working plan',
} as const;
