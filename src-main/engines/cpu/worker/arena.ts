/**
 * Where every slot of a program lies during a run of so many steps and samples: buffers share memory when they do not live at
 * the same time, so that what was just written is still in the cache when it is read.
 */
import { LOSSES } from '../../../../src-shared/units/index.ts';
import type { Operand, Operation, Program } from '../program/program.ts';
import { aligned } from './kernels.ts';
import { sparseBytes } from './sparse-lists.ts';

export interface Arena {
  /** Address of each slot, from the arena's start. */
  readonly slots: readonly number[];
  /** Addresses of each operation's temporary buffers, in the order of `temporaries`. */
  readonly temporaries: readonly (readonly number[])[];
  readonly bytes: number;
}

/** Number of values of a slot of a batch when all of `steps` are stored. */
export function slotLength(program: Program, slot: number, steps: number, batch: number): number {
  const { outer, inner, time } = program.slots[slot]!;
  return outer * inner * batch * (time === 'varying' ? steps : 1);
}

/** `errors`: conversion errors are recorded. */
export function planArena(program: Program, steps: number, batch: number, errors: boolean): Arena {
  const { operations } = program;
  const lastRead = new Array<number>(program.slots.length).fill(-1);
  operations.forEach((operation, index) => {
    for (const { slot } of readsOf(operation)) lastRead[slot] = index;
  });
  for (const { operand } of program.outputs) lastRead[operand.slot] = operations.length;

  const space = createSpace();
  const slots = new Array<number>(program.slots.length).fill(-1);
  const bytesOf = (slot: number): number => slotLength(program, slot, steps, batch) * Float32Array.BYTES_PER_ELEMENT;
  // What no operation writes is there from the start: the network's input.
  const written = new Set(operations.map((operation) => ('output' in operation ? operation.output.slot : undefined)));
  program.slots.forEach((_, slot) => {
    if (!written.has(slot)) slots[slot] = space.take(bytesOf(slot));
  });
  const temporaries = operations.map((operation, index) => {
    const output = 'output' in operation ? operation.output.slot : undefined;
    const reused = output === undefined ? undefined : overwrites(program, operation, index, lastRead);
    if (output !== undefined) slots[output] = reused === undefined ? space.take(bytesOf(output)) : slots[reused]!;
    const own = temporaryBytes(program, operation, steps, batch, errors).map((bytes) => [space.take(bytes), bytes] as const);
    for (const [address, bytes] of own) space.give(address, bytes);
    for (const slot of new Set(readsOf(operation).map((operand) => operand.slot))) {
      if (lastRead[slot] === index && slot !== reused) space.give(slots[slot]!, bytesOf(slot));
    }
    // What nothing reads (a value that only counts) goes at once.
    if (output !== undefined && lastRead[output]! < 0) space.give(slots[output]!, bytesOf(output));
    return own.map(([address]) => address);
  });
  return { slots, temporaries, bytes: space.bytes() };
}

function readsOf(operation: Operation): readonly Operand[] {
  if ('inputs' in operation) return operation.inputs;
  return 'input' in operation ? [operation.input] : [];
}

/** The input slot that an operation may overwrite with its output: walked step by step, same size, not read later. */
function overwrites(program: Program, operation: Operation, index: number, lastRead: readonly number[]): number | undefined {
  if (operation.kind !== 'neuron' && operation.kind !== 'transcoder') return undefined;
  const { slot } = operation.input;
  const { outer, time } = program.slots[slot]!;
  return outer === 1 && time === 'varying' && lastRead[slot] === index ? slot : undefined;
}

/**
 * Sizes of an operation's temporary buffers. Segment: inputs laid out anew, lists of a sample's non-zero entries. Expectation: estimates, and for a product that is counted
 * one step of each operand and of its estimate, and counts of both for either side. Max pooling: state of a channel. Neurons: float activations and errors.
 */
function temporaryBytes(program: Program, operation: Operation, steps: number, batch: number, errors: boolean): number[] {
  const whole = ({ slot }: Operand): number => {
    const { outer, inner } = program.slots[slot]!;
    return outer * inner * batch * Float32Array.BYTES_PER_ELEMENT;
  };
  switch (operation.kind) {
    case 'segment':
      return [
        ...operation.inputs.map((input) => (needsLayout(program, input, operation.output) ? whole(input) * steps : 0)),
        ...(operation.sparse ? sparseBytes(operation.sparse) : []),
      ];
    case 'expectation':
      return [
        ...operation.inputs.map((input, index) => (operation.estimated[index] || operation.fused ? 0 : whole(input) * steps)),
        ...(operation.pairs !== undefined
          ? [...twice(operation.inputs), ...twice([operation.inputs[0]!, operation.inputs.at(-1)!])].map(whole)
          : []),
      ];
    case 'max-pool':
      return [3 * Float32Array.BYTES_PER_ELEMENT * operation.lanes * operation.plane.reduce((size, axis) => size * axis, 1)];
    case 'neuron':
      return errors ? [whole(operation.output), errorNumbers(steps).end * Float64Array.BYTES_PER_ELEMENT] : [];
    default:
      return [];
  }
}

/** Where float64 numbers of `estimateError` (kernels/error.ts) lie: errors of each step, then losses, then bounds of these. */
export const errorNumbers = (steps: number) => {
  const losses = steps;
  const bounds = losses + 2 * LOSSES.length;
  return { losses, bounds, end: bounds + 5 };
};

const twice = (operands: readonly Operand[]): Operand[] => operands.flatMap((operand) => [operand, operand]);

/** True where an input of a segment may have to be copied before it runs: its steps do not lie as the output's do. */
export function needsLayout(program: Program, input: Operand, output: Operand): boolean {
  const { outer, time } = program.slots[input.slot]!;
  return program.slots[output.slot]!.time === 'varying' && (outer > 1 || time !== 'varying');
}

/** First-fit allocation. */
function createSpace() {
  let free: { start: number; end: number }[] = [{ start: 0, end: Number.POSITIVE_INFINITY }];
  let high = 0;
  return {
    take(bytes: number): number {
      const size = aligned(bytes);
      const gap = free.find(({ start, end }) => end - start >= size)!;
      const address = gap.start;
      gap.start += size;
      high = Math.max(high, gap.start);
      return address;
    },
    give(address: number, bytes: number): void {
      const size = aligned(bytes);
      if (size === 0) return;
      const merged: { start: number; end: number }[] = [];
      for (const gap of [...free, { start: address, end: address + size }].sort((a, b) => a.start - b.start || a.end - b.end)) {
        const last = merged.at(-1);
        if (last && last.end === gap.start) last.end = gap.end;
        else merged.push({ ...gap });
      }
      free = merged;
    },
    bytes: () => high,
  };
}
