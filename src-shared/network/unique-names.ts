/** Makes names unique by adding numbers: names of a file, which may use one name for all of its nodes, and names that conversion adds. */

/**
 * Makes a function that returns a new name at each call: the requested name, or that name with the next free number (`a`, `a:2`,
 * `a:3`). A call takes only a few look-ups, however many names are alike. `taken`: names in use. `separator`: text before the
 * number.
 */
export function uniqueNames(taken: Set<string>, separator: ':' | '.'): (base: string) => string {
  /** For each name, the first number that may be free. */
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
