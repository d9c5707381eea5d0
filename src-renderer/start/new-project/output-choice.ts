/** Which outputs of a model are taken: pure functions behind the switches and the list of a new project. */

/** Outputs that are switched one by one; more are a list that is searched. A file can be made to have thousands. */
export const MOST_SWITCHES = 12;

/**
 * The outputs to take after `name` was switched on or off, in the order of the file; null if none would be left, since a network without
 * outputs computes nothing. `taken` may hold values inside the network, which go once a person chooses among the outputs.
 */
export function withOutput(
  declared: readonly string[],
  taken: ReadonlySet<string>,
  name: string,
  on: boolean,
): readonly string[] | null {
  const next = declared.filter((one) => (one === name ? on : taken.has(one)));
  return next.length === 0 ? null : next;
}

/** The outputs whose names have every word of `text` in them, whatever the capitals. */
export function outputsFound(declared: readonly string[], text: string): readonly string[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return declared;
  return declared.filter((name) => {
    const hay = name.toLowerCase();
    return words.every((word) => hay.includes(word));
  });
}
