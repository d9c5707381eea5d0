/** Marks of coded values (see `Mark`) while a model is translated, and the marks that operators pass on to their results. */
import type { Attributes, Mark, OpName, ValueId } from '../../src-shared/network/index.ts';
import { operatorOf } from '../../src-shared/network/operators/index.ts';
import type { Tensor } from '../../src-shared/tensor/index.ts';

const NONE: ReadonlySet<Mark> = new Set();

/** Marks of an operator's result. `operands`: the marks of a coded operand, or the constant. */
export function marksOf(
  op: OpName,
  attributes: Attributes,
  operands: readonly (ReadonlySet<Mark> | Tensor)[],
): ReadonlySet<Mark> {
  const { preserves, nonNegative } = operatorOf(op);
  // This is asked only for operators that preserve the sign, since a constant may have millions of values.
  const has = (one: ReadonlySet<Mark> | Tensor, mark: Mark): boolean =>
    'data' in one ? mark === 'non-negative' && one.data.every((value: number) => value >= 0) : one.has(mark);
  const marks = new Set(preserves?.(attributes).filter((mark) => operands.every((one) => has(one, mark))));
  if (nonNegative?.(attributes)) marks.add('non-negative');
  return marks;
}

/** The marks of all values. A value that nobody marked has none. */
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
