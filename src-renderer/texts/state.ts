/** Words of the window's state: what it says where no view does. */
export const stateTexts = {
  /** `others`: how many more come first. */
  waitingFor: (title: string, project: string, others: number): string =>
    `Waiting for “${title}” of ${project}${others === 0 ? '' : others === 1 ? ' and one more job' : ` and ${others} more jobs`}`,
  readOnlyEdit: (reason: string): string => `The plan cannot be changed here: ${reason}`,
} as const;
