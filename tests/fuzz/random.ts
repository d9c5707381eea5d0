/** Repeatable chance: the same seed gives the same damage, on every machine. */

export interface Random {
  /** 0 ≤ x < 1. */
  next(): number;
  /** 0 ≤ n < `below`. */
  int(below: number): number;
  chance(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
}

/** Chance that begins at a seed (mulberry32). */
export function random(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const int = (below: number): number => Math.floor(next() * below);
  return { next, int, chance: (probability) => next() < probability, pick: (items) => items[int(items.length)]! };
}

/** The seed of one round of one target: any round can be repeated without those before it (FNV-1a). */
export function seedOf(seed: number, target: string, round: number): number {
  let hash = 0x811c9dc5;
  for (const char of `${seed}/${target}/${round}`) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193) >>> 0;
  return hash;
}
