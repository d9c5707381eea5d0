/** Quantisation of constants (weights stored as bytes, or quantised and dequantised by an exporter): folded to floats. */
import type { Tensor } from '../../../tensor/index.ts';
import { positiveAxis } from '../../../tensor/index.ts';
import type { NetworkBuilder, OnnxNodeView, OnnxRead } from '../../operator.ts';
import { constantInput } from '../support/reading.ts';

/** The constant operands, with scale and zero point as functions of a flat index of x. */
function operandsOf(node: OnnxNodeView, build: NetworkBuilder) {
  const what = `an operand of ${node.type} (quantised activations are not supported, export the float network)`;
  const x = constantInput(node, build, 0, what);
  const scale = constantInput(node, build, 1, what);
  const zero = constantInput(node, build, 2, what);
  if (!x || !scale) throw new Error(`${node.type} lacks an operand`);
  if (node.int('block_size', 0) !== 0) throw new Error(`${node.type} in blocks is not supported`);
  const axis = positiveAxis(node.int('axis', 1), x.shape.length);
  const inner = x.shape.slice(axis + 1).reduce((product, size) => product * size, 1);
  const perAxis = scale.data.length > 1;
  if (perAxis && scale.data.length !== x.shape[axis]) throw new Error(`${scale.data.length} scales do not fit axis ${axis}`);
  const channel = (i: number): number => (perAxis ? Math.floor(i / inner) % x.shape[axis] : 0);
  return {
    x,
    zero,
    scaleAt: (i: number): number => scale.data[channel(i)],
    zeroAt: (i: number): number => (zero ? zero.data[zero.data.length > 1 ? channel(i) : 0] : 0),
  };
}

const dequantize: OnnxRead = (node, build) => {
  const { x, scaleAt, zeroAt } = operandsOf(node, build);
  const data = Float64Array.from(x.data, (q: number, i: number) => (q - zeroAt(i)) * scaleAt(i));
  return [build.constant({ shape: x.shape, data, dtype: 'float' })];
};

/** By TensorProto.DataType, 0 where nothing is said: UINT8, INT8, UINT16, INT16. */
const OUTPUT_RANGES: ReadonlyMap<number, Tensor['range']> = new Map([
  [0, [0, 255]],
  [2, [0, 255]],
  [3, [-128, 127]],
  [4, [0, 65_535]],
  [5, [-32_768, 32_767]],
]);

/** Half-way values go to the even neighbour. */
const roundEven = (x: number): number => {
  const up = Math.round(x);
  return up - x === 0.5 && up % 2 !== 0 ? up - 1 : up;
};

const quantize: OnnxRead = (node, build) => {
  const { x, zero, scaleAt, zeroAt } = operandsOf(node, build);
  const range = zero ? zero.range : OUTPUT_RANGES.get(node.int('output_dtype', 0));
  if (!range) throw new Error('QuantizeLinear to a type other than integers of 8 or 16 bits is not supported');
  const [least, most] = range;
  const data = Float64Array.from(x.data, (value: number, i: number) =>
    Math.min(most, Math.max(least, roundEven(value / scaleAt(i)) + zeroAt(i))),
  );
  const tensor: Tensor = { shape: x.shape, data, dtype: 'int', range };
  return [build.constant(tensor)];
};

export const quantizeReaders: Readonly<Record<string, OnnxRead>> = { DequantizeLinear: dequantize, QuantizeLinear: quantize };
