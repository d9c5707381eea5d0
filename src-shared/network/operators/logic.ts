/**
 * Comparisons and logic. Constants are computed at once. Of a coded value a comparison is a step, 1 where it holds and 0 elsewhere (a mask);
 * import recovers the clamps and gates that masks are written for, other masks stay real-valued units.
 */
import type { ValueId } from '../network.ts';
import type { NetworkBuilder, OnnxNodeView, OnnxRead } from '../operator.ts';
import { allEqual, truths } from './support/arrays.ts';
import { elementwise, rowsOf } from './support/broadcast.ts';
import { emitMul, emitSub, expandedFor, numberOf } from './support/operands.ts';
import { input } from './support/reading.ts';

/** The mask of a > b, or of a ≥ b. */
function above(build: NetworkBuilder, a: ValueId, b: ValueId, inclusive: 0 | 1): ValueId {
  const [left, right] = [build.constantOf(a), build.constantOf(b)];
  const step = (x: ValueId, at: number): ValueId => build.emit('Step', [x], { at, inclusive });
  if (right && right.data.length > 0 && allEqual(right, right.data[0])) return step(expandedFor(build, a, b), right.data[0]);
  if (left && left.data.length > 0 && allEqual(left, left.data[0])) {
    return step(build.emit('Neg', [expandedFor(build, b, a)]), -left.data[0]);
  }
  return step(emitSub(build, a, b), 0);
}

const opposite = (build: NetworkBuilder, mask: ValueId): ValueId => emitSub(build, numberOf(build, 1), mask);

/** True for the result of a comparison, and for a constant. */
const isTruth = (build: NetworkBuilder, value: ValueId): boolean =>
  build.constantOf(value) !== undefined || build.marks?.has(value, 'mask') === true;

/** Computes an operator of which at least one operand is coded. */
type OnCoded = (build: NetworkBuilder, a: ValueId, b: ValueId) => ValueId;

function reader(f: (x: number, y: number) => boolean, onCoded?: OnCoded): OnnxRead {
  const kernel = rowsOf((x, y) => (f(x, y) ? 1 : 0));
  return (node, build) => {
    const [a, b] = [input(node, 0), input(node, 1)];
    const [left, right] = [build.constantOf(a), build.constantOf(b)];
    if (left && right) return [build.constant(elementwise(left, right, 'bool', kernel))];
    if (!onCoded) throw new Error(`${node.type} of values that are computed from the network's input is not supported`);
    return [mask(build, onCoded(build, a, b))];
  };
}

function mask(build: NetworkBuilder, value: ValueId): ValueId {
  build.marks?.set(value, 'mask');
  build.marks?.set(value, 'non-negative');
  return value;
}

/** Restricts an operator to truths: other numbers would have to be compared with zero first. */
const ofTruths =
  (onCoded: OnCoded): OnCoded =>
  (build, a, b) => {
    if (!isTruth(build, a) || !isTruth(build, b)) throw new Error('its operands are no comparisons, which is not supported');
    return onCoded(build, truth(build, a), truth(build, b));
  };

/** A truth as a number, where it is a constant: its values are taken for 0 and 1. */
function truth(build: NetworkBuilder, value: ValueId): ValueId {
  const constant = build.constantOf(value);
  return constant ? build.constant(truths(constant)) : value;
}

const not: OnnxRead = (node: OnnxNodeView, build) => {
  const x = input(node, 0);
  const constant = build.constantOf(x);
  if (constant)
    return [
      build.constant({ ...constant, data: Float64Array.from(constant.data, (value) => (value === 0 ? 1 : 0)), dtype: 'bool' }),
    ];
  if (!isTruth(build, x)) throw new Error('its operand is no comparison, which is not supported');
  return [mask(build, opposite(build, x))];
};

const or: OnCoded = (build, a, b) => opposite(build, emitMul(build, opposite(build, a), opposite(build, b)));

/** Readers of comparisons and logic, by ONNX operator type. */
export const logicReaders: Readonly<Record<string, OnnxRead>> = {
  Not: not,
  Equal: reader((x, y) => x === y),
  Less: reader(
    (x, y) => x < y,
    (build, a, b) => above(build, b, a, 0),
  ),
  LessOrEqual: reader(
    (x, y) => x <= y,
    (build, a, b) => above(build, b, a, 1),
  ),
  Greater: reader(
    (x, y) => x > y,
    (build, a, b) => above(build, a, b, 0),
  ),
  GreaterOrEqual: reader(
    (x, y) => x >= y,
    (build, a, b) => above(build, a, b, 1),
  ),
  And: reader((x, y) => x !== 0 && y !== 0, ofTruths(emitMul)),
  Or: reader((x, y) => x !== 0 || y !== 0, ofTruths(or)),
  Xor: reader((x, y) => (x !== 0) !== (y !== 0)),
};
