/**
 * `NAME_test.c`: samples with the answers after every step and the numbers of operations that the library gave where it was exported and
 * checked, and a program that compares.
 */
import { arrayText } from './data.ts';
import { fileComment, outputSize, type PackageFacts } from './facts.ts';

/** What the test program compares. */
export interface TestVectors {
  /** Samples one behind the other. */
  readonly samples: Float32Array;
  readonly count: number;
  /** For every sample and step, all outputs. */
  readonly answers: Float32Array;
  /** Operations after the last step, for every sample. */
  readonly operations: readonly number[];
}

/** Largest distance of an answer, relative to the largest answer of the sample: functions of math.h differ in the last bits. */
const TOLERANCE = '1e-4f';

export function testFile(facts: PackageFacts, { samples, count, answers, operations }: TestVectors): string {
  const { name, macro, steps } = facts;
  return `${fileComment(facts, 'test vectors, and a program that compares them with what the library computes.')}
#include <math.h>
#include <stdio.h>

#include "${name}.h"

#define SAMPLES ${count}
#define STEPS ${steps}

static ${arrayText({ name: 'samples', type: 'float', values: samples }).replace(`[${samples.length}]`, `[SAMPLES * ${macro}_IN_SIZE]`)}

/* Answers after every step, as the library gave them where it was exported and checked. */
static ${arrayText({ name: 'answers', type: 'float', values: answers }).replace(`[${answers.length}]`, `[SAMPLES * STEPS * ${macro}_OUT_SIZE]`)}

/* Synaptic operations of all steps. */
static const double operations[SAMPLES] = {${operations.join(', ')}};

static ${name}_state state;

int main(void) {
  static float out[${outputSize(facts)}];
  const float *expected = answers;
  int sample, step, i, failures = 0;
  for (sample = 0; sample < SAMPLES; sample++) {
    ${name}_reset(&state);
    for (step = 0; step < STEPS; step++, expected += ${macro}_OUT_SIZE) {
      float largest = 0.0f, difference = 0.0f;
      ${name}_step(&state, samples + sample * ${macro}_IN_SIZE, out);
      for (i = 0; i < ${macro}_OUT_SIZE; i++) {
        if (fabsf(expected[i]) > largest) largest = fabsf(expected[i]);
        /* A comparison with NaN is false, so that NaN fails. */
        if (!(fabsf(out[i] - expected[i]) <= difference)) difference = fabsf(out[i] - expected[i]);
      }
      if (!(difference <= ${TOLERANCE} * largest)) {
        printf("sample %d, step %d: the answer differs by %g\\n", sample + 1, step + 1, (double)difference);
        failures++;
      }
    }
    if ((double)${name}_operations(&state) != operations[sample])
      printf("sample %d: %.0f synaptic operations instead of %.0f (math.h may differ)\\n", sample + 1,
             (double)${name}_operations(&state), operations[sample]);
  }
  printf("${name}: %d samples, %d steps, %s\\n", SAMPLES, STEPS, failures == 0 ? "all answers agree" : "answers differ");
  return failures == 0 ? 0 : 1;
}
`;
}
