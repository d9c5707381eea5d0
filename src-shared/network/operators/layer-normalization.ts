/**
 * LayerNormalization `[x, scale?, bias?]`: (x − mean) / √(variance + epsilon) over the axes from `axis` on, then scale and bias;
 * RMSNormalization `[x, scale?]`: x / √(mean of squares + epsilon).
 */
import type { Shape, Tensor } from '../../tensor/index.ts';
import { sizeOf } from '../../tensor/index.ts';
import type { Attributes, NetworkNode, ValueId } from '../network.ts';
import type { NetworkBuilder, OnnxRead, OnnxWriter, Operator } from '../operator.ts';
import { wide } from './support/arrays.ts';
import { num } from './support/attributes.ts';
import { refuseBatch } from './support/batch.ts';
import { broadcastShapes } from './support/broadcast.ts';
import { expectation } from './support/forms.ts';
import { add } from './add.ts';
import { mul } from './mul.ts';
import { emitAdd, emitMul, emitSub, numberOf } from './support/operands.ts';
import { checkedAxis, constantInput, input } from './support/reading.ts';

const read =
  (op: 'LayerNormalization' | 'RMSNormalization'): OnnxRead =>
  (node, build) => {
    const x = input(node, 0);
    constantInput(node, build, 1, `the scale of ${op}`);
    constantInput(node, build, 2, `the bias of ${op}`);
    const axis = checkedAxis(node.int('axis', -1), build.shapeOf(x).length);
    const inputs = [x, ...node.inputs.slice(1).filter((value) => value !== undefined)];
    const epsilon = node.float('epsilon', 1e-5);
    const normalised = build.emit(op, inputs, { axis, epsilon });
    return node.outputs > 1 && op === 'LayerNormalization' ? [normalised, ...momentsOf(build, x, axis, epsilon)] : [normalised];
  };

/** The mean and the inverse of the standard deviation over the axes from `axis` on: the optional outputs of LayerNormalization. */
function momentsOf(build: NetworkBuilder, x: ValueId, axis: number, epsilon: number): readonly ValueId[] {
  const over = { axes: [...build.shapeOf(x).keys()].slice(axis), keepdims: 1 };
  const mean = build.emit('ReduceMean', [x], over);
  const centred = emitSub(build, x, mean);
  const variance = build.emit('ReduceMean', [emitMul(build, centred, centred)], over);
  const deviation = build.emit('Sqrt', [emitAdd(build, variance, numberOf(build, epsilon))]);
  return [mean, build.emit('Reciprocal', [deviation])];
}

function shapeOf([x, ...parameters]: readonly Shape[], attributes: Attributes): Shape {
  const axis = num(attributes, 'axis');
  refuseBatch(x, [...x.keys()].slice(axis), 'normalisation');
  for (const shape of parameters) {
    if (broadcastShapes(shape, x).some((size, i) => size !== x[i]))
      throw new Error(`scale or bias [${shape.join(', ')}] does not fit`);
  }
  return x;
}

/** Every row from `axis` on normalised, then scaled and shifted. */
function normalise([x, scale, bias]: readonly Tensor[], attributes: Attributes, centred: boolean): Tensor {
  const row = sizeOf(x.shape.slice(num(attributes, 'axis')));
  const epsilon = num(attributes, 'epsilon');
  const data = wide(x).slice();
  for (let at = 0; at < data.length; at += row) {
    let mean = 0;
    if (centred) {
      for (let i = at; i < at + row; i++) mean += data[i];
      mean /= row;
    }
    let squares = 0;
    for (let i = at; i < at + row; i++) {
      data[i] -= mean;
      squares += data[i] * data[i];
    }
    const factor = 1 / Math.sqrt(squares / row + epsilon);
    for (let i = at; i < at + row; i++) data[i] *= factor;
  }
  const normal: Tensor = { shape: x.shape, data, dtype: 'float' };
  const scaled = scale ? mul.evaluate([normal, scale], {}) : normal;
  return bias ? add.evaluate([scaled, bias], {}) : scaled;
}

function writeLayer(node: NetworkNode, writer: OnnxWriter): void {
  const [x, scale, ...bias] = node.inputs;
  const axis = num(node.attributes, 'axis');
  const sizes = writer.shapeOf(x).slice(axis);
  const ones = () => writer.floats(new Array<number>(sizeOf(sizes)).fill(1), sizes);
  writer.add({
    type: 'LayerNormalization',
    inputs: [x, scale ?? ones(), ...bias],
    outputs: [node.output],
    attributes: { axis: BigInt(axis), epsilon: num(node.attributes, 'epsilon') },
  });
}

/** Opset 17 has no RMSNormalization: x / √(mean(x·x) + epsilon) · scale. */
function writeRms(node: NetworkNode, writer: OnnxWriter): void {
  const [x, scale] = node.inputs;
  const axis = num(node.attributes, 'axis');
  const axes = [...writer.shapeOf(x).keys()].slice(axis).map(BigInt);
  const step = (type: string, inputs: string[], attributes = {}, output = writer.fresh()): string => {
    writer.add({ type, inputs, outputs: [output], attributes });
    return output;
  };
  const mean = step('ReduceMean', [step('Mul', [x, x])], { axes, keepdims: 1n });
  const root = step('Sqrt', [step('Add', [mean, writer.floats([num(node.attributes, 'epsilon')], [])])]);
  const normal = step('Div', [x, root], {}, scale === undefined ? node.output : writer.fresh());
  if (scale !== undefined) step('Mul', [normal, scale], {}, node.output);
}

/** The operator LayerNormalization. */
export const layerNormalization: Operator = {
  onnx: { LayerNormalization: read('LayerNormalization') },
  write: writeLayer,
  shape: shapeOf,
  evaluate: (inputs, attributes) => normalise(inputs, attributes, true),
  spiking: expectation,
};

/** The operator RMSNormalization. */
export const rmsNormalization: Operator = {
  onnx: { RMSNormalization: read('RMSNormalization') },
  write: writeRms,
  shape: shapeOf,
  evaluate: (inputs, attributes) => normalise(inputs, attributes, false),
  spiking: expectation,
};
