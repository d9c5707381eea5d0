/** Searching names as a person types them: letters in order, the start of words first. */

/**
 * How well `text` answers `query`, 0…1, or 0 where a letter is missing. Words of the query may stand in any order; each has to be found,
 * and counts more at the start of the text or of a word, and in one piece.
 */
export function matchScore(text: string, query: string): number {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return 1;
  const low = text.toLowerCase();
  const scores = words.map((word) => wordScore(low, word));
  return scores.includes(0) ? 0 : scores.reduce((sum, score) => sum + score, 0) / scores.length;
}

function wordScore(text: string, word: string): number {
  const at = text.indexOf(word);
  if (at === 0) return text.length === word.length ? 1 : 0.95;
  const whole = text.search(new RegExp(`(?<![\\p{L}\\p{N}])${escaped(word)}`, 'u'));
  if (whole >= 0) return Math.max(0.7, 0.9 - whole / 1000);
  if (at > 0) return Math.max(0.5, 0.7 - at / 1000);
  return lettersScore(text, word);
}

/** Letters in order with gaps: the fewer gaps, the better. */
function lettersScore(text: string, word: string): number {
  let at = -1;
  let gaps = 0;
  for (const letter of word) {
    const next = text.indexOf(letter, at + 1);
    if (next < 0) return 0;
    if (next !== at + 1) gaps++;
    at = next;
  }
  return 0.4 / gaps;
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** The best of `items` for `query`, best first, those of the same worth in their order; at most `most`. */
export function bestMatches<T>(items: readonly T[], textOf: (item: T) => string, query: string, most: number): readonly T[] {
  const scored = items.map((item, index) => ({ item, index, score: matchScore(textOf(item), query) }));
  return scored
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.index - b.index)
    .slice(0, most)
    .map(({ item }) => item);
}
