/** The firing rules of docs/algorithm.md §3 and §9 as C. They decide as the kernels of the cpu engine and exported ONNX models do. */
import type { Kernel } from './kernel.ts';

export const FIRE = {
  fire_once: {
    text: `
/* Integrate and fire: theta if m >= theta; -theta if m <= 0 and so much may be taken back; otherwise 0. */
static float fire_once(float m, float theta, float credit) {
  if (m >= theta) return theta;
  return m <= 0.0f && credit >= theta ? -theta : 0.0f;
}`,
  },
  fire_multi_threshold: {
    text: `
/* Multi-threshold: the largest theta / 2^k, k < levels, with |m| >= 3/4 theta / 2^k that may be sent, with the sign of m. */
static float fire_multi_threshold(float m, float theta, int32_t levels, float credit) {
  float share = fabsf(m) / (0.75f * theta);
  float power = 1.0f;
  if (m <= 0.0f && credit / theta < share) share = credit / theta;
  for (int32_t k = 0; k < levels; k++) {
    if (share >= power) return m > 0.0f ? theta * power : -(theta * power);
    power *= 0.5f;
  }
  return 0.0f;
}`,
  },
  fire_multi_spike: {
    text: `
/* Multi-spike: the number of quanta, a whole number of at most this one; m and credit are in quanta. */
static float fire_multi_spike(float m, float most, float credit) {
  float least = floorf(credit);
  float count = floorf(m);
  if (least > most) least = most;
  if (least < 0.0f) least = 0.0f;
  if (count < -least) count = -least;
  return count > most ? most : count;
}`,
  },
  largest_powers: {
    text: `
/* A whole number with only the largest powers of two that its magnitude is the sum of, so many of them. "power": the largest that may occur. */
static float largest_powers(float count, float power, int32_t spikes) {
  float rest = fabsf(count);
  for (; power >= 1.0f && spikes > 0; power *= 0.5f) {
    if (rest >= power) {
      rest -= power;
      spikes--;
    }
  }
  return count > 0.0f ? count - rest : count + rest;
}`,
  },
} as const satisfies Record<string, Kernel>;
