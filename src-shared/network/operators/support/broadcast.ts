/** Elementwise operators of two tensors: numpy broadcasting of shapes (multiples of BATCH included) and of values. */
import type { Shape, Tensor } from '../../../tensor/index.ts';
import { describeShape, isBatchSize, sizeOf } from '../../../tensor/index.ts';
import { wide } from './arrays.ts';

/** Shape of two broadcast operands. Throws an Error if they do not fit; its message starts with `batch:` if a fixed size meets the batch. */
export function broadcastShapes(a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const left = a[axis - rank + a.length] ?? 1;
    const right = b[axis - rank + b.length] ?? 1;
    if (left === right || right === 1) return left;
    if (left === 1) return right;
    const why = `shapes ${describeShape(a)} and ${describeShape(b)} do not broadcast`;
    throw new Error(isBatchSize(left) || isBatchSize(right) ? `batch: ${why}` : why);
  });
}

/** Computes one row: `out[at + i] = f(x[xAt + i·xStep], y[yAt + i·yStep])`, i < n. Steps are 0 or 1. */
export type RowKernel = (
  x: Float64Array,
  xAt: number,
  xStep: number,
  y: Float64Array,
  yAt: number,
  yStep: number,
  out: Float64Array,
  at: number,
  n: number,
) => void;

interface Axis {
  size: number;
  /** 1 if the operand has this axis, 0 if it is repeated along it. */
  readonly x: 0 | 1;
  readonly y: 0 | 1;
}

/** The broadcast shape, with adjacent axes merged if both operands treat them alike: `[2, 3, 4]` and `[4]` need only the axes 6 and 4. */
function mergedAxes(a: Shape, b: Shape, out: Shape): Axis[] {
  const axes: Axis[] = [];
  out.forEach((size, axis) => {
    if (size === 1) return;
    const x = (a[axis - out.length + a.length] ?? 1) === 1 ? 0 : 1;
    const y = (b[axis - out.length + b.length] ?? 1) === 1 ? 0 : 1;
    const last = axes.at(-1);
    if (last && last.x === x && last.y === y) last.size *= size;
    else axes.push({ size, x, y });
  });
  return axes;
}

/** Applies a row kernel to two broadcast tensors. */
export function elementwise(a: Tensor, b: Tensor, dtype: Tensor['dtype'], kernel: RowKernel): Tensor {
  const shape = broadcastShapes(a.shape, b.shape);
  const x = wide(a);
  const y = wide(b);
  const data = new Float64Array(sizeOf(shape));
  if (data.length === 0) return { shape, data, dtype };
  const axes = mergedAxes(a.shape, b.shape, shape);
  const row = axes.pop() ?? { size: 1, x: 0, y: 0 };
  // Strides of the outer axes. The row is the innermost axis.
  const xStrides = new Array<number>(axes.length);
  const yStrides = new Array<number>(axes.length);
  let xStride = row.x ? row.size : 1;
  let yStride = row.y ? row.size : 1;
  for (let i = axes.length - 1; i >= 0; i--) {
    const axis = axes[i];
    xStrides[i] = axis.x ? xStride : 0;
    yStrides[i] = axis.y ? yStride : 0;
    if (axis.x) xStride *= axis.size;
    if (axis.y) yStride *= axis.size;
  }
  const index = new Array<number>(axes.length).fill(0);
  let xAt = 0;
  let yAt = 0;
  for (let at = 0; at < data.length; at += row.size) {
    kernel(x, xAt, row.x, y, yAt, row.y, data, at, row.size);
    for (let i = axes.length - 1; i >= 0; i--) {
      xAt += xStrides[i];
      yAt += yStrides[i];
      if (++index[i] < axes[i].size) break;
      xAt -= xStrides[i] * axes[i].size;
      yAt -= yStrides[i] * axes[i].size;
      index[i] = 0;
    }
  }
  return { shape, data, dtype };
}

/** Makes a row kernel from a function of two numbers, for operators whose speed does not matter. */
export const rowsOf =
  (f: (x: number, y: number) => number): RowKernel =>
  (x, xAt, xStep, y, yAt, yStep, out, at, n) => {
    for (let i = 0; i < n; i++) out[at + i] = f(x[xAt + i * xStep], y[yAt + i * yStep]);
  };

/** Arithmetic of integers stays integer (shape arithmetic). */
export const arithmeticType = (a: Tensor, b: Tensor): Tensor['dtype'] =>
  a.dtype === 'int' && b.dtype === 'int' ? 'int' : 'float';
