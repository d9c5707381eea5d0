/**
 * Loops over positions. What an operator moves or broadcasts is found by following positions: if they depend on the indices of a few
 * loops by constant strides, these loops are written; otherwise the positions become a table.
 */
import type { Draft } from './draft.ts';
import { indented, times } from './literals.ts';

/** Loops, the outermost first, and for each sequence of positions its start and its stride in every loop. */
export interface Nest {
  readonly sizes: readonly number[];
  readonly at: readonly { readonly start: number; readonly strides: readonly number[] }[];
}

/** More loops than this would not be read; such positions become a table. */
const MOST_LOOPS = 6;
const VARIABLES = ['i', 'j', 'k', 'l', 'p', 'q'];

/** Positions 0, 1, 2, … */
export const inOrder = (length: number): Int32Array => Int32Array.from({ length }, (_, i) => i);

/** True for positions 0, 1, 2, … */
export const isInOrder = (positions: Int32Array): boolean => positions.every((position, i) => position === i);

/** Loops that go through all sequences of positions (of the same length) in step; undefined if there are none. */
export function nestOf(sequences: readonly Int32Array[]): Nest | undefined {
  let rest = sequences;
  const sizes: number[] = [];
  const strides: number[][] = sequences.map(() => []);
  while (rest[0]!.length > 1) {
    const run = runOf(rest);
    if (run < 2 || rest[0]!.length % run !== 0 || sizes.length === MOST_LOOPS) return undefined;
    if (!rest.every((sequence) => isRegular(sequence, run))) return undefined;
    sizes.unshift(run);
    rest.forEach((sequence, index) => strides[index]!.unshift(sequence[1]! - sequence[0]!));
    rest = rest.map((sequence) => sequence.filter((_, i) => i % run === 0));
  }
  return { sizes, at: rest.map((sequence, index) => ({ start: sequence[0]!, strides: strides[index]! })) };
}

/** Length of the run of constant strides at the start. */
function runOf(sequences: readonly Int32Array[]): number {
  let run = 2;
  const length = sequences[0]!.length;
  while (run < length && sequences.every((s) => s[run]! - s[run - 1]! === s[1]! - s[0]!)) run++;
  return run;
}

/** True if every run has the stride of the first. */
function isRegular(sequence: Int32Array, run: number): boolean {
  const stride = sequence[1]! - sequence[0]!;
  return sequence.every((position, i) => i % run === 0 || position - sequence[i - 1]! === stride);
}

/** The index expression of positions in order. */
export const IN_ORDER = 'n';

/** The loops as C. `body` receives an index expression for each sequence. Positions in order are counted in `n`. */
export function loopLines({ sizes, at }: Nest, body: (...indices: string[]) => readonly string[]): string[] {
  const variables = VARIABLES.slice(0, sizes.length);
  let counts = false;
  const indices = at.map(({ start, strides }) => {
    const counted = sizes.length > 1 && start === 0 && strides.every((stride, loop) => stride === product(sizes.slice(loop + 1)));
    counts ||= counted;
    if (counted) return IN_ORDER;
    const terms = strides.flatMap((stride, loop) => (stride === 0 ? [] : [times(variables[loop]!, stride)]));
    if (start !== 0 || terms.length === 0) terms.unshift(String(start));
    return terms.join(' + ');
  });
  let lines = [...body(...indices), ...(counts ? [`${IN_ORDER}++;`] : [])];
  for (let loop = sizes.length - 1; loop >= 0; loop--) {
    const begin = loop === 0 && counts ? `${IN_ORDER} = 0, ${variables[loop]!}` : variables[loop]!;
    lines = loopOf(`for (int32_t ${begin} = 0; ${variables[loop]!} < ${sizes[loop]!}; ${variables[loop]!}++)`, lines);
  }
  return lines;
}

const product = (sizes: readonly number[]): number => sizes.reduce((all, size) => all * size, 1);

function loopOf(head: string, lines: readonly string[]): string[] {
  if (lines.length === 1) return [head, ...indented(lines)];
  const single = lines[0]!.startsWith('for ') && lines.slice(1).every((line) => line.startsWith('  ') || line === '}');
  return single ? [head, ...indented(lines)] : [`${head} {`, ...indented(lines), '}'];
}

/** One loop over `size` entries as C. */
export const plainLoop = (size: number, body: (index: string) => readonly string[]): string[] =>
  loopLines({ sizes: [size], at: [{ start: 0, strides: [1] }] }, (index) => body(index!));

/** Goes through sequences of positions in step, by loops if there are some, otherwise by tables. */
export function walkOf(
  draft: Draft,
  sequences: readonly Int32Array[],
): (body: (...indices: string[]) => readonly string[]) => string[] {
  const nest = nestOf(sequences);
  if (nest) return (body) => loopLines(nest, body);
  const tables = sequences.map((positions) => (isInOrder(positions) ? undefined : draft.wholes('positions', positions)));
  return (body) =>
    plainLoop(sequences[0]!.length, (index) =>
      body(...tables.map((table) => (table?.kind === 'data' ? `${table.name}[${index}]` : index))),
    );
}
