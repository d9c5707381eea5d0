/**
 * Functions of rows as C: softmax, normalisations and reductions. A row has `count` entries, `inner` apart; there are `outer` times
 * `inner` rows.
 */
import type { Kernel } from './kernel.ts';

const ROW = 'int32_t outer, int32_t count, int32_t inner';

/** A function of rows: `body` computes one row from `a` into `b`. */
const rows = (name: string, comment: string, body: string): string => `
/* ${comment} */
static void ${name}(const float *x, float *y, ${ROW}) {
  for (int32_t o = 0; o < outer; o++)
    for (int32_t i = 0; i < inner; i++) {
      const float *const a = x + o * count * inner + i;
      float *const b = y + o * count * inner + i;
${body.trim().replaceAll(/^/gm, '      ')}
    }
}`;

/** A reduction: `each` adds the entry `v` to `all`, and `end` is what is stored. */
const reduction = (name: string, start: string, each: string, end = 'all'): string => `
/* ${name}: one number for every row. */
static void ${name}(const float *x, float *y, ${ROW}) {
  for (int32_t o = 0; o < outer; o++)
    for (int32_t i = 0; i < inner; i++) {
      const float *const a = x + o * count * inner + i;
      float all = ${start};
      for (int32_t k = 0; k < count; k++) {
        const float v = a[k * inner];
        ${each}
      }
      *y++ = ${end};
    }
}`;

const LARGEST = `
float top = -INFINITY, sum = 0.0f;
for (int32_t k = 0; k < count; k++)
  if (a[k * inner] > top) top = a[k * inner];`;

const normalise = (name: string, comment: string, centred: boolean): string => `
/* ${comment} */
static void ${name}(const float *x, float *y, ${ROW}, float epsilon) {
  for (int32_t o = 0; o < outer; o++)
    for (int32_t i = 0; i < inner; i++) {
      const float *const a = x + o * count * inner + i;
      float *const b = y + o * count * inner + i;
      float ${centred ? 'mean = 0.0f, ' : ''}squares = 0.0f, factor;
${centred ? '      for (int32_t k = 0; k < count; k++) mean += a[k * inner];\n      mean /= (float)count;\n' : ''}      for (int32_t k = 0; k < count; k++) {
        const float v = a[k * inner]${centred ? ' - mean' : ''};
        squares += v * v;
      }
      factor = 1.0f / sqrtf(squares / (float)count + epsilon);
      for (int32_t k = 0; k < count; k++) b[k * inner] = ${centred ? '(a[k * inner] - mean)' : 'a[k * inner]'} * factor;
    }
}`;

export const ROWS = {
  softmax: {
    text: rows(
      'softmax',
      'Softmax of every row.',
      `${LARGEST.trim()}
for (int32_t k = 0; k < count; k++) sum += b[k * inner] = expf(a[k * inner] - top);
for (int32_t k = 0; k < count; k++) b[k * inner] /= sum;`,
    ),
  },
  log_softmax: {
    text: rows(
      'log_softmax',
      'Logarithm of the softmax of every row.',
      `${LARGEST.trim()}
for (int32_t k = 0; k < count; k++) sum += expf(a[k * inner] - top);
top += logf(sum);
for (int32_t k = 0; k < count; k++) b[k * inner] = a[k * inner] - top;`,
    ),
  },
  divide_by_norm_1: {
    text: rows(
      'divide_by_norm_1',
      'Every row divided by the sum of its magnitudes; zeros stay zeros.',
      `float norm = 0.0f;
for (int32_t k = 0; k < count; k++) norm += fabsf(a[k * inner]);
for (int32_t k = 0; k < count; k++) b[k * inner] = norm == 0.0f ? a[k * inner] : a[k * inner] / norm;`,
    ),
  },
  divide_by_norm_2: {
    text: rows(
      'divide_by_norm_2',
      'Every row divided by its Euclidean norm; zeros stay zeros.',
      `float norm = 0.0f;
for (int32_t k = 0; k < count; k++) norm += a[k * inner] * a[k * inner];
norm = sqrtf(norm);
for (int32_t k = 0; k < count; k++) b[k * inner] = norm == 0.0f ? a[k * inner] : a[k * inner] / norm;`,
    ),
  },
  normalise: { text: normalise('normalise', 'Every row less its mean, divided by its standard deviation.', true) },
  normalise_rms: { text: normalise('normalise_rms', 'Every row divided by the root of its mean square.', false) },
  respond_locally: {
    text: `
/* Local response normalisation over neighbouring channels: x / (bias + share * sum of squares)^beta. */
static void respond_locally(const float *x, float *y, int32_t channels, int32_t plane, int32_t before, int32_t after, float share,
                            float beta, float bias) {
  for (int32_t c = 0; c < channels; c++)
    for (int32_t p = 0; p < plane; p++) {
      float squares = 0.0f;
      for (int32_t k = c - before; k <= c + after; k++)
        if (k >= 0 && k < channels) squares += x[k * plane + p] * x[k * plane + p];
      y[c * plane + p] = x[c * plane + p] / powf(bias + share * squares, beta);
    }
}`,
  },
  reduce_sum: { text: reduction('reduce_sum', '0.0f', 'all += v;') },
  reduce_mean: { text: reduction('reduce_mean', '0.0f', 'all += v;', 'all / (float)count') },
  reduce_max: { text: reduction('reduce_max', '-INFINITY', 'if (v > all) all = v;') },
  reduce_min: { text: reduction('reduce_min', 'INFINITY', 'if (v < all) all = v;') },
  reduce_product: { text: reduction('reduce_product', '1.0f', 'all *= v;') },
  reduce_norm_1: { text: reduction('reduce_norm_1', '0.0f', 'all += fabsf(v);') },
  reduce_norm_2: { text: reduction('reduce_norm_2', '0.0f', 'all += v * v;', 'sqrtf(all)') },
  reduce_squares: { text: reduction('reduce_squares', '0.0f', 'all += v * v;') },
  reduce_log_sum: { text: reduction('reduce_log_sum', '0.0f', 'all += v;', 'logf(all)') },
  reduce_log_sum_exp: {
    text: `
/* Logarithm of the sum of exponentials of every row. */
static void reduce_log_sum_exp(const float *x, float *y, ${ROW}) {
  for (int32_t o = 0; o < outer; o++)
    for (int32_t i = 0; i < inner; i++) {
      const float *const a = x + o * count * inner + i;
      ${LARGEST.trim().replaceAll('\n', '\n      ')}
      for (int32_t k = 0; k < count; k++) sum += expf(a[k * inner] - top);
      *y++ = top + logf(sum);
    }
}`,
  },
} as const satisfies Record<string, Kernel>;
