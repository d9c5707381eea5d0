/** The smallest replacement that turns one text into another, so that a cursor elsewhere in it stays where it is. */

export interface TextEdit {
  /** Indices into the text before: what is replaced. */
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** Null where both are the same. */
export function textEdit(before: string, after: string): TextEdit | null {
  if (before === after) return null;
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start++;
  let end = 0;
  while (end < most - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  return { from: start, to: before.length - end, text: after.slice(start, after.length - end) };
}
