/** max(x, 0): becomes a neuron layer. */
import type { Operator } from '../operator.ts';
import { wide } from './support/arrays.ts';
import { writeOne } from './support/forms.ts';
import { input } from './support/reading.ts';

/** The operator Relu. */
export const relu: Operator = {
  onnx: { Relu: (node, build) => [build.emit('Relu', [input(node, 0)])] },
  write: (node, writer) => writeOne(writer, node, 'Relu'),
  shape: ([x]) => x,
  evaluate: ([x]) => {
    const values = wide(x);
    const data = new Float64Array(values.length);
    // NaN stays NaN, so that a faulty network is noticed and does not look like a silent neuron.
    for (let i = 0; i < data.length; i++) data[i] = values[i] <= 0 ? 0 : values[i];
    return { shape: x.shape, data, dtype: x.dtype };
  },
  spiking: () => 'relu',
  preserves: () => ['quantised', 'mask'],
  nonNegative: () => true,
  pointwise: true,
};
