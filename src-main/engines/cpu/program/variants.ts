/**
 * Programs that differ from a base program in some operations, such as those of one neuron layer. A variant starts at the first operation
 * that differs: the values that earlier operations wrote are those of the base, to the last bit, because the same operations wrote them.
 */
import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Operand, Operation, Program } from './program.ts';

/** A program, and the part of it that the base program has not computed. */
export interface Variant {
  readonly program: Program;
  /** Number of operations at the start that are the base's. If it is 0, the variant shares nothing but the samples. */
  readonly from: number;
  /** Slots that later operations or the outputs read and that an earlier operation, or the input, wrote. */
  readonly crossing: readonly number[];
}

/** A base program with its variants. Arrays with equal contents are one array, so that a worker keeps each of them once. */
export interface Family {
  readonly base: Program;
  readonly variants: readonly Variant[];
}

/** The family of a base program and other programs of the same placed network. */
export function familyOf(base: Program, programs: readonly Program[]): Family {
  const share = createSharing();
  const first = share(base);
  return {
    base: first,
    variants: programs.map((one) => {
      const program = share(one);
      const from = commonStart(first, program);
      return { program, from, crossing: crossingSlots(program, from) };
    }),
  };
}

/** Number of operations at the start that are the same in two programs and do the same on the same memory. */
function commonStart(a: Program, b: Program): number {
  const whole = (program: Program) => [program.coding, program.tau, program.input, program.neurons, program.counted];
  if (!isDeepStrictEqual(whole(a), whole(b)) || !sameSlots(a, b, [a.input])) return 0;
  const end = Math.min(a.operations.length, b.operations.length);
  for (let index = 0; index < end; index++) {
    const operation = a.operations[index]!;
    if (!isDeepStrictEqual(operation, b.operations[index]) || !sameSlots(a, b, operandsOf(operation))) return index;
  }
  return end;
}

const sameSlots = (a: Program, b: Program, operands: readonly Operand[]): boolean =>
  operands.every(({ slot }) => isDeepStrictEqual(a.slots[slot], b.slots[slot]));

const operandsOf = (operation: Operation): readonly Operand[] => [
  ...readsOf(operation),
  ...('output' in operation ? [operation.output] : []),
];

/** The operands that an operation reads. */
export function readsOf(operation: Operation): readonly Operand[] {
  if ('inputs' in operation) return operation.inputs;
  return 'input' in operation ? [operation.input] : [];
}

function crossingSlots({ operations, outputs }: Program, from: number): number[] {
  const rest = operations.slice(from);
  const written = new Set(rest.flatMap((operation) => ('output' in operation ? [operation.output.slot] : [])));
  const read = [...rest.flatMap(readsOf), ...outputs.map(({ operand }) => operand)].map(({ slot }) => slot);
  return [...new Set(read)].filter((slot) => !written.has(slot));
}

/** Copies plain data. Arrays of numbers with equal contents become the same array, also across calls. */
function createSharing(): <T>(value: T) => T {
  const known = new Map<string, unknown>();
  const seen = new Map<unknown, unknown>();
  const share = (value: unknown): unknown => {
    if (ArrayBuffer.isView(value)) {
      if (seen.has(value)) return seen.get(value);
      const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
      const key = `${value.constructor.name} ${value.byteLength} ${createHash('sha256').update(bytes).digest('base64')}`;
      if (!known.has(key)) known.set(key, value);
      seen.set(value, known.get(key));
      return known.get(key);
    }
    if (Array.isArray(value)) return value.map(share);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, share(part)]));
  };
  return share as <T>(value: T) => T;
}
