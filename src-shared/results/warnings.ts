/**
 * Which notes of a report are warnings: the result is worse than the network allows, and a setting is to blame. A note is stored as its text
 * alone; those that write a warning and those that recognise one take the words from here. Reports of older versions have the same words.
 */

/** Words that are in every warning of a kind, and in no other note. */
export const WARNING_WORDS = {
  lost: 'Thresholds lose activations that matter at',
  away: 'does not improve over the second half of the steps:',
  unsolved: 'threshold iteration has no sound answer for',
  silent: 'is negative; their threshold is 0, they never fire.',
} as const;

/** True for the text of a note that is a warning. */
export const isWarning = (text: string): boolean => Object.values(WARNING_WORDS).some((words) => text.includes(words));
