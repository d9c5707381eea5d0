/**
 * Time in a graph: the number of the step, and the states that pass from one step to the next. A step model keeps states as inputs and
 * outputs that start as zeros; an unrolled model passes values on inside the graph. All other files write units for both alike.
 */
import type { ValueId } from '../../../src-shared/network/index.ts';
import type { Shape } from '../../../src-shared/tensor/index.ts';
import { readoutCount } from '../../../src-shared/units/index.ts';
import type { GraphWriter } from '../../onnx/index.ts';
import type { Term, Terms } from './terms.ts';

/** A state of a step model. */
export interface StateValue {
  /** The graph's input, and the value of its output. */
  readonly input: ValueId;
  readonly next: ValueId;
  readonly shape: Shape;
  /** The layer whose state it is, and its meaning. */
  readonly layer: string;
  readonly meaning: string;
}

/** The present step of a graph that is being written. */
export interface Memory {
  /** t + 1, the number of steps so far with this one, and t. */
  readonly count: ValueId;
  readonly before: Term;
  /** `value` at the first step, zero afterwards. */
  first(value: ValueId): Term;
  /** `base` to the power t; `base` > 0. */
  power(base: number): ValueId;
  /** The state as the step before left it; at the first step `initial`. */
  read(layer: string, meaning: string, shape: Shape, initial?: Term): Term;
  /** The mean of a readout from step `from` (k) on: the sum that this step adds to, and the number of steps with this one. */
  mean(from: number, sum: Term): { readonly sum: Term; readonly count: ValueId };
  /** Leaves a state for the next step. */
  write(layer: string, meaning: string, value: Term): void;
}

const keyOf = (layer: string, meaning: string): string => `${meaning} of ${layer}`;

/** The layer's name of the states that belong to no layer. */
export const NETWORK = '';

/** The memory of a step model, and its states when the step is written. */
export function stepMemory(
  writer: GraphWriter,
  { op, scalar, add, mul, number, value }: Terms,
): { readonly memory: Memory; readonly states: () => readonly StateValue[] } {
  const states = new Map<string, Omit<StateValue, 'next'> & { next?: ValueId }>();
  const read = (layer: string, meaning: string, shape: Shape): ValueId => {
    const input = `state:${keyOf(layer, meaning)}`;
    if (states.has(keyOf(layer, meaning))) throw new Error(`export: ${input} is read twice`);
    writer.declare(input, shape);
    states.set(keyOf(layer, meaning), { input, shape, layer, meaning });
    return input;
  };
  const write = (layer: string, meaning: string, next: Term): void => {
    states.get(keyOf(layer, meaning))!.next = value(next);
  };
  writer.begin('clock');
  const before = read(NETWORK, 'steps so far', [1]);
  const count = op('Add', [before, scalar(1)]);
  write(NETWORK, 'steps so far', count);
  const isFirst = number(op('Equal', [before, scalar(0)]));
  const memory: Memory = {
    count,
    before,
    first: (term) => mul(term, isFirst),
    power: (base) => op('Pow', [scalar(base), before]),
    // A state is zero before the first step, so that adding the initial value there changes no bit of it.
    read: (layer, meaning, shape, initial = null) => add(read(layer, meaning, shape), mul(initial, isFirst)),
    mean: (from, sum) => {
      if (from === 1) return { sum, count };
      const left = scalar(from - 1);
      const goesOn = number(op('Not', [op('Equal', [before, left])]));
      const isLate = number(op('Greater', [count, left]));
      return { sum: mul(sum, goesOn), count: op('Sub', [count, op('Mul', [isLate, left])]) };
    },
    write,
  };
  return {
    memory,
    states: () =>
      [...states.values()].map(({ next, ...state }) => {
        if (next === undefined) throw new Error(`export: ${state.input} is never written`);
        return { ...state, next };
      }),
  };
}

/** The memories of the steps of an unrolled model, one after another. */
export function unrolledMemory({ scalar }: Terms): (t: number) => Memory {
  const states = new Map<string, Term>();
  return (t) => ({
    count: scalar(t + 1),
    before: t === 0 ? null : scalar(t),
    first: (value) => (t === 0 ? value : null),
    power: (base) => scalar(base ** t),
    read: (layer, meaning, _, initial = null) => {
      const kept = states.get(keyOf(layer, meaning));
      return kept === undefined ? initial : kept;
    },
    mean: (from, sum) => {
      const count = readoutCount(from, t + 1);
      return { sum: count === 1 ? null : sum, count: scalar(count) };
    },
    write: (layer, meaning, value) => states.set(keyOf(layer, meaning), value),
  });
}
