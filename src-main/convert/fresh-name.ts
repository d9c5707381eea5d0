/** Names for nodes and values that conversion adds: unlike any that the network has. */

/** `base`, or `base` with a number where that is taken; the name is taken from then on. */
export function freshName(base: string, taken: Set<string>): string {
  let name = base;
  for (let count = 2; taken.has(name); count++) name = `${base}.${count}`;
  taken.add(name);
  return name;
}
