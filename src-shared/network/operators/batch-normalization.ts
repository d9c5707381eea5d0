/** BatchNormalization in inference: a factor and an offset per channel, which the importer folds into the layer before it. */
import { describeShape } from '../../tensor/index.ts';
import type { OnnxRead } from '../operator.ts';
import { float64, wide } from './support/arrays.ts';
import { emitAdd, emitMul } from './support/operands.ts';
import { constantInput, input } from './support/reading.ts';

const read: OnnxRead = (node, build) => {
  if (node.int('training_mode', 0) !== 0 || node.outputs > 1) {
    throw new Error('BatchNormalization is in training mode, export the network in evaluation mode');
  }
  if (node.int('spatial', 1) === 0) throw new Error('BatchNormalization with spatial = 0 is not supported');
  const x = input(node, 0);
  const shape = build.shapeOf(x);
  const [scale, bias, mean, variance] = ['scale', 'bias', 'mean', 'variance'].map((name, i) => {
    const tensor = constantInput(node, build, i + 1, `the ${name} of BatchNormalization`);
    if (!tensor) throw new Error(`BatchNormalization lacks its ${name}`);
    if (tensor.data.length !== shape[1])
      throw new Error(`the ${name} of BatchNormalization has ${tensor.data.length} values for ${describeShape(shape)}`);
    return wide(tensor);
  });
  const epsilon = node.float('epsilon', 1e-5);
  const factor = scale.map((s, c) => s / Math.sqrt(variance[c] + epsilon));
  const offset = bias.map((b, c) => b - mean[c] * factor[c]);
  const perChannel = [shape[1], ...shape.slice(2).map(() => 1)];
  return [
    emitAdd(build, emitMul(build, x, build.constant(float64(perChannel, factor))), build.constant(float64(perChannel, offset))),
  ];
};

/** Readers of BatchNormalization, by ONNX operator type. */
export const batchNormalizationReaders: Readonly<Record<string, OnnxRead>> = { BatchNormalization: read };
