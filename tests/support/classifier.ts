/** A classifier of four nodes and samples for it: what tests of commands spoil in one place each. */
import { formatNpy } from '../../src-main/dataset/index.ts';
import { DATA_TYPE } from '../../src-main/onnx/proto/types.ts';
import { onnxBytes, randomTensor, randomValues, type TestModel, type TestNode, type TestTensor } from './onnx-graph.ts';

/** `[batch, 3, 2, 2]` → 4 classes. */
export const CLASSIFIER_NODES: readonly TestNode[] = [
  { type: 'Flatten', name: '/flatten/Flatten', inputs: ['input'], outputs: ['flat'] },
  { type: 'MatMul', name: '/fc1/MatMul', inputs: ['flat', 'w1'], outputs: ['hidden'] },
  { type: 'Relu', name: '/relu1/Relu', inputs: ['hidden'], outputs: ['active'] },
  { type: 'MatMul', name: '/fc2/MatMul', inputs: ['active', 'w2'], outputs: ['logits'] },
];

export const classifier = (change: Partial<TestModel> = {}): Uint8Array =>
  onnxBytes({
    nodes: CLASSIFIER_NODES,
    weights: { w1: randomTensor([12, 6], 1), w2: randomTensor([6, 4], 2) },
    inputs: [{ name: 'input', shape: ['batch', 3, 2, 2] }],
    outputs: ['logits'],
    ...change,
  });

/** The classifier with another first weight. */
export const withWeight = (w1: TestTensor): Uint8Array => classifier({ weights: { w1, w2: randomTensor([6, 4], 2) } });

/** The classifier with its nodes changed. */
export const withNodes = (change: (node: TestNode) => TestNode, more: Partial<TestModel> = {}): Uint8Array =>
  classifier({ nodes: CLASSIFIER_NODES.map(change), ...more });

/** A first weight in a file beside the model. */
export const external = (location: string): TestTensor => ({
  shape: [12, 6],
  values: [],
  raw: { dataType: DATA_TYPE.float, dataLocation: 1, externalData: [{ key: 'location', value: location }] },
});

/** Random samples as .npy. */
export function samples(count: number, change: (values: Float32Array) => void = () => {}): Uint8Array {
  const values = randomValues(count * 12, 3);
  change(values);
  return formatNpy(values, [count, 3, 2, 2]);
}
