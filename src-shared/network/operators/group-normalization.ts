/**
 * GroupNormalization `[x, scale, bias]`: normalises each group of neighbouring channels of `x [N, C, …]`, then scales and shifts
 * each channel. InstanceNormalization is the same with one group per channel.
 */
import type { Shape, Tensor } from '../../tensor/index.ts';
import { describeShape, isBatchSize, sizeOf } from '../../tensor/index.ts';
import type { Attributes, NetworkNode } from '../network.ts';
import type { OnnxRead, OnnxWriter, Operator } from '../operator.ts';
import { float64, wide, wideWeight } from './support/arrays.ts';
import { num } from './support/attributes.ts';
import { refuseBatch } from './support/batch.ts';
import { expectation, writeOne } from './support/forms.ts';
import { constantInput, input } from './support/reading.ts';

/** (x − mean) / √(variance + epsilon) per group, then scale and bias per channel. */
function normalise([x, scale, bias]: readonly Tensor[], groups: number, epsilon: number): Tensor {
  const channels = x.shape[1];
  const plane = sizeOf(x.shape.slice(2));
  const row = (channels / groups) * plane;
  const data = wide(x).slice();
  const factors = wideWeight(scale);
  const offsets = wideWeight(bias);
  for (let at = 0; at < data.length; at += row) {
    let mean = 0;
    for (let i = at; i < at + row; i++) mean += data[i];
    mean /= row;
    let squares = 0;
    for (let i = at; i < at + row; i++) squares += (data[i] - mean) ** 2;
    const factor = 1 / Math.sqrt(squares / row + epsilon);
    for (let i = at; i < at + row; i++) {
      const c = Math.floor(i / plane) % channels;
      data[i] = (data[i] - mean) * factor * factors[c] + offsets[c];
    }
  }
  return { shape: x.shape, data, dtype: 'float' };
}

function checkedShape([x, scale, bias]: readonly Shape[], groups: number): Shape {
  if (x.length < 2 || x[1] % groups !== 0 || sizeOf(scale) !== x[1] || sizeOf(bias) !== x[1]) {
    throw new Error(
      `${groups} groups, scale ${describeShape(scale)} and bias ${describeShape(bias)} do not fit ${describeShape(x)}`,
    );
  }
  refuseBatch(x, [...x.keys()].slice(1), 'normalisation');
  return x;
}

const readGroup: OnnxRead = (node, build) => {
  const x = input(node, 0);
  const channels = build.shapeOf(x)[1];
  const groups = node.int('num_groups');
  const perChannel = [1, 2].map((index) => {
    const tensor = constantInput(node, build, index, 'scale and bias of GroupNormalization');
    if (!tensor) throw new Error('GroupNormalization lacks its scale or bias');
    // Before opset 21 there is one value per group.
    if (node.opset >= 21 || tensor.data.length === channels || tensor.data.length !== groups) return input(node, index);
    return build.constant(
      float64(
        [channels],
        Float64Array.from({ length: channels }, (_, c) => tensor.data[Math.floor((c * groups) / channels)]),
      ),
    );
  });
  return [build.emit('GroupNormalization', [x, ...perChannel], { groups, epsilon: node.float('epsilon', 1e-5) })];
};

const readInstance: OnnxRead = (node, build) => {
  constantInput(node, build, 1, 'the scale of InstanceNormalization');
  constantInput(node, build, 2, 'the bias of InstanceNormalization');
  return [
    build.emit(
      'InstanceNormalization',
      [0, 1, 2].map((i) => input(node, i)),
      { epsilon: node.float('epsilon', 1e-5) },
    ),
  ];
};

/** Opset 17 has no GroupNormalization: InstanceNormalization of groups as channels, then scale and bias. */
function writeGroup(node: NetworkNode, writer: OnnxWriter): void {
  const [x, scale, bias] = node.inputs;
  const shape = writer.shapeOf(x);
  const groups = num(node.attributes, 'groups');
  const step = (type: string, inputs: string[], attributes = {}, output = writer.fresh()): string => {
    writer.add({ type, inputs, outputs: [output], attributes });
    return output;
  };
  const perChannel = writer.ints([shape[1], ...shape.slice(2).map(() => 1)]);
  const grouped = step('Reshape', [x, writer.ints([0, groups, -1])]);
  const ones = writer.floats(new Array<number>(groups).fill(1));
  const zeros = writer.floats(new Array<number>(groups).fill(0));
  const normal = step('InstanceNormalization', [grouped, ones, zeros], { epsilon: num(node.attributes, 'epsilon') });
  const back = step('Reshape', [normal, writer.ints(shape.map((size) => (isBatchSize(size) ? -1 : size)))]);
  const scaled = step('Mul', [back, step('Reshape', [scale, perChannel])]);
  step('Add', [scaled, step('Reshape', [bias, perChannel])], {}, node.output);
}

const epsilonOf = (attributes: Attributes): number => num(attributes, 'epsilon');

/** The operator GroupNormalization. */
export const groupNormalization: Operator = {
  onnx: { GroupNormalization: readGroup },
  write: writeGroup,
  shape: (inputs, attributes) => checkedShape(inputs, num(attributes, 'groups')),
  evaluate: (inputs, attributes) => normalise(inputs, num(attributes, 'groups'), epsilonOf(attributes)),
  spiking: expectation,
};

/** The operator InstanceNormalization. */
export const instanceNormalization: Operator = {
  onnx: { InstanceNormalization: readInstance },
  write: (node, writer) => writeOne(writer, node, 'InstanceNormalization', { epsilon: epsilonOf(node.attributes) }),
  shape: (inputs) => checkedShape(inputs, inputs[0][1]),
  evaluate: (inputs, attributes) => normalise(inputs, inputs[0].shape[1], epsilonOf(attributes)),
  spiking: expectation,
};
