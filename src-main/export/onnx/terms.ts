/**
 * Arithmetic on the values of an ONNX graph. A term is the name of a value, or null for exact zero: what is known to be zero leaves no
 * nodes behind, so that the first step of an unrolled network, and steps without input, become smaller.
 */
import type { ValueId } from '../../../src-shared/network/index.ts';
import type { GraphWriter } from '../../onnx/index.ts';

/** A value of the graph; null is zero. */
export type Term = ValueId | null;

type Attributes = NonNullable<Parameters<GraphWriter['add']>[0]['attributes']>;

const FLOAT = 1n;

export type Terms = ReturnType<typeof createTerms>;

/** The arithmetic of one graph. */
export function createTerms(writer: GraphWriter) {
  const scalars = new Map<number, ValueId>();
  const op = (type: string, inputs: readonly ValueId[], attributes: Attributes = {}): ValueId => {
    const output = writer.fresh();
    writer.add({ type, inputs, outputs: [output], attributes });
    return output;
  };
  const scalar = (value: number): ValueId => {
    let name = scalars.get(value);
    if (name === undefined) scalars.set(value, (name = writer.floats([value], [])));
    return name;
  };
  return {
    /** An ONNX node with one output. */
    op,
    scalar,
    ints: (values: readonly number[]): ValueId => writer.ints(values),
    /** A constant of these values; null if all are zero. */
    constant: (values: Float32Array, shape: readonly number[]): Term =>
      values.some((value) => value !== 0) ? writer.floats(values, shape) : null,
    add: (a: Term, b: Term): Term => (a === null ? b : b === null ? a : op('Add', [a, b])),
    sub: (a: Term, b: Term): Term => (b === null ? a : a === null ? op('Neg', [b]) : op('Sub', [a, b])),
    mul: (a: Term, b: Term): Term => (a === null || b === null ? null : op('Mul', [a, b])),
    div: (a: Term, b: ValueId): Term => (a === null ? null : op('Div', [a, b])),
    /** A truth value as 0 or 1. */
    number: (truth: ValueId): ValueId => op('Cast', [truth], { to: FLOAT }),
    /** The term as a value. */
    value: (term: Term): ValueId => term ?? scalar(0),
    reshape: (term: Term, shape: readonly number[]): Term => (term === null ? null : op('Reshape', [term, writer.ints(shape)])),
  };
}
