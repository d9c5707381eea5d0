/**
 * Subtraction, division and remainder: canonical networks have only sums and products, so these are rewritten, or computed
 * at once where both operands are constants (integers stay integers, and their division truncates).
 */
import type { ValueId } from '../../network.ts';
import type { NetworkBuilder, OnnxRead } from '../../operator.ts';
import { arithmeticType, elementwise, rowsOf } from '../support/broadcast.ts';
import { emitMul, emitSub } from '../support/operands.ts';
import { input } from '../support/reading.ts';

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

/** Readers of arithmetic on constants, by ONNX operator type. */
export const arithmeticReaders: Readonly<Record<string, OnnxRead>> = {
  Sub: sub,
  Div: div,
  Mod: mod,
};
