/**
 * `NAME_test.c`: samples with the answers after every step that the library gave where it was exported and checked, and a program that
 * compares.
 */
import { batchOuter } from '../../../../src-shared/spiking/batch-layout.ts';
import type { SpikingNetwork } from '../../../../src-shared/spiking/index.ts';
import type { RunInput, StepValues } from '../../exporter.ts';
import { arrayText } from './data.ts';
import { fileComment, outputSize, type PackageFacts } from './facts.ts';

/** The samples of a test program have at most this number of floats together, but there is one at least. */
const FLOATS = 20_000;

/** Largest distance of an answer, relative to the largest answer of the sample: functions of math.h differ in the last bits. */
const TOLERANCE = '1e-4f';

/** The test program. `values`: for every output, the answers after each step `[T, …]` flat. */
export function testFile(facts: PackageFacts, spiking: SpikingNetwork, { samples, batch }: RunInput, values: StepValues): string {
  const { name, macro, steps, input } = facts;
  const count = Math.max(1, Math.min(batch, Math.floor(FLOATS / input.size)));
  const vectors = [
    arrayOf('samples', `SAMPLES * ${macro}_IN_SIZE`, samples.subarray(0, count * input.size)),
    arrayOf('answers', `SAMPLES * STEPS * ${macro}_OUT_SIZE`, answersOf(facts, spiking, values, batch, count)),
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
      if (!(difference <= ${TOLERANCE} * largest)) {
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
function answersOf(
  facts: PackageFacts,
  { network }: SpikingNetwork,
  values: StepValues,
  batch: number,
  count: number,
): Float32Array {
  const { steps, outputs } = facts;
  const size = outputSize(facts);
  const outers = batchOuter(network);
  const all = new Float32Array(count * steps * size);
  outputs.forEach((output, index) => {
    const outer = outers.get(network.outputs[index]!.value)!;
    const inner = output.size / outer;
    for (let sample = 0; sample < count; sample++)
      for (let t = 0; t < steps; t++)
        for (let block = 0; block < outer; block++) {
          const from = ((t * outer + block) * batch + sample) * inner;
          all.set(values[index]!.subarray(from, from + inner), (sample * steps + t) * size + output.offset + block * inner);
        }
  });
  return all;
}
