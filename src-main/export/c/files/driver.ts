/**
 * The program that runs the written library on samples: it reads 32-bit floats from the standard input, and after every step writes the
 * answers, the number of operations and so many numbers of the state. It is not part of a package.
 */
import { outputSize, type PackageFacts } from './facts.ts';

export const driverFile = (facts: PackageFacts, kept = 0): string => {
  const { name, macro, steps } = facts;
  return `#include <stdio.h>
#include "${name}.h"

static ${name}_state state;
static float in[${macro}_IN_SIZE], out[${outputSize(facts)}];

int main(void) {
  while (fread(in, sizeof *in, ${macro}_IN_SIZE, stdin) == ${macro}_IN_SIZE) {
    int step;
    ${name}_reset(&state);
    for (step = 0; step < ${steps}; step++) {
      uint64_t operations;
      ${name}_step(&state, in, out);
      operations = ${name}_operations(&state);
      if (fwrite(out, sizeof *out, ${macro}_OUT_SIZE, stdout) != ${macro}_OUT_SIZE) return 1;
      if (fwrite(&operations, sizeof operations, 1, stdout) != 1) return 1;${
        kept === 0
          ? ''
          : `
      if (fwrite(state.kept, sizeof *state.kept, ${kept}, stdout) != ${kept}) return 1;`
      }
    }
  }
  return fflush(stdout) == 0 ? 0 : 1;
}
`;
};
