/** Marks of coded values (see `Mark`) while a model is translated, and the marks that operators pass on to their results. */
import type { Attributes, Mark, ValueId } from '../../src-shared/network/index.ts';
import type { Tensor } from '../../src-shared/tensor/index.ts';

/** Operators that move values, or choose among them. */
const MOVING: ReadonlySet<string> = new Set([
  ...['Reshape', 'Transpose', 'Slice', 'Gather', 'Concat', 'Expand', 'Tile', 'MaxPool', 'ReduceMax', 'ReduceMin'],
]);
/** Functions with no negative values. */
const POSITIVE: ReadonlySet<string> = new Set([
  ...[
    'Relu',
    'Sigmoid',
    'HardSigmoid',
    'Softmax',
    'Softplus',
    'Exp',
    'Abs',
    'Sqrt',
    'Step',
    'ReduceL1',
    'ReduceL2',
    'ReduceSumSquare',
  ],
]);
/** Sums and products of values that are not negative are not negative. */
const KEEPING_SIGN: ReadonlySet<string> = new Set([
  ...['Add', 'Mul', 'AveragePool', 'ReduceMean', 'ReduceSum', 'Pad', 'Resize', 'Maximum', 'Minimum'],
]);

const NONE: ReadonlySet<Mark> = new Set();

/** Marks of an operator's result. `operands`: the marks of a coded operand, or the constant. */
export function marksOf(
  op: string,
  attributes: Attributes,
  operands: readonly (ReadonlySet<Mark> | Tensor)[],
): ReadonlySet<Mark> {
  // Asked only of operators whose sign depends on it: a constant may hold millions of values.
  const isPositive = (one: ReadonlySet<Mark> | Tensor): boolean =>
    'data' in one ? one.data.every((value: number) => value >= 0) : one.has('non-negative');
  const marks = new Set<Mark>();
  const lowest = attributes['min'];
  if (POSITIVE.has(op) || (op === 'Clip' && typeof lowest === 'number' && lowest >= 0)) marks.add('non-negative');
  if ((MOVING.has(op) || KEEPING_SIGN.has(op)) && operands.every(isPositive)) marks.add('non-negative');
  if (MOVING.has(op) || op === 'Relu' || op === 'Clip') {
    for (const mark of ['quantised', 'mask'] as const)
      if (operands.every((one) => !('data' in one) && one.has(mark))) marks.add(mark);
  }
  return marks;
}

/** The marks of all values; none for one that nobody marked. */
export interface MarkStore {
  of(value: ValueId): ReadonlySet<Mark>;
  add(value: ValueId, marks: Iterable<Mark>): void;
}

export function markStore(): MarkStore {
  const all = new Map<ValueId, Set<Mark>>();
  return {
    of: (value) => all.get(value) ?? NONE,
    add(value, marks) {
      const own = all.get(value) ?? new Set();
      for (const mark of marks) own.add(mark);
      if (own.size > 0) all.set(value, own);
    },
  };
}
