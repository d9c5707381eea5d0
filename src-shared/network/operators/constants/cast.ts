/** Cast, Identity and the like: nothing happens to a coded value; a constant may change its kind. */
import type { Tensor } from '../../../tensor/index.ts';
import type { OnnxRead } from '../../operator.ts';
import { input } from '../support/reading.ts';

/** TensorProto.DataType: FLOAT, FLOAT16, DOUBLE, BFLOAT16; and BOOL. Strings and complex numbers are no numbers to us. */
const FLOATS: ReadonlySet<number> = new Set([1, 10, 11, 16]);
const INTS: ReadonlySet<number> = new Set([2, 3, 4, 5, 6, 7, 12, 13]);
const BOOL = 9;

/** The constant as another type. Floats are not rounded to a narrower type: shape arithmetic goes through them. */
function castConstant(tensor: Tensor, to: number): Tensor {
  if (FLOATS.has(to)) return { ...tensor, dtype: 'float' };
  if (INTS.has(to)) return { shape: tensor.shape, data: Float64Array.from(tensor.data, Math.trunc), dtype: 'int' };
  if (to === BOOL) return { shape: tensor.shape, data: Float64Array.from(tensor.data, (x) => (x === 0 ? 0 : 1)), dtype: 'bool' };
  throw new Error(`a cast to data type ${to} is not supported`);
}

const cast: OnnxRead = (node, build) => {
  const x = input(node, 0);
  const constant = build.constantOf(x);
  const to = node.int('to');
  if (constant) return [build.constant(castConstant(constant, to))];
  // Truths are numbers already, and so is what quantised values stand for.
  const isNumber = build.marks?.has(x, 'mask') === true || (INTS.has(to) && build.marks?.has(x, 'quantised') === true);
  if (!FLOATS.has(to) && !isNumber)
    throw new Error("a cast of values computed from the network's input to a type that is not a float is not supported");
  return [x];
};

/** Readers of Cast and its relatives, by ONNX operator type. */
export const castReaders: Readonly<Record<string, OnnxRead>> = {
  Cast: cast,
  CastLike: (node, build) => {
    const x = input(node, 0);
    const constant = build.constantOf(x);
    if (!constant) return [x];
    const like = build.constantOf(input(node, 1))?.dtype ?? 'float';
    return [build.constant(castConstant(constant, { float: 1, int: 7, bool: BOOL }[like]))];
  },
  Identity: (node) => [input(node, 0)],
  Dropout: (node, build) => {
    const training = node.inputs[2] === undefined ? undefined : build.constantOf(node.inputs[2]);
    if (training && training.data[0] !== 0) throw new Error('Dropout is in training mode, export the network in evaluation mode');
    // Its mask is not made: nothing reads the mask of a dropout that drops nothing.
    return [input(node, 0)];
  },
};
