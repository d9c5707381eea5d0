/** Brings operands of an elementwise operator into a form that does not depend on implicit broadcasting. */
import type { Shape } from '../../../tensor/index.ts';
import type { ValueId } from '../../network.ts';
import type { NetworkBuilder } from '../../operator.ts';
import { float64 } from './arrays.ts';
import { withoutBatchCopies } from './batch.ts';
import { broadcastShapes } from './broadcast.ts';

const sameShape = (a: Shape, b: Shape): boolean => a.length === b.length && a.every((size, axis) => size === b[axis]);

/** One number as a constant. */
export const numberOf = (build: NetworkBuilder, value: number): ValueId => build.constant(float64([], [value]));

/** A constant operand without copies along the batch axis. Coded values are returned unchanged. `beside`: the other operand. */
export function fitted(build: NetworkBuilder, value: ValueId, beside: ValueId): ValueId {
  const constant = build.constantOf(value);
  if (!constant || build.constantOf(beside)) return value;
  const fit = withoutBatchCopies(constant, build.shapeOf(beside));
  return fit === constant ? value : build.constant(fit);
}

/** Two operands with constants fitted to each other. */
export const fittedPair = (build: NetworkBuilder, a: ValueId, b: ValueId): [ValueId, ValueId] => [
  fitted(build, a, b),
  fitted(build, b, a),
];

/** A coded value expanded to its shape after broadcasting with `constant`, so that adding the constant keeps its shape. */
export function expandedFor(build: NetworkBuilder, coded: ValueId, constant: ValueId): ValueId {
  const shape = broadcastShapes(build.shapeOf(coded), build.shapeOf(constant));
  return sameShape(shape, build.shapeOf(coded)) ? coded : build.emit('Expand', [coded], { shape });
}

/** a + b in canonical form: if one operand is constant, the other already has the shape of the sum. */
export function emitAdd(build: NetworkBuilder, left: ValueId, right: ValueId): ValueId {
  const [a, b] = fittedPair(build, left, right);
  const constants = [build.constantOf(a), build.constantOf(b)];
  if (!constants[0] === !constants[1]) return build.emit('Add', [a, b]);
  return constants[0] ? build.emit('Add', [expandedFor(build, b, a), a]) : build.emit('Add', [expandedFor(build, a, b), b]);
}

/** a · b in canonical form. */
export const emitMul = (build: NetworkBuilder, a: ValueId, b: ValueId): ValueId => build.emit('Mul', fittedPair(build, a, b));

/** a − b as a + (−b). */
export const emitSub = (build: NetworkBuilder, a: ValueId, b: ValueId): ValueId => emitAdd(build, a, build.emit('Neg', [b]));
