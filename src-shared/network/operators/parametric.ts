/** Elementwise functions with a constant operand beside the coded one: PRelu `[x, slope]` and Pow `[x, exponent]`. */
import type { ValueId } from '../network.ts';
import type { NetworkBuilder, OnnxNodeView, Operator } from '../operator.ts';
import { arithmeticType, broadcastShapes, elementwise, rowsOf } from './support/broadcast.ts';
import { expectation, writeOne } from './support/forms.ts';
import { expandedFor, fitted } from './support/operands.ts';
import { constantInput, input } from './support/reading.ts';

/** The two inputs. The second is a constant that broadcasts to the shape of the first. */
function readPair(node: OnnxNodeView, build: NetworkBuilder, what: string): readonly [ValueId, ValueId] {
  const x = input(node, 0);
  constantInput(node, build, 1, what);
  const parameter = fitted(build, input(node, 1), x);
  return [build.constantOf(x) ? x : expandedFor(build, x, parameter), parameter];
}

const slope = rowsOf((x, s) => (x < 0 ? s * x : x));
const power = rowsOf((x, exponent) => (exponent === 2 ? x * x : x ** exponent));

/** The operator PRelu: x, or slope · x below 0. */
export const prelu: Operator = {
  onnx: { PRelu: (node, build) => [build.emit('PRelu', readPair(node, build, 'the slope of PRelu'))] },
  write: (node, writer) => writeOne(writer, node, 'PRelu'),
  shape: ([x, s]) => broadcastShapes(x, s),
  evaluate: ([x, s]) => elementwise(x, s, 'float', slope),
  spiking: expectation,
  pointwise: true,
};

/** The operator Pow with a constant exponent. */
export const pow: Operator = {
  onnx: { Pow: (node, build) => [build.emit('Pow', readPair(node, build, 'the exponent of Pow'))] },
  write: (node, writer) => writeOne(writer, node, 'Pow'),
  shape: ([x, exponent]) => broadcastShapes(x, exponent),
  evaluate: ([x, exponent]) => elementwise(x, exponent, arithmeticType(x, exponent), power),
  spiking: expectation,
  pointwise: true,
};
