/** Names made unique by numbers: those of a file, which may use one name for all of its nodes, and those that conversion adds. */

/**
 * A function that returns a name not returned before: the one asked for, or that with the next free number. Its work is a few look-ups a
 * name in all, however many are alike. `taken`: names that are in use already; `separator` stands before the number.
 */
export function uniqueNames(taken: Set<string>, separator: ':' | '.'): (base: string) => string {
  /** By name, the first number that may be free. */
  const next = new Map<string, number>();
  return (base) => {
    let name = base;
    if (taken.has(base)) {
      let number = next.get(base) ?? 2;
      while (taken.has((name = `${base}${separator}${number}`))) number++;
      next.set(base, number + 1);
    }
    taken.add(name);
    return name;
  };
}
