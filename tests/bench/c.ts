/**
 * The convolution of exported C against a plain dense loop in C, on the layers of ResNet-20: the loop has constant sizes, adds one output
 * at a time and leaves out padding. Compiled by gcc with -O2.
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { libraryOf } from '../../src-main/export/c/kernels/index.ts';
import { milliseconds } from './markdown.ts';
import type { Recorder } from './results.ts';

/** A layer with kernels of 3 × 3: channels and side of its input, channels of its output, stride. */
interface Layer {
  readonly inputs: number;
  readonly outputs: number;
  readonly side: number;
  readonly stride: number;
}

const LAYERS: readonly Layer[] = [
  { inputs: 16, outputs: 16, side: 32, stride: 1 },
  { inputs: 16, outputs: 32, side: 32, stride: 2 },
  { inputs: 32, outputs: 32, side: 16, stride: 1 },
  { inputs: 32, outputs: 64, side: 16, stride: 2 },
  { inputs: 64, outputs: 64, side: 8, stride: 1 },
];

/** Firing rates, with the most time relative to the dense loop: twice as long, and a third. */
const RATES = [
  { rate: 1, aim: 2 },
  { rate: 0.1, aim: 0.33 },
];

const ROUNDS = 15;

/** A program that prints the median seconds of both, measured in turn. */
const programOf = ({ inputs, outputs, side, stride }: Layer, rate: number): string => {
  const to = side / stride;
  return `#define _POSIX_C_SOURCE 199309L
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
${libraryOf(['convolve']).join('\n')}
#define C ${inputs}
#define M ${outputs}
#define H ${side}
#define TO ${to}
static float x[C * H * H], w[C * 9 * M], dense_w[M * C * 9], sums[M * TO * TO], y[M * TO * TO], z[M * TO * TO];
static void dense(void) {
  for (int m = 0; m < M; m++)
    for (int r = 0; r < TO; r++)
      for (int q = 0; q < TO; q++) {
        float sum = 0.0f;
        for (int c = 0; c < C; c++)
          for (int i = 0; i < 3; i++)
            for (int j = 0; j < 3; j++) {
              const int h = r * ${stride} + i - 1, v = q * ${stride} + j - 1;
              if (h >= 0 && h < H && v >= 0 && v < H) sum += dense_w[((m * C + c) * 3 + i) * 3 + j] * x[(c * H + h) * H + v];
            }
        z[(m * TO + r) * TO + q] = sum;
      }
}
static double now(void) { struct timespec t; clock_gettime(CLOCK_MONOTONIC, &t); return t.tv_sec + 1e-9 * t.tv_nsec; }
static int order(const void *a, const void *b) { return (*(const double *)a > *(const double *)b) - (*(const double *)a < *(const double *)b); }
int main(void) {
  static const convolution c = {.groups = 1, .inputs = C, .outputs = M, .from = {1, H, H}, .to = {1, TO, TO}, .kernel = {1, 3, 3},
    .stride = {1, ${stride}, ${stride}}, .dilation = {1, 1, 1}, .pad = {0, 1, 1}};
  double ours[${ROUNDS}], theirs[${ROUNDS}];
  uint64_t operations = 0;
  srand(1);
  for (int i = 0; i < C * H * H; i++) x[i] = rand() < ${rate} * RAND_MAX + 1.0 ? 0.25f : 0.0f;
  for (int k = 0; k < C; k++)
    for (int t = 0; t < 9; t++)
      for (int m = 0; m < M; m++) w[(k * 9 + t) * M + m] = dense_w[(m * C + k) * 9 + t] = (float)rand() / RAND_MAX - 0.5f;
  for (int round = 0; round < ${ROUNDS}; round++) {
    double began = now();
    for (int k = 0; k < 10; k++) operations += convolve(&c, x, w, sums, y);
    ours[round] = now() - began;
    began = now();
    for (int k = 0; k < 10; k++) dense();
    theirs[round] = now() - began;
  }
  for (int i = 0; i < M * TO * TO; i++) if (!(fabsf(y[i] - z[i]) < 1e-3f)) { fprintf(stderr, "they differ\\n"); return 1; }
  qsort(ours, ${ROUNDS}, sizeof *ours, order);
  qsort(theirs, ${ROUNDS}, sizeof *theirs, order);
  printf("%g %g %g\\n", ours[${ROUNDS} / 2] / 10, theirs[${ROUNDS} / 2] / 10, (double)operations / (10 * ${ROUNDS}));
  return 0;
}
`;
};

/** Median milliseconds of both, and the operations of one pass. */
function measure(
  layer: Layer,
  rate: number,
  folder: string,
): { readonly ours: number; readonly dense: number; readonly operations: number } {
  const [source, program] = [join(folder, 'bench.c'), join(folder, 'bench')];
  writeFileSync(source, programOf(layer, rate));
  execFileSync('gcc', ['-std=c99', '-O2', '-ffp-contract=off', '-o', program, source, '-lm']);
  const [ours, dense, operations] = execFileSync(program, { encoding: 'utf8' }).split(' ').map(Number) as [
    number,
    number,
    number,
  ];
  return { ours: 1e3 * ours, dense: 1e3 * dense, operations };
}

export function cTable(record: Recorder, folder: string): Promise<void> {
  const names = LAYERS.map(({ inputs, outputs, side }) => `${inputs} → ${outputs} channels at ${side} × ${side}`).join(', ');
  for (const { rate, aim } of RATES) {
    const all = LAYERS.map((layer) => measure(layer, rate, folder));
    record({
      table: 'c',
      workload: `${100 * rate} % of inputs fire: ${names}`,
      aim,
      values: all.map(({ ours, dense }) => ours / dense),
      detail: `${all.map(({ ours, dense }) => `${milliseconds(ours)} and ${milliseconds(dense)}`).join(', ')} ms`,
    });
  }
  return Promise.resolve();
}
