/** `NAME.h`: what a program that uses the network includes. */
import { commented } from '../literals.ts';
import { fileComment, outputSize, type PackageFacts } from './facts.ts';
import type { PlannedProgram } from './plan.ts';

/** `limits`: more facts about the input, for programs in whole numbers. */
export function headerFile(facts: PackageFacts, { draft, kept, buffers, stateBytes }: PlannedProgram, limits = ''): string {
  const { name, macro, steps, coding, input, outputs } = facts;
  const shape = (sizes: readonly number[]): string => `[${sizes.join(', ')}]`;
  const constant = coding.startsWith('differential')
    ? `It is read at the first step after ${name}_reset only.`
    : 'Give the same sample at every step.';
  return `${fileComment(facts, commented(`a spiking network as C99, ${draft.element === 'float' ? '32-bit floats' : '8-bit weights and whole numbers of 32 bits'}.`))}
#ifndef ${macro}_H
#define ${macro}_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Number of steps that the thresholds were chosen for.${draft.element === 'float' ? '' : ' More steps are not computed.'} */
#define ${macro}_STEPS ${steps}

/* Input ${commented(input.name)} ${shape(input.shape)}, row by row.${limits === '' ? '' : ` ${limits}`} */
#define ${macro}_IN_SIZE ${input.size}

/* Outputs, one behind the other. */
#define ${macro}_OUT_SIZE ${outputSize(facts)}
${outputs
  .map(
    (output) => `/* Output ${commented(output.name)} ${shape(output.shape)}. */
#define ${macro}_${output.macro}_OFFSET ${output.offset}
#define ${macro}_${output.macro}_SIZE ${output.size}`,
  )
  .join('\n')}

/* Size of the state in bytes, which is all memory that the network needs besides a small stack. */
#define ${macro}_STATE_BYTES ${stateBytes}

/* One network at work. Several may exist at the same time. Its contents belong to ${name}.c. */
typedef struct {
  uint64_t operations;
  uint32_t step;
  uint32_t reserved;
  ${draft.element} kept[${Math.max(1, kept)}];
  ${draft.element} buffers[${buffers}];
} ${name}_state;

/* Prepares a state for a new sample. Call it before the first step of every sample. */
void ${name}_reset(${name}_state *state);

/*
 * Computes one time step. in: the sample, ${macro}_IN_SIZE floats. ${constant}
 * out: receives the answer after the steps so far, ${macro}_OUT_SIZE floats.
 */
void ${name}_step(${name}_state *state, const float *in, float *out);

/* Synaptic operations since ${name}_reset: additions of a weight for an input that is not zero. */
uint64_t ${name}_operations(const ${name}_state *state);

#ifdef __cplusplus
}
#endif

#endif
`;
}
