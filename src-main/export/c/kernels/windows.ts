/** Pooling over windows as C. Positions outside of the input do not count. */
import type { Kernel } from './kernel.ts';

/** `number`: the type of entries. */
export const pool = (name: string, comment: string, start: string, add: string, number = 'float'): string =>
  `
/* ${comment} of every window of ${'`channels`'} planes. */
static void ${name}(const windows *c, const ${number} *x, ${number} *y, int32_t channels) {
  const int32_t *const from = c->from, *const to = c->to, *const kernel = c->kernel;
  for (; channels > 0; channels--, x += from[0] * from[1] * from[2])
    for (int32_t d = 0; d < to[0]; d++)
      for (int32_t h = 0; h < to[1]; h++)
        for (int32_t w = 0; w < to[2]; w++) {
          ${number} all = ${start};
          for (int32_t kd = 0; kd < kernel[0]; kd++)
            for (int32_t kh = 0; kh < kernel[1]; kh++)
              for (int32_t kw = 0; kw < kernel[2]; kw++) {
                const int32_t at_d = d * c->stride[0] + kd * c->dilation[0] - c->pad[0];
                const int32_t at_h = h * c->stride[1] + kh * c->dilation[1] - c->pad[1];
                const int32_t at_w = w * c->stride[2] + kw * c->dilation[2] - c->pad[2];
                ${number} value;
                if (at_d < 0 || at_d >= from[0] || at_h < 0 || at_h >= from[1] || at_w < 0 || at_w >= from[2]) continue;
                value = x[(at_d * from[1] + at_h) * from[2] + at_w];
                ${add}
              }
          *y++ = all;
        }
}`.replaceAll('`', '');

export const WINDOWS = {
  windows: {
    text: `
/* Windows over depth, height and width (1 if there is no such axis). */
typedef struct {
  int32_t from[3], to[3], kernel[3], stride[3], dilation[3], pad[3];
} windows;`,
  },
  largest_of_windows: {
    needs: ['windows'],
    text: pool('largest_of_windows', 'The largest value', '-INFINITY', 'if (value > all) all = value;'),
  },
  sums_of_windows: {
    needs: ['windows'],
    text: pool('sums_of_windows', 'The sum', '0.0f', 'all += value;'),
  },
  take_largest: {
    text: `
/* Takes the largest value of every window from its entries. The windows tile planes of d x h x w entries, and are kd x kh x kw each. */
static void take_largest(float *kept, float *largest, int32_t planes, const int32_t *size, const int32_t *window) {
  for (; planes > 0; planes--, kept += size[0] * size[1] * size[2])
    for (int32_t d = 0; d < size[0]; d += window[0])
      for (int32_t h = 0; h < size[1]; h += window[1])
        for (int32_t w = 0; w < size[2]; w += window[2]) {
          float most = -INFINITY;
          for (int32_t taken = 0; taken < 2; taken++)
            for (int32_t kd = 0; kd < window[0]; kd++)
              for (int32_t kh = 0; kh < window[1]; kh++)
                for (int32_t kw = 0; kw < window[2]; kw++) {
                  float *const entry = kept + ((d + kd) * size[1] + h + kh) * size[2] + w + kw;
                  if (taken) *entry -= most;
                  else if (*entry > most) most = *entry;
                }
          *largest++ = most;
        }
}`,
  },
} as const satisfies Record<string, Kernel>;
