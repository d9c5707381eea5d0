/**
 * Softmax margins as whole numbers, for storage in 16 bits. The margins of the early-stopping sweep are whole numbers of levels, and a
 * margin is rounded up to the next level. A stored margin therefore exceeds one of them exactly if the margin itself does.
 */

/** Number of levels between the margins 0 and 1. Every multiple of 0.001 is a whole number of levels. */
export const MARGIN_LEVELS = 65_000;
/** The code of a margin that is not a number. */
export const NO_MARGIN = 65_535;

/** The code of a margin 0…1: the smallest whole number n with margin ≤ n / 65,000. Example: 0.9 has the code 58,500. */
export function marginCode(margin: number): number {
  if (Number.isNaN(margin)) return NO_MARGIN;
  let code = Math.min(MARGIN_LEVELS, Math.max(0, Math.ceil(margin * MARGIN_LEVELS)));
  // The product is rounded, which may lead to the level beside.
  while (code < MARGIN_LEVELS && margin > code / MARGIN_LEVELS) code++;
  while (code > 0 && margin <= (code - 1) / MARGIN_LEVELS) code--;
  return code;
}

/** The margin that a code stands for: at most 1/65,000 above the margin that was stored. NaN for `NO_MARGIN`. */
export const marginOf = (code: number): number => (code === NO_MARGIN ? NaN : code / MARGIN_LEVELS);
