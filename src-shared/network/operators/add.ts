/** Sum of two values with broadcasting. A constant operand is the constant part. ONNX's Sum and Mean become chains of it. */
import { sizeOf } from '../../tensor/index.ts';
import type { Operator } from '../operator.ts';
import { arithmeticType, broadcastShapes, elementwise } from './support/broadcast.ts';
import type { RowKernel } from './support/broadcast.ts';
import { linear, sign, writeOne } from './support/forms.ts';
import { emitAdd, emitMul, numberOf } from './support/operands.ts';
import { input } from './support/reading.ts';

const sum: RowKernel = (x, xAt, xStep, y, yAt, yStep, out, at, n) => {
  for (let i = 0; i < n; i++) out[at + i] = x[xAt + i * xStep] + y[yAt + i * yStep];
};

/** The operator Add. */
export const add: Operator = {
  onnx: {
    Add: (node, build) => [emitAdd(build, input(node, 0), input(node, 1))],
    Sum: (node, build) => [node.inputs.map((_, i) => input(node, i)).reduce((a, b) => emitAdd(build, a, b))],
    Mean: (node, build) => {
      const total = node.inputs.map((_, i) => input(node, i)).reduce((a, b) => emitAdd(build, a, b));
      return [emitMul(build, total, numberOf(build, 1 / node.inputs.length))];
    },
  },
  write: (node, writer) => writeOne(writer, node, 'Add'),
  shape: ([a, b]) => broadcastShapes(a, b),
  evaluate: ([a, b]) => elementwise(a, b, arithmeticType(a, b), sum),
  spiking: linear,
  constantPart: (coded) => [0, 1].filter((i) => !coded[i]),
  arithmetic: (coded, y) => ({ adds: (coded.length - 1) * sizeOf(y), multiplies: 0, compares: 0 }),
  preserves: sign,
  pointwise: true,
};
