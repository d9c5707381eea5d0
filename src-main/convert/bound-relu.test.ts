/** Bounded ReLUs: found in all the ways files have them, split exactly, and a network of them stays a ReLU network. */
import { describe, expect, it } from 'vitest';
import { choicesOf, farthest, importModel, meanOfSteps, sameThresholds, simulate } from '../../tests/support/spiking.ts';
import { floats, randomTensor as randomWeights, type TestModel, type TestNode } from '../../tests/support/onnx-graph.ts';
import { evaluateNetwork } from '../../src-shared/network/evaluate.ts';
import type { Network } from '../../src-shared/network/index.ts';
import { tensor64 } from '../../src-shared/tensor/index.ts';
import { gatherBoundedRelus, splitBoundedRelus } from './bound-relu.ts';
import { compile } from './compile.ts';
import { placeNeurons } from './place-neurons.ts';

const SAMPLES = tensor64([2, 3], Float64Array.of(-1.5, 0.25, 7.5, 6, -0.5, 2));
const WEIGHTS = { zero: floats([], [0]), six: floats([], [6]), sixes: floats([3], [6, 6, 6]), steps: floats([3], [6, 1, 2]) };
const RELU: TestNode = { type: 'Relu', inputs: ['x'], outputs: ['r'], name: '/act/Relu' };

const model = (nodes: readonly TestNode[], outputs: readonly string[] = ['y']): TestModel => ({
  inputs: [{ name: 'x', shape: ['batch', 3] }],
  nodes,
  weights: WEIGHTS,
  outputs,
});

const sameFunction = (a: Network, b: Network): void => {
  const [left, right] = [a, b].map((network) => evaluateNetwork(network, SAMPLES).map(({ data }) => [...data]));
  expect(left).toEqual(right);
};

const cut = (type: string, inputs: readonly string[]): TestNode => ({ type, inputs, outputs: ['y'], name: `/cut/${type}` });

describe('bounded ReLUs', () => {
  it.each([
    ['Clip(0, 6)', [cut('Clip', ['x', 'zero', 'six'])], 'cut'],
    ['ReLU, then Min with 6', [RELU, cut('Min', ['r', 'six'])], 'act'],
    ['ReLU, then Min with 6 for each channel', [RELU, cut('Min', ['sixes', 'r'])], 'act'],
    ['ReLU, then Clip from above', [RELU, cut('Clip', ['r', '', 'six'])], 'act'],
    [
      'Min with 6, then ReLU',
      [
        { type: 'Min', inputs: ['x', 'six'], outputs: ['m'] },
        { ...RELU, inputs: ['m'], outputs: ['y'] },
      ],
      'act',
    ],
  ] as const)('%s becomes two ReLUs', async (_, nodes, path) => {
    const network = await importModel(model(nodes));
    const { network: split, bounds, differences } = splitBoundedRelus(gatherBoundedRelus(network));
    sameFunction(split, network);
    expect(split.nodes.map(({ op }) => op)).toEqual(['Relu', 'Add', 'Relu', 'Neg', 'Add']);
    expect(split.nodes[0]!.path).toBe(path);
    expect([...bounds]).toEqual([[split.nodes[2]!.id, split.nodes[0]!.id]]);
    expect([...differences]).toEqual(['y']);
    expect(placeNeurons(network).sites.map(({ name, rule }) => [name, rule])).toEqual([
      [path, 'relu'],
      [`${path}.bound`, 'relu'],
    ]);
  });

  it('leaves what is not one', async () => {
    for (const nodes of [
      [RELU, cut('Min', ['r', 'steps'])],
      [cut('Clip', ['x', '', 'six'])],
      [RELU, { ...cut('Clip', ['r', 'six', '']) }],
    ]) {
      const network = await importModel(model(nodes));
      expect(splitBoundedRelus(gatherBoundedRelus(network)).network.nodes).toEqual(network.nodes);
    }
  });

  it('keeps a ReLU that others read, and names the bounded one after the cut', async () => {
    const network = await importModel(model([RELU, cut('Min', ['r', 'six'])], ['y', 'r']));
    sameFunction(splitBoundedRelus(gatherBoundedRelus(network)).network, network);
    expect(placeNeurons(network).sites.map(({ name }) => name)).toEqual(['act', 'cut', 'cut.bound']);
  });

  it('leaves no ReLU behind that only cuts read', async () => {
    const second = { type: 'Clip', inputs: ['r', '', 'six'], outputs: ['z'], name: '/other/Clip' };
    const network = await importModel(model([RELU, cut('Min', ['r', 'six']), second], ['y', 'z']));
    sameFunction(splitBoundedRelus(gatherBoundedRelus(network)).network, network);
    expect(placeNeurons(network).sites.map(({ name }) => name)).toEqual(['cut', 'cut.bound', 'act', 'act.bound']);
  });

  it('keep a network a ReLU network: spikes go straight into the next layer, also behind max pooling', async () => {
    const bits = (...values: number[]): readonly bigint[] => values.map(BigInt);
    const network = await importModel({
      inputs: [{ name: 'x', shape: ['batch', 2, 4, 4] }],
      nodes: [
        { type: 'Conv', inputs: ['x', 'w1'], outputs: ['c1'], attributes: { kernel_shape: bits(3, 3), pads: bits(1, 1, 1, 1) } },
        { type: 'Clip', inputs: ['c1', 'zero', 'one'], outputs: ['a1'], name: '/features/act/Clip' },
        { type: 'MaxPool', inputs: ['a1'], outputs: ['p1'], attributes: { kernel_shape: bits(2, 2), strides: bits(2, 2) } },
        { type: 'Conv', inputs: ['p1', 'w2'], outputs: ['c2'], attributes: { kernel_shape: bits(1, 1) } },
        { type: 'Clip', inputs: ['c2', 'zero', 'one'], outputs: ['a2'], name: '/features/act/Clip_1' },
        { type: 'GlobalAveragePool', inputs: ['a2'], outputs: ['y'] },
      ],
      weights: {
        w1: randomWeights([3, 2, 3, 3], 1, 0.6),
        w2: randomWeights([4, 3, 1, 1], 2, 1.2),
        zero: floats([], [0]),
        one: floats([], [1]),
      },
      outputs: ['y'],
    });
    const placed = placeNeurons(network);
    expect(placed.sites.map(({ name, rule }) => `${name} ${rule}`)).toEqual([
      'features.act relu',
      'features.act.bound relu',
      'features.act.Clip_1 relu',
      'features.act.Clip_1.bound relu',
    ]);
    const x = tensor64(
      [2, 2, 4, 4],
      Float64Array.from({ length: 64 }, (_, i) => 2 * Math.sin(i * i)),
    );
    const float = evaluateNetwork(network, x)[0]!.data;
    for (const coding of ['rate', 'differential'] as const) {
      const spiking = compile(placed, choicesOf(placed, { coding, neuron: 'mt-negative' }), sameThresholds(placed, 8));
      expect(spiking.stages.filter(({ kind }) => kind !== 'segment').map(({ kind }) => kind)).toEqual([
        'max-pool',
        'neuron',
        'neuron',
        'neuron',
        'neuron',
      ]);
      const { logits } = await simulate(spiking, x, 256);
      expect(farthest(meanOfSteps(logits[0]!, 256), float)).toBeLessThan(0.05);
    }
  });
});
