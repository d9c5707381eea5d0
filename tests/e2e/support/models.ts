/** Models for tests in the window: small, wrong in one place, or large. */
import { writeFileSync } from 'node:fs';
import { DATA_TYPE } from '../../../src-main/onnx/proto/types.ts';
import { formatNpy } from '../../../src-main/dataset/index.ts';
import {
  onnxBytes,
  randomTensor,
  randomValues,
  type TestModel,
  type TestNode,
  type TestTensor,
} from '../../support/onnx-graph.ts';
import { CLASSIFIER_NODES, classifier, withNodes } from '../../support/classifier.ts';

const SCALE: Readonly<Record<string, TestTensor>> = {
  scale: { shape: [], values: [0.02] },
  zero: { shape: [], values: [], raw: { dataType: DATA_TYPE.int8, rawData: new Uint8Array([0]) } },
};

const CHOOSING: Partial<TestModel> = {
  nodes: [
    ...CLASSIFIER_NODES.map((node) => (node.type === 'Relu' ? { ...node, inputs: ['dequantised'] } : node)),
    { type: 'QuantizeLinear', name: '/q', inputs: ['hidden', 'scale', 'zero'], outputs: ['quantised'] },
    { type: 'DequantizeLinear', name: '/dq', inputs: ['quantised', 'scale', 'zero'], outputs: ['dequantised'] },
    { type: 'ArgMax', name: '/argmax', inputs: ['logits'], outputs: ['label'] },
    { type: 'Mul', name: '/masked', inputs: ['active', 'mask'], outputs: ['masked'] },
  ],
  weights: { w1: randomTensor([12, 6], 1), w2: randomTensor([6, 4], 2), ...SCALE },
  inputs: [
    { name: 'input', shape: ['batch', 3, 2, 2] },
    { name: 'mask', shape: ['batch', 6] },
  ],
};

/** Bytes that are no model. */
export const noModel = Buffer.from('this is no model\n');

/** A model with two nodes that have no spiking form. */
export const blockedModel = (): Buffer =>
  Buffer.from(withNodes((node) => (node.type === 'Relu' ? { ...node, type: 'Frobnicate' } : node)));

/** A model with two inputs of which either could take the samples, and one that leaves height and width open. */
export const twoInputs = (): Buffer =>
  Buffer.from(
    withNodes((node) => (node.type === 'Relu' ? { ...node, type: 'Add', inputs: ['hidden', 'mask'] } : node), {
      inputs: [
        { name: 'input', shape: ['batch', 3, 2, 2] },
        { name: 'mask', shape: ['batch', 6] },
      ],
    }),
  );

/** A model with three outputs, all of which neurons can compute. */
export const threeOutputs = (): Buffer => Buffer.from(classifier({ outputs: ['logits', 'active', 'hidden'] }));

/**
 * A model with all that import leaves to a person: an output that is a label, one that needs a mask beside the samples, and quantised values.
 */
export const choosingModel = (): Buffer =>
  Buffer.from(classifier({ ...CHOOSING, outputs: ['logits', 'active', 'label', 'masked'] }));

/** The same with `count` more outputs, \`head.0\` to \`head.N\`. */
export const manyOutputs = (count: number): Buffer => {
  const heads = Array.from({ length: count }, (_, index) => `head.${index}`);
  const nodes = heads.map((name): TestNode => ({ type: 'Relu', name: `/${name}`, inputs: ['logits'], outputs: [name] }));
  return Buffer.from(classifier({ nodes: [...CLASSIFIER_NODES, ...nodes], outputs: ['logits', ...heads] }));
};

export const smallModel = (): Buffer => Buffer.from(classifier());

const CHANNELS = 4;
const SIDE = 4;
const BLOCKS_PER_STAGE = 120;
const STAGES = 5;

/**
 * A residual network of 3,000 operators and a few: five stages of 120 blocks, each a convolution, a ReLU, a convolution, an addition
 * and a ReLU; its weights are shared.
 */
export function largeModel(): Uint8Array {
  const nodes: TestNode[] = [];
  const weights: Record<string, TestTensor> = {
    w: randomTensor([CHANNELS, CHANNELS, 3, 3], 1, 0.02),
    fc: randomTensor([CHANNELS, 3], 2, 0.5),
  };
  const add = (path: string, type: string, inputs: readonly string[], attributes: TestNode['attributes'] = {}): string => {
    const name = `/${path}/${type}`;
    const output = `${name}_output_0`;
    nodes.push({ name, type, inputs, outputs: [output], attributes });
    return output;
  };
  const pads = { kernel_shape: [3n, 3n], pads: [1n, 1n, 1n, 1n] };
  const conv = (path: string, input: string): string => add(path, 'Conv', [input, 'w'], pads);
  let last = add('relu', 'Relu', [conv('conv1', 'input')]);
  for (let stage = 1; stage <= STAGES; stage++) {
    for (let block = 0; block < BLOCKS_PER_STAGE; block++) {
      const module = `layer${stage}/layer${stage}.${block}`;
      const first = add(`${module}/relu1`, 'Relu', [conv(`${module}/conv1`, last)]);
      const sum = add(module, 'Add', [conv(`${module}/conv2`, first), last]);
      last = add(`${module}/relu2`, 'Relu', [sum]);
    }
  }
  const flat = add('flatten', 'Flatten', [add('pool', 'GlobalAveragePool', [last])]);
  const output = add('fc', 'MatMul', [flat, 'fc']);
  const model: TestModel = {
    nodes,
    weights,
    inputs: [{ name: 'input', shape: ['batch', CHANNELS, SIDE, SIDE] }],
    outputs: [output],
  };
  return onnxBytes(model);
}

/** Random samples for the large network, as .npy. */
export function writeLargeSamples(path: string, count: number): void {
  writeFileSync(path, formatNpy(randomValues(count * CHANNELS * SIDE * SIDE, 3), [count, CHANNELS, SIDE, SIDE]));
}
