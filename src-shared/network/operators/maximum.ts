/**
 * Elementwise maximum and minimum of a coded value and a constant. The maximum with 0 is Relu; of two coded values
 * max(a, b) = b + Relu(a − b) and min(a, b) = b − Relu(b − a) are exact.
 */
import type { ValueId } from '../network.ts';
import type { NetworkBuilder, OnnxRead, Operator } from '../operator.ts';
import { allEqual } from './support/arrays.ts';
import { arithmeticType, broadcastShapes, elementwise, rowsOf } from './support/broadcast.ts';
import { expectation, sign, writeOne } from './support/forms.ts';
import { emitAdd, emitSub, expandedFor, fitted } from './support/operands.ts';
import { input } from './support/reading.ts';

/** Reads Max or Min of any number of operands. */
function extremum(op: 'Maximum' | 'Minimum'): OnnxRead {
  const pair = (build: NetworkBuilder, left: ValueId, right: ValueId): ValueId => {
    const [a, b] = build.constantOf(left) ? [right, left] : [left, right];
    const constant = build.constantOf(b);
    if (!constant) {
      if (op === 'Maximum') return emitAdd(build, b, build.emit('Relu', [emitSub(build, a, b)]));
      return emitSub(build, b, build.emit('Relu', [emitSub(build, b, a)]));
    }
    if (build.constantOf(a)) return build.emit(op, [a, b]);
    const c = fitted(build, b, a);
    const x = expandedFor(build, a, c);
    return op === 'Maximum' && allEqual(constant, 0) ? build.emit('Relu', [x]) : build.emit(op, [x, c]);
  };
  return (node, build) => [node.inputs.map((_, i) => input(node, i)).reduce((a, b) => pair(build, a, b))];
}

function extremumOperator(op: 'Maximum' | 'Minimum', type: 'Max' | 'Min', f: (x: number, y: number) => number): Operator {
  const kernel = rowsOf(f);
  return {
    onnx: { [type]: extremum(op) },
    write: (node, writer) => writeOne(writer, node, type),
    shape: ([a, b]) => broadcastShapes(a, b),
    evaluate: ([a, b]) => elementwise(a, b, arithmeticType(a, b), kernel),
    spiking: expectation,
    preserves: sign,
    pointwise: true,
  };
}

/** The larger of two values, entry by entry. */
export const maximum = extremumOperator('Maximum', 'Max', (x, y) => Math.max(x, y));
/** The smaller of two values, entry by entry. */
export const minimum = extremumOperator('Minimum', 'Min', (x, y) => Math.min(x, y));
