/**
 * Softmax and its logarithm along `axis`. Before opset 13 they flattened all axes from `axis` on; that is read as a Reshape
 * before and after.
 */
import { sizeOf } from '../../tensor/index.ts';
import type { Tensor } from '../../tensor/index.ts';
import type { OnnxRead, Operator } from '../operator.ts';
import { wide } from './support/arrays.ts';
import { num } from './support/attributes.ts';
import { refuseBatch } from './support/batch.ts';
import { expectation, writeOne } from './support/forms.ts';
import { axesLast, inversePerm, permute } from './support/permute.ts';
import { checkedAxis, input } from './support/reading.ts';
import { emitReshape } from './reshape.ts';

const read =
  (op: 'Softmax' | 'LogSoftmax'): OnnxRead =>
  (node, build) => {
    const x = input(node, 0);
    const shape = build.shapeOf(x);
    const axis = checkedAxis(node.int('axis', node.opset < 13 ? 1 : -1), shape.length);
    if (node.opset >= 13 || sizeOf(shape.slice(axis + 1)) === 1) return [build.emit(op, [x], { axis })];
    const flat = emitReshape(build, x, [...shape.slice(0, axis), sizeOf(shape.slice(axis))]);
    return [emitReshape(build, build.emit(op, [flat], { axis }), shape)];
  };

/** Applies a function to every row along an axis, in place on a copy. */
function alongAxis(x: Tensor, axis: number, f: (out: Float64Array, at: number, n: number) => void): Tensor {
  const { moved, perm, row } = axesLast(x, [axis]);
  const data = wide(moved).slice();
  for (let at = 0; at < data.length; at += row) f(data, at, row);
  return permute({ shape: moved.shape, data, dtype: 'float' }, inversePerm(perm));
}

function largest(x: Float64Array, at: number, n: number): number {
  let top = -Infinity;
  for (let i = at; i < at + n; i++) top = Math.max(top, x[i]);
  return top;
}

function softmaxRow(x: Float64Array, at: number, n: number): void {
  const top = largest(x, at, n);
  let sum = 0;
  for (let i = at; i < at + n; i++) {
    x[i] = Math.exp(x[i] - top);
    sum += x[i];
  }
  for (let i = at; i < at + n; i++) x[i] /= sum;
}

function logSoftmaxRow(x: Float64Array, at: number, n: number): void {
  const top = largest(x, at, n);
  let sum = 0;
  for (let i = at; i < at + n; i++) sum += Math.exp(x[i] - top);
  const shift = top + Math.log(sum);
  for (let i = at; i < at + n; i++) x[i] -= shift;
}

const alongOne = (op: 'Softmax' | 'LogSoftmax', row: (x: Float64Array, at: number, n: number) => void): Operator => ({
  onnx: { [op]: read(op) },
  write: (node, writer) => writeOne(writer, node, op, { axis: BigInt(num(node.attributes, 'axis')) }),
  shape: ([x], attributes) => {
    refuseBatch(x, [num(attributes, 'axis')], op);
    return x;
  },
  evaluate: ([x], attributes) => alongAxis(x, num(attributes, 'axis'), row),
  spiking: expectation,
});

export const softmax: Operator = { ...alongOne('Softmax', softmaxRow), nonNegative: () => true };
/** The logarithm of the softmax along an axis. */
export const logSoftmax = alongOne('LogSoftmax', logSoftmaxRow);
