/**
 * Plans the memory of a run: the address of every slot for so many steps and samples, and the temporary buffers of each
 * operation.
 */
import { planBuffers } from '../../../../src-shared/lowering/buffers.ts';
import { LOSSES } from '../../../../src-shared/units/index.ts';
import type { Operand, Operation, Program } from '../program/program.ts';
import { readsOf } from '../program/variants.ts';
import { ALIGNMENT } from './kernels.ts';
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

/** Limits of a plan for a program that shares its start with others (program/variants.ts). */
export interface ArenaPart {
  /** Operations before this one are not run. */
  readonly from: number;
  /** Slots that must still be there when an operation begins, by the operation's index. */
  readonly held: ReadonlyMap<number, readonly number[]>;
}

const WHOLE: ArenaPart = { from: 0, held: new Map() };

/** `errors`: conversion errors are recorded. */
export function planArena(program: Program, steps: number, batch: number, errors: boolean, { from, held } = WHOLE): Arena {
  const uses = program.operations.slice(from).map((operation, index) => ({
    reads: [...readsOf(operation).map(({ slot }) => slot), ...(held.get(from + index) ?? [])],
    writes: 'output' in operation ? operation.output.slot : undefined,
    replaces: overwritten(program, operation),
    temporaries: temporaryBytes(program, operation, steps, batch, errors),
  }));
  const kept = [...program.outputs.map(({ operand }) => operand.slot), ...(held.get(program.operations.length) ?? [])];
  const used = new Set([
    ...uses.flatMap(({ reads, writes }) => [...reads, writes]),
    ...kept,
    ...(from === 0 ? [program.input.slot] : []),
  ]);
  const sizes = program.slots.map((_, slot) =>
    used.has(slot) ? slotLength(program, slot, steps, batch) * Float32Array.BYTES_PER_ELEMENT : 0,
  );
  const { buffers, temporaries, bytes } = planBuffers(sizes, uses, kept, ALIGNMENT);
  return { slots: buffers, temporaries: [...Array.from({ length: from }, () => []), ...temporaries], bytes };
}

/** The input slot that an operation may overwrite with its output: it is read step by step and has the same size. */
function overwritten(program: Program, operation: Operation): number | undefined {
  if (operation.kind !== 'neuron' && operation.kind !== 'transcoder') return undefined;
  const { slot } = operation.input;
  const { outer, time } = program.slots[slot]!;
  return outer === 1 && time === 'varying' ? slot : undefined;
}

/**
 * Sizes of an operation's temporary buffers.
 * - Segment: copies of inputs in another layout, and lists of a sample's non-zero entries.
 * - Expectation: estimates. A counted product also has one step of each operand and of its estimate, and the counts of both for
 *   either side.
 * - Max pooling: the state of one channel.
 * - Neurons: float activations and errors.
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

/**
 * Offsets of the float64 numbers of `estimateError` (kernels/error.ts): the error of each step, the losses, the clipped activations
 * of each step, the bounds of the losses, the reach of each step, and two weights for each step.
 */
export const errorNumbers = (steps: number) => {
  const losses = steps;
  const clipped = losses + 2 * LOSSES.length;
  const bounds = clipped + steps;
  const reach = bounds + 5;
  const weights = reach + steps;
  return { losses, clipped, bounds, reach, weights, end: weights + 2 * steps };
};

const twice = (operands: readonly Operand[]): Operand[] => operands.flatMap((operand) => [operand, operand]);

/**
 * True if an input of a segment may have to be copied before the segment runs, since its steps are stored in another way than the
 * output's.
 */
export function needsLayout(program: Program, input: Operand, output: Operand): boolean {
  const { outer, time } = program.slots[input.slot]!;
  return program.slots[output.slot]!.time === 'varying' && (outer > 1 || time !== 'varying');
}
