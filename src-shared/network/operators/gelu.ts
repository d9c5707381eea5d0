/**
 * GELU, x · Φ(x): exact with the error function (`approximate: none`), or with the hyperbolic tangent (`tanh`). Opset 17 lacks
 * GELU, so it is written as several nodes.
 */
import { erf } from '../../math/erf.ts';
import type { NetworkNode } from '../network.ts';
import type { OnnxWriter, Operator } from '../operator.ts';
import { wide } from './support/arrays.ts';
import { text } from './support/attributes.ts';
import { expectation } from './support/forms.ts';
import { input } from './support/reading.ts';

const CUBIC = 0.044715;
const SLOPE = Math.sqrt(2 / Math.PI);

function writeGelu(node: NetworkNode, writer: OnnxWriter): void {
  const [x] = node.inputs;
  const step = (type: string, inputs: string[], output = writer.fresh()): string => {
    writer.add({ type, inputs, outputs: [output] });
    return output;
  };
  const scalar = (value: number): string => writer.floats([value], []);
  let gate: string;
  if (text(node.attributes, 'approximate') === 'tanh') {
    const cubic = step('Mul', [step('Mul', [step('Mul', [x, x]), x]), scalar(CUBIC)]);
    gate = step('Tanh', [step('Mul', [step('Add', [x, cubic]), scalar(SLOPE)])]);
  } else {
    gate = step('Erf', [step('Mul', [x, scalar(Math.SQRT1_2)])]);
  }
  const half = step('Mul', [x, scalar(0.5)]);
  step('Mul', [half, step('Add', [gate, scalar(1)])], node.output);
}

/** The operator Gelu. */
export const gelu: Operator = {
  onnx: {
    Gelu: (node, build) => {
      const approximate = node.string('approximate', 'none');
      if (approximate !== 'none' && approximate !== 'tanh') throw new Error(`approximate ${approximate} is not known`);
      return [build.emit('Gelu', [input(node, 0)], { approximate })];
    },
  },
  write: writeGelu,
  shape: ([x]) => x,
  evaluate: ([x], attributes) => {
    const tanh = text(attributes, 'approximate') === 'tanh';
    const values = wide(x);
    const data = new Float64Array(values.length);
    for (let i = 0; i < data.length; i++) {
      const v = values[i];
      data[i] = 0.5 * v * (1 + (tanh ? Math.tanh(SLOPE * (v + CUBIC * v * v * v)) : erf(v * Math.SQRT1_2)));
    }
    return { shape: x.shape, data, dtype: 'float' };
  },
  spiking: expectation,
  pointwise: true,
};
