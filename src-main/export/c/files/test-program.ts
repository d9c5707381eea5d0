/**
 * `NAME_test.c`: samples with the answers after every step that the library gave where it was exported and checked, and a program that
 * compares.
 */
import type { RunInput, StepValues } from '../../exporter.ts';
import type { Element } from '../draft.ts';
import { arrayText } from './data.ts';
import { fileComment, outputSize, type PackageFacts, throughBatch } from './facts.ts';

/** The samples of a test program have at most this number of floats together, but there is one at least. */
const FLOATS = 20_000;

/** Largest distance of an answer, relative to the largest answer of the sample: functions of math.h differ in the last bits. Whole numbers do not. */
const TOLERANCES = { float: '1e-4f', int32_t: '0.0f' } as const;

/** The test program. `values`: for every output, the answers after each step `[T, …]` flat; `element`: what the library computes with. */
export function testFile(facts: PackageFacts, element: Element, { samples, batch }: RunInput, values: StepValues): string {
  const { name, macro, steps, input } = facts;
  const count = Math.max(1, Math.min(batch, Math.floor(FLOATS / input.size)));
  const vectors = [
    arrayOf('samples', `SAMPLES * ${macro}_IN_SIZE`, samples.subarray(0, count * input.size)),
    arrayOf('answers', `SAMPLES * STEPS * ${macro}_OUT_SIZE`, answersOf(facts, values, batch, count)),
  ];
  return `${fileComment(facts, 'test vectors, and a program that compares them with what the library computes.')}
#include <math.h>
#include <stdio.h>

#include "${name}.h"

#define SAMPLES ${count}
#define STEPS ${steps}

${vectors[0]}

/* The answers after every step, as the library gave them where it was exported and checked. */
${vectors[1]}

static ${name}_state state;

int main(void) {
  static float out[${macro}_OUT_SIZE];
  const float *expected = answers;
  int failures = 0;
  for (int sample = 0; sample < SAMPLES; sample++) {
    ${name}_reset(&state);
    for (int step = 0; step < STEPS; step++, expected += ${macro}_OUT_SIZE) {
      float largest = 0.0f, difference = 0.0f;
      ${name}_step(&state, samples + sample * ${macro}_IN_SIZE, out);
      for (int i = 0; i < ${macro}_OUT_SIZE; i++) {
        if (fabsf(expected[i]) > largest) largest = fabsf(expected[i]);
        /* Every comparison with NaN is false, so that NaN fails. */
        if (!(fabsf(out[i] - expected[i]) <= difference)) difference = fabsf(out[i] - expected[i]);
      }
      if (!(difference <= ${TOLERANCES[element]} * largest)) {
        printf("sample %d, step %d: the answer differs by %g\\n", sample + 1, step + 1, (double)difference);
        failures++;
      }
    }
    printf("sample %d: %.0f synaptic operations\\n", sample + 1, (double)${name}_operations(&state));
  }
  printf("${name}: %d samples, %d steps: %s\\n", SAMPLES, STEPS, failures == 0 ? "all answers agree" : "answers differ");
  return failures == 0 ? 0 : 1;
}
`;
}

const arrayOf = (name: string, size: string, values: Float32Array): string =>
  `static ${arrayText({ name, type: 'float', values }).replace(`[${values.length}]`, `[${size}]`)}`;

/** For every sample and step all outputs one behind the other, as `NAME_step` gives them. */
function answersOf(facts: PackageFacts, values: StepValues, batch: number, samples: number): Float32Array {
  const all = new Float32Array(samples * facts.steps * outputSize(facts));
  throughBatch(facts, batch, samples, (output, own, whole, count) =>
    all.set(values[output]!.subarray(whole, whole + count), own),
  );
  return all;
}
