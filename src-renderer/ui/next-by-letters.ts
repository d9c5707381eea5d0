/** Which of a list letters typed on its closed button lead to, as lists of the system do it. */

/** What is chosen and what there is, by the words a person reads. */
export interface Lettered {
  readonly label: string;
  readonly disabled?: boolean | undefined;
}

/**
 * The item that `typed` leads to from `current`: the next one that begins with it, the current one included where several letters are
 * typed. One letter again and again goes through all that begin with it. Undefined where there is none, or where it is the current one.
 */
export function nextByLetters<T extends Lettered>(items: readonly T[], typed: string, current: T | undefined): T | undefined {
  const letters = [...typed.toLocaleLowerCase()];
  const one = letters.every((letter) => letter === letters[0]);
  const start = one ? letters[0]! : letters.join('');
  const open = items.filter(({ disabled = false }) => !disabled);
  const at = Math.max(0, current ? open.indexOf(current) : 0);
  const from = [...open.slice(at), ...open.slice(0, at)];
  const found = from.find((item) => !(one && item === current) && item.label.toLocaleLowerCase().startsWith(start));
  return found === current ? undefined : found;
}
