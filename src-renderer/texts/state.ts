/** Words of the window's state: what it says where no view does. */
export const stateTexts = {
  readOnlyEdit: (reason: string): string => `The plan cannot be changed here: ${reason}`,
} as const;
