/** What a test is to cover, as a list of names, and what it has covered: seen of possible, and what is missing. */

export interface Coverage {
  /** Counts a name as seen. One that is not on the list is an error of the list. */
  see(name: string): void;
  /** `operators behind stages: 1261 of 1261`, with what is missing behind it. */
  report(): string;
  missing(): string[];
}

export function coverage(what: string, possible: Iterable<string>): Coverage {
  const all = new Set(possible);
  const seen = new Set<string>();
  const unknown = new Set<string>();
  const missing = (): string[] => [
    ...[...all].filter((name) => !seen.has(name)),
    ...[...unknown].map((name) => `${name} (said to be impossible)`),
  ];
  return {
    see: (name) => void (all.has(name) ? seen : unknown).add(name),
    missing,
    report: () => {
      const left = missing();
      const words =
        left.length === 0
          ? ''
          : `; not: ${left.slice(0, 20).join('; ')}${left.length > 20 ? ` and ${left.length - 20} more` : ''}`;
      return `${what}: ${seen.size} of ${all.size}${words}`;
    },
  };
}
