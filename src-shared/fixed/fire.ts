/**
 * The firing rules of docs/algorithm.md §3 and §9 in whole numbers: the number of quanta λ that a neuron sends. All arguments but `levels`
 * are in one unit, in which λ is the whole number `quantum`, a multiple of 4.
 */
import { largestPowers } from '../units/fire.ts';
import { floorDivide } from './arithmetic.ts';

/** IF: 1 if m ≥ λ; −1 if m ≤ 0 and credit ≥ λ; otherwise 0. */
export function fireOnce(m: number, quantum: number, credit: number): number {
  if (m >= quantum) return 1;
  return m <= 0 && credit >= quantum ? -1 : 0;
}

/** Multi-threshold: the largest 2ᵏ, k < `levels`, with |m| ≥ ¾ · 2ᵏ · λ and, for a negative m, credit ≥ 2ᵏ · λ; with the sign of m. */
export function fireMultiThreshold(m: number, quantum: number, levels: number, credit: number): number {
  const least = quantum - quantum / 4;
  const magnitude = m < 0 ? -m : m;
  if (magnitude < least) return 0;
  for (let power = 1 << (levels - 1); power > 0; power >>= 1) {
    if (magnitude >= least * power && (m > 0 || credit >= quantum * power)) return m > 0 ? power : -power;
  }
  return 0;
}

/**
 * Multi-spike: ⌊m/λ⌋, at most 2ⁿ − 1 and at least −min(2ⁿ − 1, ⌊credit/λ⌋); of that number only the `mostSpikes` largest powers of two if there
 * is such a limit.
 */
export function fireMultiSpike(m: number, quantum: number, levels: number, credit: number, mostSpikes = levels): number {
  const most = 2 ** levels - 1;
  const least = -Math.min(most, Math.max(0, floorDivide(credit, quantum)));
  const count = Math.max(least, Math.min(most, floorDivide(m, quantum)));
  return mostSpikes < levels ? largestPowers(count, mostSpikes) : count;
}
