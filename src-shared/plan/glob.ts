/**
 * Keys of a plan's `layers`: a layer's name, or a glob. Names are dotted (`layer3.0.relu1`); `*` stands for any run of
 * characters, dots included, so that `layer3.*` means everything inside `layer3`; `?` stands for exactly one character.
 * Nothing else is special.
 */

/** True for a key that may match more than the layer of its own name. */
export const isGlob = (key: string): boolean => /[*?]/.test(key);

/** Makes a test for the names that a key matches, to be used on thousands of names. A name that equals the key always matches. */
export function globTest(key: string): (name: string) => boolean {
  if (!isGlob(key)) return (name) => name === key;
  const pattern = [...key];
  return (name) => name === key || matches(pattern, [...name]);
}

/** Matches in one walk over both. If a character does not fit, the last `*` takes one more character. */
function matches(pattern: readonly string[], name: readonly string[]): boolean {
  let [p, n] = [0, 0];
  let lastStar: { readonly pattern: number; name: number } | undefined;
  while (n < name.length) {
    if (pattern[p] === '*') lastStar = { pattern: ++p, name: n };
    else if (pattern[p] === '?' || pattern[p] === name[n]) [p, n] = [p + 1, n + 1];
    else if (lastStar) [p, n] = [lastStar.pattern, ++lastStar.name];
    else return false;
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}

/**
 * Number of characters to insert, delete or replace to turn a key into a name. In the key, `*` matches any characters at no cost,
 * and `?` any single one.
 */
export function editDistance(key: string, name: string): number {
  const characters = [...name];
  // row[j]: distance from the processed part of the key to the first j characters of the name.
  let row = Array.from({ length: characters.length + 1 }, (_, j) => j);
  for (const char of key) {
    const next = [row[0]! + (char === '*' ? 0 : 1)];
    for (let j = 1; j <= characters.length; j++) {
      const replaced = row[j - 1]! + (char === characters[j - 1] || char === '?' ? 0 : 1);
      next.push(char === '*' ? Math.min(next[j - 1]!, row[j]!) : Math.min(replaced, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[characters.length]!;
}

/** The name nearest to the key; the first one if several are equally near; undefined if there are none. */
export function nearest(key: string, names: Iterable<string>): string | undefined {
  let best: { readonly name: string; readonly distance: number } | undefined;
  for (const name of names) {
    const distance = editDistance(key, name);
    if (best === undefined || distance < best.distance) best = { name, distance };
  }
  return best?.name;
}
