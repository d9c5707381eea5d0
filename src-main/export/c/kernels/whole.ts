/** The arithmetic of docs/fixed-point.md as C, in the operations of `src-shared/fixed`. Negative numbers are never shifted. */
import type { Kernel } from './kernel.ts';
import { pool } from './windows.ts';

export const WHOLE = {
  whole_quantised: {
    text: `
/* x / unit to the nearest whole number, halves away from zero, of at most this magnitude. NaN becomes 0. */
static int32_t whole_quantised(float x, double unit, int32_t most) {
  const double exact = (double)x / unit;
  const double magnitude = exact < 0.0 ? -exact : exact;
  int32_t whole = 0;
  if (magnitude >= (double)most) whole = most;
  else if (magnitude >= 0.5) whole = (int32_t)(magnitude + 0.5);
  return exact < 0.0 ? -whole : whole;
}`,
  },
  whole_scaled: {
    text: `
/* x * multiplier / 2^shift to the nearest whole number, halves away from zero, of at most this magnitude. */
static int32_t whole_scaled(int32_t x, int32_t multiplier, int32_t shift, int32_t most) {
  const uint64_t half = shift == 0 ? 0 : (uint64_t)1 << (shift - 1);
  uint64_t magnitude = (uint64_t)(x < 0 ? -x : x);
  if (x == 0) return 0;
  magnitude = (magnitude * (uint64_t)multiplier + half) >> shift;
  if (magnitude > (uint64_t)most) magnitude = (uint64_t)most;
  return x < 0 ? -(int32_t)magnitude : (int32_t)magnitude;
}`,
  },
  whole_quotient: {
    text: `
/* n / d to the nearest whole number, halves away from zero. */
static int32_t whole_quotient(int64_t n, int32_t d) {
  const int64_t magnitude = (2 * (n < 0 ? -n : n) + d) / (2 * (int64_t)d);
  return (int32_t)(n < 0 ? -magnitude : magnitude);
}`,
  },
  whole_fire_once: {
    text: `
/* Integrate and fire: 1 if m >= quantum; -1 if m <= 0 and so much may be taken back; otherwise 0. */
static int32_t whole_fire_once(int32_t m, int32_t quantum, int32_t credit) {
  if (m >= quantum) return 1;
  return m <= 0 && credit >= quantum ? -1 : 0;
}`,
  },
  whole_fire_multi_threshold: {
    text: `
/* Multi-threshold: the largest 2^k, k < levels, with |m| >= 3/4 quantum * 2^k that may be sent, with the sign of m. */
static int32_t whole_fire_multi_threshold(int32_t m, int32_t quantum, int32_t levels, int32_t credit) {
  const int32_t least = quantum - quantum / 4;
  const int32_t magnitude = m < 0 ? -m : m;
  int32_t power = 1;
  if (magnitude < least) return 0;
  for (int32_t k = 1; k < levels; k++) power *= 2;
  for (; power > 0; power /= 2)
    if (magnitude >= least * power && (m > 0 || credit >= quantum * power)) return m > 0 ? power : -power;
  return 0;
}`,
  },
  whole_fire_multi_spike: {
    text: `
/* Multi-spike: the number of quanta in m, at most this number, and at least what may be taken back. */
static int32_t whole_fire_multi_spike(int32_t m, int32_t quantum, int32_t most, int32_t credit) {
  const int32_t count = m / quantum - (m % quantum < 0);
  int32_t least = credit > 0 ? credit / quantum : 0;
  if (least > most) least = most;
  if (count < -least) return -least;
  return count > most ? most : count;
}`,
  },
  whole_largest_powers: {
    text: `
/* A whole number with only the largest powers of two that its magnitude is the sum of, so many of them. "power": the largest that may occur. */
static int32_t whole_largest_powers(int32_t count, int32_t power, int32_t spikes) {
  int32_t rest = count < 0 ? -count : count;
  for (; power > 0 && spikes > 0; power /= 2) {
    if (rest >= power) {
      rest -= power;
      spikes--;
    }
  }
  return count < 0 ? count + rest : count - rest;
}`,
  },
  whole_largest_of_windows: {
    needs: ['windows'],
    text: pool('whole_largest_of_windows', 'The largest value', 'INT32_MIN', 'if (value > all) all = value;', 'int32_t'),
  },
  whole_sums_of_windows: {
    needs: ['windows'],
    text: pool('whole_sums_of_windows', 'The sum', '0', 'all += value;', 'int32_t'),
  },
} as const satisfies Record<string, Kernel>;
