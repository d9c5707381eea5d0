/**
 * The integer operations of docs/fixed-point.md beyond +, − and ×. Each takes and returns whole numbers of at most 32 bits, and each has
 * a form in C99 with the same result. Intermediate results stay below 2⁵³, where a double holds every whole number.
 */

/** Largest 32-bit whole number. States and sums never exceed it in magnitude. */
export const MOST = 2 ** 31 - 1;

/** n/d rounded to the nearest whole number, halves away from zero. `d` > 0, |n| ≤ 2⁵¹. */
export function roundDivide(n: number, d: number): number {
  return n < 0 ? -Math.floor((2 * -n + d) / (2 * d)) : Math.floor((2 * n + d) / (2 * d));
}

/** n/d rounded down. `d` > 0. In C: `n / d - (n % d < 0)`. */
export const floorDivide = (n: number, d: number): number => Math.floor(n / d);

/**
 * x · multiplier / power rounded to the nearest whole number, halves away from zero. `power` is 2^shift, |x| · multiplier < 2⁵². In C:
 * the magnitude `((uint64_t)|x| * multiplier + half) >> shift` with half = 2^(shift − 1), or 0 if shift is 0, and the sign of x.
 */
export function rescaled(x: number, multiplier: number, power: number): number {
  // With a power of 1 the half does no harm: the product is whole.
  const half = power / 2;
  return x < 0 ? -Math.floor((half - x * multiplier) / power) : Math.floor((x * multiplier + half) / power);
}

/** A factor as `multiplier / 2^shift`. */
export interface Factor {
  readonly multiplier: number;
  readonly shift: number;
}

/** Largest shift of a factor. In C the product is a `uint64_t`, whose shift must be below 64; a larger shift would give 0 all the same. */
const MOST_SHIFT = 62;

/**
 * A factor ≥ 0 with a multiplier of 16 bits (2¹⁵ to 2¹⁶), so that its relative error is at most 2⁻¹⁶. Factors from 2¹⁶ on have shift 0, and
 * factors below 2⁻⁴⁷ are 0, since no 32-bit number times such a factor rounds to anything else.
 */
export function factorOf(value: number): Factor {
  if (!(value >= 2 ** -47)) return { multiplier: 0, shift: 0 };
  const exponent = Math.floor(Math.log2(value));
  const shift = Math.min(MOST_SHIFT, Math.max(0, 15 - exponent));
  return { multiplier: Math.round(value * 2 ** shift), shift };
}

/** Least common multiple of 1 … n. */
export function commonMultiple(n: number): number {
  const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));
  let multiple = 1;
  for (let k = 2; k <= n; k++) multiple = (multiple / divisor(multiple, k)) * k;
  return multiple;
}

/** The largest number of steps whose 1/t are all exact. */
const EXACT_STEPS = 10;

/**
 * The number F of parts of a unit in which estimates are kept. Up to 10 steps it is the least common multiple of 1 … T, so that every
 * change d/(t+1) is a whole number of parts. For more steps it is 840, and a change is rounded to the nearest part.
 */
export const partsOf = (steps: number): number => (steps <= EXACT_STEPS ? commonMultiple(steps) : 840);

/** 1 + 1/2 + … + 1/T: the most that corrections of at most 1 add up to. */
export const harmonic = (steps: number): number =>
  Array.from({ length: steps }, (_, t) => 1 / (t + 1)).reduce((a, b) => a + b, 0);
