/**
 * Subtraction, division and remainder: canonical networks have only sums and products, so these are rewritten, or computed
 * at once where both operands are constants (integers stay integers, and their division truncates).
 */
import type { ValueId } from '../../network.ts';
import type { NetworkBuilder, OnnxRead } from '../../operator.ts';
import { arithmeticType, elementwise, rowsOf } from '../support/broadcast.ts';
import { emitMul, emitSub } from '../support/operands.ts';
import { constantInput, input } from '../support/reading.ts';

/** The result of a function of two constants, undefined where an operand is coded. */
function folded(
  build: NetworkBuilder,
  a: ValueId,
  b: ValueId,
  f: (x: number, y: number, int: boolean) => number,
): ValueId | undefined {
  const left = build.constantOf(a);
  const right = build.constantOf(b);
  if (!left || !right) return undefined;
  const dtype = arithmeticType(left, right);
  return build.constant(
    elementwise(
      left,
      right,
      dtype,
      rowsOf((x, y) => f(x, y, dtype === 'int')),
    ),
  );
}

const sub: OnnxRead = (node, build) => {
  const a = input(node, 0);
  const b = input(node, 1);
  return [folded(build, a, b, (x, y) => x - y) ?? emitSub(build, a, b)];
};

const div: OnnxRead = (node, build) => {
  const a = input(node, 0);
  const b = input(node, 1);
  const quotient = folded(build, a, b, (x, y, int) => (int ? Math.trunc(x / y) : x / y));
  return [quotient ?? emitMul(build, a, build.emit('Reciprocal', [b]))];
};

const mod: OnnxRead = (node, build) => {
  const truncating = node.int('fmod', 0) !== 0;
  const remainder = (x: number, y: number) => (truncating ? x % y : x - y * Math.floor(x / y));
  const value = folded(build, input(node, 0), input(node, 1), remainder);
  if (value === undefined) throw new Error('Mod is supported on constants only');
  return [value];
};

/** Comparisons and logic, on constants only: 1 for true. */
function comparison(f: (x: number, y: number) => boolean): OnnxRead {
  const kernel = rowsOf((x, y) => (f(x, y) ? 1 : 0));
  return (node, build) => {
    const a = constantInput(node, build, 0, `the operand of ${node.type}`);
    const b = constantInput(node, build, 1, `the operand of ${node.type}`);
    if (!a || !b) throw new Error(`${node.type} lacks an operand`);
    return [build.constant(elementwise(a, b, 'bool', kernel))];
  };
}

const not: OnnxRead = (node, build) => {
  const x = constantInput(node, build, 0, 'the operand of Not');
  if (!x) throw new Error('Not lacks its operand');
  return [build.constant({ shape: x.shape, data: Float64Array.from(x.data, (value) => (value === 0 ? 1 : 0)), dtype: 'bool' })];
};

export const arithmeticReaders: Readonly<Record<string, OnnxRead>> = {
  Sub: sub,
  Div: div,
  Mod: mod,
  Not: not,
  Equal: comparison((x, y) => x === y),
  Less: comparison((x, y) => x < y),
  LessOrEqual: comparison((x, y) => x <= y),
  Greater: comparison((x, y) => x > y),
  GreaterOrEqual: comparison((x, y) => x >= y),
  And: comparison((x, y) => x !== 0 && y !== 0),
  Or: comparison((x, y) => x !== 0 || y !== 0),
  Xor: comparison((x, y) => (x !== 0) !== (y !== 0)),
};
