/** `NAME.c`: the functions of the library that the layers call, one function for each layer, and the functions of `NAME.h`. */
import type { DataArray, Draft, LayerDraft } from '../draft.ts';
import { libraryOf } from '../kernels/index.ts';
import { commented, indented } from '../literals.ts';
import { fileComment, type PackageFacts } from './facts.ts';
import type { PlannedProgram } from './plan.ts';

/** Contraction of a product and a sum into one operation would change the last bits, which decide ties. */
const NO_CONTRACTION = `#if defined(__clang__)
#pragma STDC FP_CONTRACT OFF
#endif`;

export function sourceFile(facts: PackageFacts, program: PlannedProgram): string {
  const { name } = facts;
  const { draft, stateBytes } = program;
  const floats = draft.element === 'float';
  const parts = [
    `${fileComment(facts, 'the network.')}
#include "${name}.h"

${floats ? '#include <math.h>\n' : ''}#include <string.h>
${floats ? `\n${NO_CONTRACTION}\n` : ''}
/* The header says how large a state is. */
typedef char ${name}_state_has_its_size[sizeof(${name}_state) == ${stateBytes} ? 1 : -1];`,
    ...(draft.data.length === 0 ? [] : [[`/* Constant data, in ${name}_data.c. */`, ...draft.data.map(declaration)].join('\n')]),
    ...libraryOf(draft.kernels),
    ...draft.layers.flatMap((layer, index) => (layer.calls.length === 0 ? [] : [layerFunction(name, program, layer, index)])),
    resetFunction(name, draft.layers),
    stepFunction(facts, draft),
    `uint64_t ${name}_operations(const ${name}_state *s) { return s->operations; }`,
  ];
  return `${parts.join('\n\n')}\n`;
}

const declaration = ({ name, type, values }: DataArray): string => `extern const ${type} ${name}[${values.length}];`;

const parametersOf = (name: string, { port }: LayerDraft): string =>
  [`${name}_state *s`, ...(port === 'in' ? ['const float *in'] : port === 'out' ? ['float *out'] : [])].join(', ');

/** A layer with several calls has a block for each. */
function layerFunction(name: string, { address, temporaries }: PlannedProgram, layer: LayerDraft, index: number): string {
  const blocks = layer.calls.map((call, at) => ({ about: call.about, lines: call.code(address, temporaries[index]![at]!) }));
  return [
    `/* ${commented(`${layer.layer}: ${layer.about}`)}. */`,
    `static void ${layer.id}(${parametersOf(name, layer)}) {`,
    ...indented(
      blocks.flatMap(({ about, lines }) =>
        blocks.length === 1 ? lines : [`{ /* ${commented(about)} */`, ...indented(lines), '}'],
      ),
    ),
    '}',
  ].join('\n');
}

const resetFunction = (name: string, layers: readonly LayerDraft[]): string =>
  [
    `void ${name}_reset(${name}_state *s) {`,
    '  memset(s, 0, sizeof *s);',
    ...layers.flatMap(({ layer, resets }) => (resets.length === 0 ? [] : [`  /* ${commented(layer)} */`, ...indented(resets)])),
    '}',
  ].join('\n');

const stepFunction = ({ name, macro }: PackageFacts, { layers, element }: Draft): string =>
  [
    `void ${name}_step(${name}_state *s, const float *in, float *out) {`,
    // Beyond these steps a sum of 32 bits could overflow.
    ...(element === 'float' ? [] : [`  if (s->step == ${macro}_STEPS) return;`]),
    ...layers.flatMap(({ id, calls, port }) =>
      calls.length === 0 ? [] : [`  ${id}(${['s', ...(port ? [port] : [])].join(', ')});`],
    ),
    '  s->step++;',
    '}',
  ].join('\n');
