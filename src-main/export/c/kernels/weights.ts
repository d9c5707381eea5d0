/**
 * Convolutions and linear layers as C. They are driven by events: an input of zero costs a comparison, and every other input adds its
 * weights, which lie side by side, to the sums that it reaches. Each returns the number of these additions, the synaptic operations.
 */
import type { Kernel } from './kernel.ts';

/** The numbers that a kernel computes with: the types of values and of weights, and the kernel that adds weights. */
interface Numbers {
  readonly value: string;
  readonly weight: string;
  readonly accumulate: string;
}

const FLOATS: Numbers = { value: 'float', weight: 'float', accumulate: 'accumulate' };

/** `place`: the output that an input reaches through a tap, along an axis. */
const convolve = (
  name: string,
  comment: string,
  place: (axis: number, at: string, tap: string) => string,
  { value, weight, accumulate }: Numbers,
): string => `
/* ${comment} sums: scratch for all outputs, with the channels of a position together. Returns the synaptic operations. */
static uint64_t ${name}(const convolution *c, const ${value} *x, const ${weight} *weights, ${value} *sums, ${value} *y) {
  const int32_t *const from = c->from, *const to = c->to, *const kernel = c->kernel;
  const int32_t plane = to[0] * to[1] * to[2];
  const int32_t outputs = c->groups * c->outputs;
  uint64_t operations = 0;
  memset(sums, 0, (size_t)(outputs * plane) * sizeof *sums);
  for (int32_t channel = 0; channel < c->groups * c->inputs; channel++) {
    ${value} *const first = sums + channel / c->inputs * c->outputs;
    const ${weight} *const own = weights + channel * kernel[0] * kernel[1] * kernel[2] * c->outputs;
    for (int32_t d = 0; d < from[0]; d++)
      for (int32_t h = 0; h < from[1]; h++)
        for (int32_t w = 0; w < from[2]; w++) {
          const ${value} value = *x++;
          const ${weight} *tap = own;
          if (value == 0) continue;
          for (int32_t kd = 0; kd < kernel[0]; kd++) {
            const int32_t to_d = ${place(0, 'd', 'kd')};
            for (int32_t kh = 0; kh < kernel[1]; kh++) {
              const int32_t to_h = ${place(1, 'h', 'kh')};
              for (int32_t kw = 0; kw < kernel[2]; kw++, tap += c->outputs) {
                const int32_t to_w = ${place(2, 'w', 'kw')};
                if (to_d < 0 || to_h < 0 || to_w < 0) continue;
                ${accumulate}(first + ((to_d * to[1] + to_h) * to[2] + to_w) * outputs, tap, value, c->outputs);
                operations += (uint64_t)c->outputs;
              }
            }
          }
        }
  }
  for (int32_t o = 0; o < outputs; o++)
    for (int32_t p = 0; p < plane; p++) *y++ = sums[p * outputs + o];
  return operations;
}`;

const adding = ({ value, weight, accumulate }: Numbers): string => `
/* Adds value times the weights to the sums. */
static void ${accumulate}(${value} *restrict sums, const ${weight} *restrict weights, ${value} value, int32_t count) {
  int32_t i = 0;
  for (; i + 4 <= count; i += 4) {
    sums[i] += value * weights[i];
    sums[i + 1] += value * weights[i + 1];
    sums[i + 2] += value * weights[i + 2];
    sums[i + 3] += value * weights[i + 3];
  }
  for (; i < count; i++) sums[i] += value * weights[i];
}`;

const multiply = (name: string, { value, weight, accumulate }: Numbers): string => `
/* y [rows, columns] = x [rows, terms] * weights [terms, columns]. Returns the synaptic operations. */
static uint64_t ${name}(const ${value} *x, const ${weight} *weights, ${value} *y, int32_t rows, int32_t terms, int32_t columns) {
  uint64_t operations = 0;
  memset(y, 0, (size_t)(rows * columns) * sizeof *y);
  for (int32_t r = 0; r < rows; r++, y += columns)
    for (int32_t t = 0; t < terms; t++) {
      const ${value} value = *x++;
      if (value == 0) continue;
      ${accumulate}(y, weights + t * columns, value, columns);
      operations += (uint64_t)columns;
    }
  return operations;
}`;

/** The place of a convolution that is not transposed. */
const FORWARD = (axis: number, at: string, tap: string): string =>
  `reached(${at} + c->pad[${axis}] - ${tap} * c->dilation[${axis}], c->stride[${axis}], to[${axis}])`;

/** Weights of 8 bits, and sums of 32. */
const WHOLE: Numbers = { value: 'int32_t', weight: 'int8_t', accumulate: 'whole_accumulate' };

/** The kernels of programs in whole numbers. */
export const WHOLE_WEIGHTS = {
  whole_accumulate: { text: adding(WHOLE) },
  whole_convolve: {
    needs: ['whole_accumulate', 'convolution'],
    text: convolve('whole_convolve', 'Convolution.', FORWARD, WHOLE),
  },
  whole_multiply: { needs: ['whole_accumulate'], text: multiply('whole_multiply', WHOLE) },
} as const satisfies Record<string, Kernel>;

export const WEIGHTS = {
  accumulate: { text: adding(FLOATS) },
  convolution: {
    text: `
/* A convolution over depth, height and width (1 if there is no such axis). inputs, outputs: channels of a group. */
typedef struct {
  int32_t groups, inputs, outputs;
  int32_t from[3], to[3], kernel[3], stride[3], dilation[3], pad[3];
} convolution;

/* The output that an input reaches through a tap, or -1: place is its distance from the first output, in inputs. */
static int32_t reached(int32_t place, int32_t stride, int32_t size) {
  if (place < 0) return -1;
  if (stride != 1) {
    if (place % stride != 0) return -1;
    place /= stride;
  }
  return place < size ? place : -1;
}`,
  },
  convolve: {
    needs: ['accumulate', 'convolution'],
    text: convolve('convolve', 'Convolution.', FORWARD, FLOATS),
  },
  convolve_transposed: {
    needs: ['accumulate', 'convolution'],
    text: convolve(
      'convolve_transposed',
      'Transposed convolution.',
      (axis, at, tap) => `reached(${at} * c->stride[${axis}] - c->pad[${axis}] + ${tap} * c->dilation[${axis}], 1, to[${axis}])`,
      FLOATS,
    ),
  },
  multiply: {
    needs: ['accumulate'],
    text: multiply('multiply', FLOATS),
  },
  multiply_left: {
    text: `
/* y [rows, columns] = weights * x [terms, columns], with the weights transposed, [terms, rows]. Returns the synaptic operations. */
static uint64_t multiply_left(const float *weights, const float *x, float *y, int32_t rows, int32_t terms, int32_t columns) {
  uint64_t operations = 0;
  memset(y, 0, (size_t)(rows * columns) * sizeof *y);
  for (int32_t t = 0; t < terms; t++, weights += rows)
    for (int32_t c = 0; c < columns; c++) {
      const float value = *x++;
      if (value == 0.0f) continue;
      for (int32_t r = 0; r < rows; r++) y[r * columns + c] += value * weights[r];
      operations += (uint64_t)rows;
    }
  return operations;
}`,
  },
  count_pairs: {
    text: `
/* The products of a [rows, terms] * b [terms, columns] whose factors are both not zero. */
static uint64_t count_pairs(const float *a, const float *b, int32_t rows, int32_t terms, int32_t columns) {
  uint64_t pairs = 0;
  for (int32_t t = 0; t < terms; t++) {
    uint64_t left = 0, right = 0;
    for (int32_t r = 0; r < rows; r++) left += a[r * terms + t] != 0.0f;
    for (int32_t c = 0; c < columns; c++) right += b[t * columns + c] != 0.0f;
    pairs += left * right;
  }
  return pairs;
}`,
  },
} as const satisfies Record<string, Kernel>;
