/** Names made unique by numbers: a file may use one name for all of its nodes. */

/**
 * A function that returns a name not returned before: the one asked for, or that with the next free number. Its work is a few look-ups a
 * name in all, however many are alike. `taken`: names that are in use already.
 */
export function uniqueNames(taken: Set<string> = new Set()): (base: string) => string {
  /** By name, the number from which on to look for a free one. */
  const next = new Map<string, number>();
  return (base) => {
    let name = base;
    if (taken.has(base)) {
      let number = next.get(base) ?? 2;
      while (taken.has((name = `${base}:${number}`))) number++;
      next.set(base, number + 1);
    }
    taken.add(name);
    return name;
  };
}
