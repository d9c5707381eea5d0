/** Clip to `min` and `max`, either of which may be absent. Clip with the single bound `min` 0 is Relu. */
import type { Attributes } from '../network.ts';
import type { Operator } from '../operator.ts';
import { wide } from './support/arrays.ts';
import { num } from './support/attributes.ts';
import { expectation } from './support/forms.ts';
import { constantInput, input } from './support/reading.ts';

/** Bounds beyond this count as absent, because exporters write the largest float for "no bound". */
const BOUNDLESS = 3.4e38;

/** The operator Clip. */
export const clip: Operator = {
  onnx: {
    Clip: (node, build) => {
      const x = input(node, 0);
      const bound = (name: string, index: number): number | undefined => {
        const value =
          constantInput(node, build, index, `the ${name} of Clip`)?.data[0] ?? (node.has(name) ? node.float(name) : undefined);
        return value === undefined || Math.abs(value) >= BOUNDLESS ? undefined : value;
      };
      const min = bound('min', 1);
      const max = bound('max', 2);
      if (min === undefined && max === undefined) return [x];
      if (min === 0 && max === undefined) return [build.emit('Relu', [x])];
      return [build.emit('Clip', [x], { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) })];
    },
  },
  write: (node, writer) => {
    const bound = (name: string): string =>
      node.attributes[name] === undefined ? '' : writer.floats([num(node.attributes, name)], []);
    writer.add({ type: 'Clip', inputs: [node.inputs[0], bound('min'), bound('max')], outputs: [node.output] });
  },
  shape: ([x]) => x,
  evaluate: ([x], attributes) => {
    const { low, high } = bounds(attributes);
    const values = wide(x);
    const data = new Float64Array(values.length);
    // As in ONNX, the maximum wins if min > max.
    for (let i = 0; i < data.length; i++) data[i] = Math.min(high, Math.max(low, values[i]));
    return { shape: x.shape, data, dtype: x.dtype };
  },
  spiking: expectation,
  // A mask stays one only if both of its values are within the bounds.
  preserves: (attributes) => {
    const { low, high } = bounds(attributes);
    return low <= 0 && high >= 1 ? ['quantised', 'mask'] : ['quantised'];
  },
  nonNegative: (attributes) => bounds(attributes).low >= 0,
  pointwise: true,
};

const bounds = (attributes: Attributes): { low: number; high: number } => ({
  low: attributes['min'] === undefined ? -Infinity : num(attributes, 'min'),
  high: attributes['max'] === undefined ? Infinity : num(attributes, 'max'),
});
