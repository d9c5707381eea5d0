/** Import held to the golden networks, the example networks and ONNX Runtime: the Network computes what the file does. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { randomValues } from '../../tests/support/onnx-graph.ts';
import { relativeDistance, runOnnxRuntime } from '../../tests/support/onnx-runtime.ts';
import { evaluateNetwork } from '../../src-shared/network/evaluate.ts';
import { atBatch, sizeOf } from '../../src-shared/tensor/index.ts';
import { readNpy } from '../dataset/npy.ts';
import { importNetwork, readModel, writeOnnx } from './index.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const NETS = join(ROOT, 'tests', 'golden', 'nets');
const EXAMPLES = join(ROOT, 'resources', 'examples');

const load = async (file: string) => importNetwork(await readModel(file)).network;

describe.each(readdirSync(NETS).filter((name) => existsSync(join(NETS, name, 'model.onnx'))))('golden network %s', (name) => {
  it('computes the logits of the paper to 1e-5 and those of ONNX Runtime to 1e-4', async () => {
    const file = join(NETS, name, 'model.onnx');
    const { shape, data } = await readNpy(join(NETS, name, 'inputs.npy'));
    const wanted = await readNpy(join(NETS, name, 'ann_logits.npy'));
    const [logits] = evaluateNetwork(await load(file), { shape, data: Float64Array.from(data), dtype: 'float' });
    expect(relativeDistance(logits!.data, wanted.data)).toBeLessThanOrEqual(1e-5);
    const [runtime] = await runOnnxRuntime(file, shape, data);
    expect(relativeDistance(logits!.data, runtime!.data)).toBeLessThanOrEqual(1e-4);
  });
});

describe.each(['resnet20-cifar10', 'vgg-small-cifar10', 'vit-small-cifar10'])('example network %s', (name) => {
  const file = join(EXAMPLES, `${name}.onnx`);

  it('computes the logits of ONNX Runtime to 1e-4', async () => {
    const network = await load(file);
    const shape = atBatch(network.shapes.get(network.input.value)!, 2);
    const data = randomValues(sizeOf(shape), 1);
    const [logits] = evaluateNetwork(network, { shape, data, dtype: 'float' });
    const [runtime] = await runOnnxRuntime(file, shape, data);
    expect(relativeDistance(logits!.data, runtime!.data)).toBeLessThanOrEqual(1e-4);
  });

  it('is written as ONNX that computes the same', async () => {
    const network = await load(file);
    const port = (value: string) => ({ value, shape: network.shapes.get(value)! });
    const bytes = writeOnnx({
      ...network,
      inputs: [port(network.input.value)],
      outputs: network.outputs.map(({ value }) => port(value)),
    });
    const shape = atBatch(port(network.input.value).shape, 3);
    const data = randomValues(sizeOf(shape), 2);
    const [logits] = await runOnnxRuntime(file, shape, data);
    const [written] = await runOnnxRuntime(bytes, shape, data);
    expect(relativeDistance(written!.data, logits!.data)).toBeLessThanOrEqual(1e-5);
  });
});
