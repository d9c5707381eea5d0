/**
 * Operators beside ONNX's own that files of some tools hold: convolutions that ONNX Runtime fused with what follows them, and the image
 * operators of old Windows ML converters, which ONNX once had on trial.
 */
import type { ValueId } from '../network.ts';
import type { NetworkBuilder, OnnxNodeView, OnnxRead } from '../operator.ts';
import { clip } from './clip.ts';
import { conv } from './conv.ts';
import { float64 } from './support/arrays.ts';
import { emitAdd, emitMul, numberOf } from './support/operands.ts';
import { input } from './support/reading.ts';

/** The activation function that a fused layer names, with the parameters that it lists. */
function activated(node: OnnxNodeView, build: NetworkBuilder, x: ValueId): ValueId {
  if (!node.has('activation')) return x;
  const [alpha, beta] = node.has('activation_params') ? node.floats('activation_params') : [];
  const type = node.string('activation');
  switch (type) {
    case '':
      return x;
    case 'Relu':
    case 'Tanh':
    case 'Sigmoid':
      return build.emit(type, [x]);
    case 'LeakyRelu':
      return build.emit(type, [x], { alpha: alpha ?? 0.01 });
    case 'HardSigmoid':
      return build.emit(type, [x], { alpha: alpha ?? 0.2, beta: beta ?? 0.5 });
    case 'Clip': {
      const bounds = [alpha, beta].map((bound) => (bound === undefined ? undefined : numberOf(build, bound)));
      return clip.onnx['Clip']({ ...node, inputs: [x, ...bounds], has: () => false }, build)[0];
    }
    default:
      throw new Error(`the activation ${type} in a ${node.type} is not supported`);
  }
}

/** activation(convolution + sum) */
const fusedConv: OnnxRead = (node, build) => {
  const [value] = conv.onnx['Conv']({ ...node, inputs: node.inputs.slice(0, 3) }, build);
  const sum = node.inputs[3];
  return [activated(node, build, sum === undefined ? value : emitAdd(build, value, sum))];
};

/** scale · x + bias of each channel */
const imageScaler: OnnxRead = (node, build) => {
  const x = input(node, 0);
  const bias = node.floats('bias', []);
  const scaled = emitMul(build, x, numberOf(build, node.float('scale', 1)));
  if (bias.length === 0) return [scaled];
  const behind = new Array<number>(build.shapeOf(x).length - 2).fill(1);
  return [emitAdd(build, scaled, build.constant(float64([bias.length, ...behind], bias)))];
};

/** alpha · x + beta */
const affine: OnnxRead = (node, build) => {
  const scaled = emitMul(build, input(node, 0), numberOf(build, node.float('alpha', 1)));
  return [emitAdd(build, scaled, numberOf(build, node.float('beta', 0)))];
};

/** Without a border of so many pixels at the left, the top, the right and the bottom; `scale`: of this height and width instead. */
const crop: OnnxRead = (node, build) => {
  const x = input(node, 0);
  const [, , height, width] = build.shapeOf(x);
  const [left, top, right, bottom] = node.ints('border');
  if (height === undefined || width === undefined || bottom === undefined)
    throw new Error('Crop needs an image and four borders');
  const [h, w] = node.has('scale') ? node.ints('scale') : [height - top - bottom, width - left - right];
  const outside = [left, top, h - 1, w - 1, height - top - h, width - left - w].some((rest) => rest < 0);
  if (outside) throw new Error(`Crop by [${node.ints('border').join(', ')}] does not fit an image of ${height} × ${width}`);
  return [build.emit('Slice', [x], { axes: [2, 3], starts: [top, left], ends: [top + h, left + w], steps: [1, 1] })];
};

/** x · sigmoid(alpha · x), of operator set 24. */
const swish: OnnxRead = (node, build) => {
  const x = input(node, 0);
  const alpha = node.float('alpha', 1);
  if (alpha === 1) return [build.emit('Silu', [x])];
  return [emitMul(build, x, build.emit('Sigmoid', [emitMul(build, x, numberOf(build, alpha))]))];
};

/** Readers of operators of other operator sets, by ONNX operator type. */
export const otherReaders: Readonly<Record<string, OnnxRead>> = {
  'com.microsoft::FusedConv': fusedConv,
  ImageScaler: imageScaler,
  Affine: affine,
  Crop: crop,
  Swish: swish,
};
