/** The part of the model card that explains how to use an exported C library. */
import type { Element } from './draft.ts';
import type { PackageFacts } from './files/index.ts';

export const card = ({ name, macro, outputs }: PackageFacts, element: Element): string =>
  [
    `\`${name}.h\`, \`${name}.c\` and \`${name}_data.c\` are a library in C99 that needs \`string.h\`${element === 'float' ? ' and \`math.h\`' : ''} alone. It allocates nothing: the caller owns the state ` +
      `(\`${macro}_STATE_BYTES\` bytes), and several may exist. Constant data stays in flash.`,
    '',
    '```c',
    `#include "${name}.h"`,
    `static ${name}_state state;`,
    `float out[${macro}_OUT_SIZE];  /* ${outputs.map((output) => output.name.replaceAll('*/', '* /')).join(', ')} */`,
    '',
    `${name}_reset(&state);`,
    `for (int step = 0; step < ${macro}_STEPS; step++)`,
    `  ${name}_step(&state, sample, out);  /* out: the answer so far */`,
    '```',
    '',
    ...(element === 'float'
      ? []
      : [
          'Weights have 8 bits; sums, states and thresholds are whole numbers of 32 bits. `float` and `double` appear only where a sample enters and an answer leaves.',
          '',
        ]),
    `\`make check\` compiles and runs \`${name}_test.c\`, \`make size\` shows what the library occupies. Compile for a device with its own flags (\`make CC=arm-none-eabi-gcc CFLAGS="-O2 -mcpu=cortex-m4 …"\`), ` +
      (element === 'float'
        ? 'and with `-ffp-contract=off`, so that it computes the same bits.'
        : 'and the answers are the same bits.'),
  ].join('\n');
