/** Models exported with a fixed batch run at any batch, and compute what they did with a dynamic one. */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { withFixedBatch } from '../../tests/support/fixed-batch.ts';
import { randomValues, testFolder } from '../../tests/support/onnx-graph.ts';
import { relativeDistance, runOnnxRuntime } from '../../tests/support/onnx-runtime.ts';
import { evaluateNetwork } from '../../src-shared/network/evaluate.ts';
import { atBatch, sizeOf } from '../../src-shared/tensor/index.ts';
import { importNetwork, readModel } from './index.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const golden = (name: string) => join(ROOT, 'tests', 'golden', 'nets', name, 'model.onnx');
const example = (name: string) => join(ROOT, 'resources', 'examples', `${name}-cifar10.onnx`);

const FILES = [
  golden('mlp-if-rate'),
  golden('vgg-mt-rate'),
  golden('resnet-mt-rate'),
  golden('vit-mt-rate'),
  golden('vit-mt-differential-opset17'),
  example('resnet20'),
  example('vgg-small'),
  example('vit-small'),
];

it.each(FILES.flatMap((file) => [1, 2].map((batch) => ({ file, batch, name: file.slice(ROOT.length + 1) }))))(
  '$name fixed at batch $batch computes the same at batch 4',
  async ({ file, batch }) => {
    using folder = testFolder();
    const dynamic = importNetwork(await readModel(file)).network;
    const inputShape = dynamic.shapes.get(dynamic.input.value)!;
    const fixed = folder.write('fixed.onnx', await withFixedBatch(file, inputShape.slice(1), batch));
    const model = await readModel(fixed);
    expect(model.graph.nodes.filter((node) => node.type === 'Shape')).toEqual([]);
    const { network } = importNetwork(model);
    const shape = atBatch(inputShape, 4);
    const data = randomValues(sizeOf(shape), 3);
    const [logits] = evaluateNetwork(network, { shape, data, dtype: 'float' });
    const [runtime] = await runOnnxRuntime(file, shape, data);
    expect(relativeDistance(logits!.data, runtime!.data)).toBeLessThanOrEqual(1e-4);
    expect([...network.shapes.get(network.outputs[0]!.value)!]).toEqual([...dynamic.shapes.get(dynamic.outputs[0]!.value)!]);
  },
);
