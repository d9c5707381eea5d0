/** `NAME_data.c`: the constant data, written exactly. */
import type { DataArray } from '../draft.ts';
import { floatLiteral } from '../literals.ts';
import { fileComment, type PackageFacts } from './facts.ts';
import type { PlannedProgram } from './plan.ts';

/** Numbers in a line. */
const LINE = 8;

export function dataFile(facts: PackageFacts, { draft: { data } }: PlannedProgram): string {
  const arrays = data.map(arrayText);
  const needsMath = arrays.some((text) => /\b(INFINITY|NAN)\b/.test(text));
  return `${[
    `${fileComment(facts, 'constant data.')}\n#include <stdint.h>${needsMath ? '\n#include <math.h>' : ''}`,
    ...data.map(({ name, type, values }) => `extern const ${type} ${name}[${values.length}];`),
    // A file of C must declare something.
    ...(data.length === 0 ? [`typedef float ${facts.name}_has_no_data;`] : []),
    ...arrays,
  ].join('\n')}\n`;
}

/** An array with its numbers, eight in a line. */
export function arrayText({ name, type, values }: DataArray): string {
  const literal = type === 'float' ? floatLiteral : String;
  const lines: string[] = [];
  for (let at = 0; at < values.length; at += LINE) {
    const numbers: string[] = [];
    for (let i = at; i < Math.min(at + LINE, values.length); i++) numbers.push(literal(values[i]!));
    lines.push(`  ${numbers.join(', ')}`);
  }
  return `const ${type} ${name}[${values.length}] = {\n${lines.join(',\n')}\n};`;
}
