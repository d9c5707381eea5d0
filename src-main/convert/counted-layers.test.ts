/** Dense operations and fan-out against counting every pair of an output and a weight (docs/algorithm.md §7). */
import { describe, expect, it } from 'vitest';
import type { NetworkNode } from '../../src-shared/network/index.ts';
import { operatorOf } from '../../src-shared/network/operators/index.ts';
import { testBuilder } from '../../src-shared/network/operators/testing/builder.ts';
import { randomTensor, randomWeight } from '../../src-shared/network/operators/testing/random.ts';
import { type Sample, samples } from '../../src-shared/network/operators/testing/samples.ts';
import { fanOutOf } from '../../src-shared/spiking/fan-out.ts';
import { atBatch, BATCH, type Shape, sizeOf, type Tensor, tensor64 } from '../../src-shared/tensor/index.ts';
import { compileUniform, simulate } from '../../tests/support/spiking.ts';
import { placeNeurons } from './place-neurons.ts';

const ones = (tensor: Tensor): Tensor => tensor64(tensor.shape, new Float64Array(sizeOf(tensor.shape)).fill(1));
const isTensor = (input: Shape | Tensor): input is Tensor => 'data' in input;

/** Operations of each entry of the coded input: what it adds up to with all weights 1 and no bias. */
function bruteFanOut(node: NetworkNode, constants: ReadonlyMap<string, Tensor>, shape: Shape): number[] {
  const size = sizeOf(shape);
  const weighted = node.op === 'Linear' || node.op.startsWith('Conv') ? node.inputs.slice(0, 2) : node.inputs;
  return Array.from({ length: size }, (_, index) => {
    const coded = tensor64(shape);
    coded.data[index] = 1;
    const inputs = weighted.map((value) => (constants.has(value) ? ones(constants.get(value)!) : coded));
    return Array.from(operatorOf(node.op).evaluate(inputs, node.attributes).data).reduce((sum, value) => sum + value, 0);
  });
}

const extra: readonly Sample[] = [
  { op: 'MatMul', inputs: [randomWeight([2, 4, 5]), [BATCH, 1, 5, 3]], attributes: {} },
  { op: 'MatMul', inputs: [[BATCH, 1, 5, 3], randomWeight([2, 3, 4])], attributes: {} },
  { op: 'MatMul', inputs: [[BATCH, 5, 3], randomWeight([3])], attributes: {} },
  { op: 'MatMul', inputs: [randomWeight([5]), [BATCH, 5, 3]], attributes: {} },
  { op: 'Linear', inputs: [[2 * BATCH, 3], randomWeight([3, 4])], attributes: {} },
  {
    op: 'Conv',
    inputs: [[3 * BATCH, 2, 5], randomWeight([4, 2, 3])],
    attributes: { strides: [2], pads: [1, 1], dilations: [1], group: 1 },
  },
  {
    op: 'ConvTranspose',
    inputs: [[BATCH, 4, 3, 2], randomWeight([4, 1, 3, 2])],
    attributes: { strides: [2, 3], pads: [1, 0, 2, 1], dilations: [1, 2], outputPadding: [1, 0], group: 4 },
  },
  {
    op: 'ConvTranspose',
    inputs: [[BATCH, 2, 5], randomWeight([2, 3, 4])],
    attributes: { strides: [3], pads: [2, 1], dilations: [1], outputPadding: [0], group: 1 },
  },
];

const layers = [...samples, ...extra].filter(({ op, inputs }) => {
  const coded = inputs.map((input) => !isTensor(input));
  return coded.filter(Boolean).length === 1 && operatorOf(op).counted?.(coded) !== undefined;
});

/** A network of one node, its coded input the network's. */
function oneNode({ op, inputs, attributes }: Sample) {
  const b = testBuilder(inputs.find((input): input is Shape => !isTensor(input))!);
  return b.network(
    b.emit(
      op,
      inputs.map((input) => (isTensor(input) ? b.constant(input) : 'x')),
      attributes,
    ),
  );
}

describe('conv and linear layers', () => {
  it('has something to check', () => {
    expect(new Set(layers.map(({ op }) => op))).toEqual(new Set(['Conv', 'ConvTranspose', 'Linear', 'MatMul']));
  });

  it.each(
    layers.map((layer) => [`${layer.op} ${layer.inputs.map((i) => (isTensor(i) ? i.shape : i)).join(' · ')}`, layer] as const),
  )('%s', (_, layer) => {
    const network = oneNode(layer);
    const [node] = network.nodes as [NetworkNode];
    const brute = bruteFanOut(node, network.constants, atBatch(network.shapes.get('x')!, 1));
    const fanOut = fanOutOf(network, node);
    const map = typeof fanOut === 'number' ? [fanOut] : fanOut;
    expect(brute.map((_pairs, index) => map[index % map.length])).toEqual(brute);
    const spiking = compileUniform(placeNeurons(network));
    expect(spiking.counted).toHaveLength(1);
    expect(spiking.counted[0]!.dense).toBe(brute.reduce((sum, pairs) => sum + pairs, 0));
  });
});

describe('products', () => {
  it.each([
    ['MatMul', [BATCH, 2, 4, 5], [BATCH, 2, 5, 3], 2 * 4 * 3 * 5],
    ['MatMul', [BATCH, 2, 4, 5], [BATCH, 1, 5, 3], 2 * 4 * 3 * 5],
    ['MatMul', [2 * BATCH, 4, 5], [2 * BATCH, 5, 3], 2 * 4 * 3 * 5],
  ] as const)('%s of %s and %s: dense, and every pair counted when nothing is zero', async (op, left, right, dense) => {
    const size = sizeOf(atBatch(left, 1));
    const b = testBuilder([BATCH, size + sizeOf(atBatch(right, 1))]);
    const part = (start: number, shape: Shape) =>
      b.emit(
        'Reshape',
        [b.emit('Slice', ['x'], { axes: [1], starts: [start], ends: [start + sizeOf(atBatch(shape, 1))], steps: [1] })],
        {
          shape,
        },
      );
    const network = b.network(b.emit(op, [part(0, left), part(size, right)]));
    // Without neurons in front, so that the operands are the samples themselves.
    const spiking = compileUniform({ network, sites: [] }, { coding: 'rate' });
    expect(spiking.counted.map((layer) => [layer.kind, layer.dense])).toEqual([['product', dense]]);
    const x = randomTensor([2, ...network.shapes.get('x')!.slice(1)]);
    const { counted } = await simulate(spiking, x, 3);
    // At first x∘y alone, then x∘y, x∘B and A∘y.
    expect([...counted.values()].map(({ operations }) => [...operations])).toEqual([[2 * dense, 6 * dense, 6 * dense]]);
  });
});

describe('names', () => {
  it('are unique where a module is used twice', () => {
    const b = testBuilder([BATCH, 3]);
    const w = b.constant(randomTensor([3, 3]));
    const network = b.network(b.emit('Linear', [b.emit('Linear', ['x', w]), w]));
    const nodes = network.nodes.map((node, index) => ({ ...node, id: `fc/MatMul_${index}`, path: 'fc' }));
    const { counted } = compileUniform(placeNeurons({ ...network, nodes }));
    expect(counted.map(({ name }) => name)).toEqual(['fc', 'fc.MatMul_1']);
  });
});
