/**
 * Which notes of a report are warnings: the result is worse than the network allows, and a setting is to blame. A note is stored as its text
 * alone; those that write a warning and those that recognise one take the words from here. Reports of older versions have the same words.
 */

/** Words that are in every warning of a kind, and in no other note; what concerns the whole result first. */
export const WARNING_WORDS = {
  away: 'does not improve over the second half of the steps:',
  lost: 'Thresholds lose activations that matter at',
  unsolved: 'threshold iteration has no sound answer for',
  silent: 'is negative; their threshold is 0, they never fire.',
} as const;

/** How early the text of a note is to be read if it is a warning, from 0; null if it is none. */
export function warningRank(text: string): number | null {
  const rank = Object.values(WARNING_WORDS).findIndex((words) => text.includes(words));
  return rank < 0 ? null : rank;
}
