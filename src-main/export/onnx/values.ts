/**
 * The values of a network in the graph that is being written: their shapes, their constant parts as constants that broadcast over them,
 * and the view in which that is possible.
 */
import type { LoweredProgram } from '../../../src-shared/lowering/index.ts';
import type { ValueId } from '../../../src-shared/network/index.ts';
import { BATCH, isBatchSize, type Shape } from '../../../src-shared/tensor/index.ts';
import type { Term, Terms } from './terms.ts';

/** A value as a unit computes with it. */
export interface ValueFrame {
  /** Shape of the value in the network. */
  readonly whole: Shape;
  /** Shape of the value, and of the states that belong to it, as the unit sees them. */
  readonly shape: Shape;
  /** Constant part b; null if it is zero. */
  readonly constant: Term;
  /** From the value to the unit's view of it, and back. */
  enter(term: Term): Term;
  leave(term: Term): Term;
  /** True if the view is not the value itself. */
  readonly apart: boolean;
}

/**
 * The frame of a value. If its batch axis is several times the batch (heads or windows folded into it), no constant of one sample
 * broadcasts over it; a value with a constant part is then seen as `[outer, B, inner]`.
 */
export function frameOf({ spiking, layouts }: LoweredProgram, terms: Terms, value: ValueId): ValueFrame {
  const whole = spiking.network.shapes.get(value)!;
  const b = spiking.constantParts.get(value);
  const own = whole.map((size) => (isBatchSize(size) ? 1 : size));
  const constantIn = (one: Shape): Term => (b === undefined ? null : terms.constant(Float32Array.from(b), one));
  if (b === undefined || whole.includes(BATCH)) {
    const constant = constantIn(own);
    return { whole, shape: whole, constant, enter: (term) => term, leave: (term) => term, apart: false };
  }
  const { outer, inner } = layouts.get(value)!;
  const back = whole.map((size) => (isBatchSize(size) ? -1 : size));
  return {
    whole,
    shape: [outer, BATCH, inner],
    constant: constantIn([outer, 1, inner]),
    enter: (term) => terms.reshape(term, [outer, -1, inner]),
    leave: (term) => terms.reshape(term, back),
    apart: true,
  };
}
