/**
 * Elementwise product with broadcasting. With two coded values it is a product; with a constant it is linear. Gating (SwiGLU,
 * GLU, squeeze-and-excite) is a product of two coded values. It has no neurons in front of its operands and its operations are
 * not counted (docs/algorithm.md §5, §7). Its energy is that of a real-valued unit.
 */
import { sizeOf } from '../../tensor/index.ts';
import type { Operator } from '../operator.ts';
import { arithmeticType, broadcastShapes, elementwise } from './support/broadcast.ts';
import type { RowKernel } from './support/broadcast.ts';
import { sign, writeOne } from './support/forms.ts';
import { emitMul } from './support/operands.ts';
import { input } from './support/reading.ts';

const product: RowKernel = (x, xAt, xStep, y, yAt, yStep, out, at, n) => {
  for (let i = 0; i < n; i++) out[at + i] = x[xAt + i * xStep] * y[yAt + i * yStep];
};

/** The operator Mul. */
export const mul: Operator = {
  onnx: { Mul: (node, build) => [emitMul(build, input(node, 0), input(node, 1))] },
  write: (node, writer) => writeOne(writer, node, 'Mul'),
  shape: ([a, b]) => broadcastShapes(a, b),
  evaluate: ([a, b]) => elementwise(a, b, arithmeticType(a, b), product),
  spiking: (coded) => (coded[0] && coded[1] ? 'product' : 'linear'),
  arithmetic: (_coded, y) => ({ adds: 0, multiplies: sizeOf(y), compares: 0 }),
  preserves: sign,
  pointwise: true,
};
