/**
 * Matrix product with broadcast leading axes: `a [..., M, K] · b [..., K, N]`. With two coded operands it is a product; with one
 * constant it is linear. A constant right operand of rank 2 is read as Linear.
 */
import type { Shape, Tensor } from '../../tensor/index.ts';
import { describeShape, isBatchSize, sizeOf, stridesOf, tensor64 } from '../../tensor/index.ts';
import type { Operator } from '../operator.ts';
import { wide } from './support/arrays.ts';
import { broadcastShapes } from './support/broadcast.ts';
import { dot, spaced } from './support/dot.ts';
import { fusedDot } from './support/fused-dot.ts';
import { writeOne } from './support/forms.ts';
import { permute } from './support/permute.ts';
import { input } from './support/reading.ts';
import { latticeOffsets } from './support/windows.ts';

/** The operator MatMul. */
export const matmul: Operator = {
  onnx: {
    MatMul: (node, build) => {
      const a = input(node, 0);
      const b = input(node, 1);
      const right = build.constantOf(b);
      return [build.emit(right?.shape.length === 2 && !build.constantOf(a) ? 'Linear' : 'MatMul', [a, b])];
    },
  },
  write: (node, writer) => writeOne(writer, node, 'MatMul'),
  shape: ([a, b]) => {
    if (a.length === 0 || b.length === 0) throw new Error('a matrix product needs axes');
    const [left, right] = asMatrices(a, b);
    if (left.at(-1) !== right.at(-2)) throw new Error(`matrices ${describeShape(a)} and ${describeShape(b)} do not fit`);
    if (isBatchSize(left[left.length - 1])) throw new Error(`batch: product along the batch axis of ${describeShape(a)}`);
    const leading = broadcastShapes(left.slice(0, -2), right.slice(0, -2));
    return [...leading, ...(a.length === 1 ? [] : left.slice(-2, -1)), ...(b.length === 1 ? [] : right.slice(-1))];
  },
  evaluate: ([a, b]) => evaluateMatMul(a, b, matmul.shape([a.shape, b.shape], {}, [])),
  spiking: (coded) => (coded[0] && coded[1] ? 'product' : 'linear'),
  counted: (coded) => (coded[0] && coded[1] ? 'product' : 'linear'),
  // All operations divided evenly among the entries of the coded operand, which broadcasting repeats.
  fanOut: ([a, b], y, _attributes, coded) => (sizeOf(y) * a[a.length - 1]) / sizeOf(coded[0] ? a : b),
  terms: ([a]) => a[a.length - 1],
  evaluateFused: ([a, b]) => evaluateMatMul(a, b, matmul.shape([a.shape, b.shape], {}, []), fusedDot),
};

/** Treats vectors as matrices as numpy does: a row on the left, a column on the right. */
const asMatrices = (a: Shape, b: Shape): [Shape, Shape] => [a.length === 1 ? [1, ...a] : a, b.length === 1 ? [...b, 1] : b];

function evaluateMatMul(a: Tensor, b: Tensor, shape: Shape, sum: typeof dot = dot): Tensor {
  const [left, right] = asMatrices(a.shape, b.shape);
  const [positions, terms] = left.slice(-2);
  const rows = right[right.length - 1];
  const x = wide(a);
  const axes = [...right.keys()];
  const columns = wide(permute({ ...b, shape: right }, [...axes.slice(0, -2), axes.length - 1, axes.length - 2]));
  const leading = broadcastShapes(left.slice(0, -2), right.slice(0, -2));
  const starts = (own: Shape, size: number) => {
    const padded = [...new Array<number>(leading.length - own.length).fill(1), ...own];
    const strides = stridesOf(padded);
    return latticeOffsets(
      leading,
      padded.map((n, i) => (n === 1 ? 0 : strides[i] * size)),
    );
  };
  const xStarts = starts(left.slice(0, -2), positions * terms);
  const wStarts = starts(right.slice(0, -2), terms * rows);
  const result = tensor64(shape);
  const base = spaced(positions, terms);
  const offset = spaced(terms, 1);
  for (let i = 0; i < sizeOf(leading); i++) {
    sum({
      x,
      base,
      xAt: xStarts[i],
      offset,
      w: columns,
      wAt: wStarts[i],
      rows,
      out: result.data as Float64Array,
      outAt: i * positions * rows,
      outPosition: rows,
      outRow: 1,
    });
  }
  return result;
}
