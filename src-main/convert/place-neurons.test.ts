/** Where neurons go, and what layers are called (docs/algorithm.md §5). */
import { describe, expect, it } from 'vitest';
import { evaluateNetwork } from '../../src-shared/network/evaluate.ts';
import { randomTensor as randomSamples } from '../../src-shared/network/operators/testing/random.ts';
import { BATCH } from '../../src-shared/tensor/index.ts';
import { floats, ints, randomTensor, type TestModel, type TestNode } from '../../tests/support/onnx-graph.ts';
import { importModel } from '../../tests/support/spiking.ts';
import { layerNamer } from './layer-names.ts';
import { placeNeurons } from './place-neurons.ts';

const node = (
  type: string,
  inputs: string,
  output: string,
  name?: string,
  attributes: TestNode['attributes'] = {},
): TestNode => ({
  type,
  inputs: inputs.split(' '),
  outputs: [output],
  attributes,
  ...(name === undefined ? {} : { name }),
});
const transpose = (input: string, output: string, ...perm: bigint[]): TestNode =>
  node('Transpose', input, output, undefined, { perm });

/** Linear layers `w` 4 → 4 on tokens `[batch, 3, 4]`; weights are shared, names and nodes are what counts. */
const model = (nodes: readonly TestNode[], outputs: readonly string[] = ['y']): TestModel => ({
  inputs: [{ name: 'x', shape: ['batch', 3, 4] }],
  nodes,
  weights: {
    w: randomTensor([4, 4], 1),
    w2: randomTensor([4, 4], 2),
    zero: floats([], [0]),
    six: floats([], [6]),
    merged: ints([-1, 4]),
    apart: ints([3, -1, 4]),
    constant: floats([1], [1]),
  },
  outputs,
});

/** Sites as `name rule node:position`. */
async function sites(nodes: readonly TestNode[], outputs?: readonly string[]): Promise<string[]> {
  const network = await importModel(model(nodes, outputs));
  const placed = placeNeurons(network);
  const x = randomSamples([2, 3, 4]);
  const [before, after] = [network, placed.network].map((one) => evaluateNetwork(one, x).map(({ data }) => [...data]));
  expect(after).toEqual(before);
  return placed.sites.map((site) => `${site.name} ${site.rule} ${site.node}:${site.position}`);
}

describe('a ReLU network', () => {
  it('has a neuron layer for each ReLU and none else', async () => {
    expect(await sites([node('MatMul', 'x w', 'a', 'a'), node('Relu', 'a', 'r', 'r'), node('MatMul', 'r w2', 'y', 'y')])).toEqual(
      ['r relu r:0'],
    );
  });

  it('is one with a softmax at its end, and an activation that goes no further', async () => {
    const nodes = [
      node('Relu', 'x', 'r', 'r'),
      node('MatMul', 'r w', 'a', 'a'),
      node('Softmax', 'a', 's', 's'),
      node('ReduceMean', 's', 'y', 'm', { axes: [1n] }),
      node('Sigmoid', 'r', 'z', 'z'),
    ];
    expect(await sites(nodes, ['y', 'z'])).toEqual(['r relu r:0']);
  });

  it('is one with global max pooling, which is moved in front of the ReLU', async () => {
    const max = node('ReduceMax', 'r', 'm', 'm', { axes: [1n], keepdims: 0n });
    expect(await sites([node('Relu', 'x', 'r', 'r'), max, node('MatMul', 'm w', 'y', 'y')])).toEqual(['r relu r:0']);
  });
});

describe('a smooth network', () => {
  it('has signed neurons in front of every linear layer', async () => {
    const nodes = [node('MatMul', 'x w', 'a', 'a'), node('Tanh', 'a', 't', 't'), node('MatMul', 't w2', 'y', 'b')];
    expect(await sites(nodes)).toEqual(['a signed a:0', 'b signed b:0']);
  });

  it('has them in front of each operand of a product, even if it ends there', async () => {
    const nodes = [transpose('x', 'xt', 0n, 2n, 1n), node('MatMul', 'x xt', 'y', 'product')];
    expect(await sites(nodes)).toEqual(['product.neuron1 signed product:0', 'product.neuron2 signed product:1']);
  });

  it('has none in front of an elementwise product, which makes the network smooth if a linear layer follows', async () => {
    const square = node('Mul', 'x x', 'q', 'square');
    expect(await sites([square, node('MatMul', 'q w', 'y', 'a')])).toEqual(['a signed a:0']);
    const gate = [node('MatMul', 'x w', 'a', 'a'), node('Relu', 'a', 'r', 'r'), node('Mul', 'r x', 'y', 'gate')];
    expect(await sites(gate), 'at the end of a ReLU network').toEqual(['r relu r:0']);
  });

  it('has none where spikes of a ReLU arrive, moved around or not, but where they were added up', async () => {
    const nodes = [
      node('MatMul', 'x w', 'a', 'a'),
      node('Relu', 'a', 'r', 'r'),
      node('MatMul', 'r w', 'b', 'b'),
      node('Relu', 'b', 's', 's'),
      node('Concat', 'r s', 'both', 'both', { axis: 1n }),
      transpose('both', 'turned', 1n, 0n, 2n),
      node('MatMul', 'turned w', 'c', 'c'),
      node('Add', 'r s', 'sum', 'sum'),
      node('MatMul', 'sum w', 'd', 'd'),
      node('Tanh', 'd', 't', 't'),
      node('MatMul', 't w', 'y', 'e'),
    ];
    expect(await sites(nodes, ['y', 'c'])).toEqual(['a signed a:0', 'r relu r:0', 's relu s:0', 'd signed d:0', 'e signed e:0']);
  });

  it('has none in front of the difference of a bounded ReLU', async () => {
    const nodes = [
      node('Clip', 'x zero six', 'r', '/act/Clip'),
      node('MatMul', 'r w', 'a', 'a'),
      node('Tanh', 'a', 't', 't'),
      node('MatMul', 't w', 'y', 'b'),
    ];
    expect(await sites(nodes)).toEqual(['act relu /act/Clip:0', 'act.bound relu /act/Clip:excess:0', 'b signed b:0']);
  });
});

describe('layer names', () => {
  it('are module paths, unique though a module is used again', async () => {
    const names = async (ids: readonly string[]): Promise<string[]> => {
      const nodes = ids.map((id, index) => node('Relu', index === 0 ? 'x' : `r${index}`, `r${index + 1}`, id));
      const placed = placeNeurons(await importModel(model(nodes, [`r${ids.length}`])));
      return placed.sites.map(({ name }) => name);
    };
    expect(await names(['/block/block.0/relu/Relu', '/block/block.0/relu/Relu_1', '/block/block.0/relu/Relu_2'])).toEqual([
      'block.0.relu',
      'block.0.relu.Relu_1',
      'block.0.relu.Relu_2',
    ]);
    expect(await names(['/Relu', '/Relu_1', 'plain', 'a/b'])).toEqual(['Relu', 'Relu_1', 'plain', 'a']);
  });

  it('of nodes without names are those of their outputs', async () => {
    const nameless = { ...node('Relu', 'x', 'hidden'), name: '' };
    const second = { ...node('Relu', 'hidden', 'y'), name: '' };
    const placed = placeNeurons(await importModel(model([nameless, second])));
    expect(placed.sites.map(({ name }) => name)).toEqual(['hidden', 'y']);
  });

  it('end in a number where nothing else tells them apart', () => {
    const name = layerNamer();
    expect([name('a', 'm/R'), name('a', 'm/R'), name('a', 'm/R'), name('', 'm/R'), name('', '/')]).toEqual([
      ...['a', 'a.R', 'a.R.2', 'm', '/'],
    ]);
    expect(name('a.R', 'other')).toBe('a.R.other');
  });
});

describe('the batch of a neuron layer', () => {
  it('comes first, wherever the network has it', async () => {
    const nodes = [
      transpose('x', 'turned', 1n, 0n, 2n),
      node('MatMul', 'turned w', 'a', 'a'),
      node('Reshape', 'a merged', 'm', 'm'),
      node('Relu', 'm', 'r', 'r'),
      node('MatMul', 'r w', 'b', 'b'),
      node('Reshape', 'b apart', 'apart3', 'apart3'),
      node('Tanh', 'apart3', 't', 't'),
      node('MatMul', 't w', 'c', 'c'),
      transpose('c', 'y', 1n, 0n, 2n),
    ];
    const names = (await sites(nodes)).map((site) => site.split(' ').slice(0, 2).join(' '));
    expect(names).toEqual(['a signed', 'r relu', 'c signed']);
    const placed = placeNeurons(await importModel(model(nodes)));
    const shapes = placed.sites.map(({ input }) => placed.network.shapes.get(input));
    expect(shapes).toEqual([
      [BATCH, 3, 4],
      [BATCH, 3, 4],
      [BATCH, 3, 4],
    ]);
  });

  it('is an error where it cannot be followed', async () => {
    const network = await importModel(model([node('Reshape', 'x merged', 'm', 'm'), node('Relu', 'm', 'y', 'r')]));
    // Three rows of each sample, then of two samples at a time: no importer makes this, and no one could take it apart.
    const shapes = new Map(network.shapes).set('m', [2, 3 * BATCH, 2]).set('y', [2, 3 * BATCH, 2]);
    const turned = new Map(shapes).set('x', [3, BATCH, 4]);
    const nodes = network.nodes.map((one) => (one.op === 'Reshape' ? { ...one, attributes: { shape: [2, 3 * BATCH, 2] } } : one));
    expect(() => placeNeurons({ ...network, nodes, shapes: turned })).toThrow(
      expect.objectContaining({ code: 'model.batch', message: expect.stringContaining('r (Relu) would get neurons') }),
    );
  });
});

it('an output that does not depend on the input is an error', async () => {
  const nodes = [node('Relu', 'x', 'y', 'r'), node('Neg', 'constant', 'fixed', 'n')];
  await expect(async () => placeNeurons(await importModel(model(nodes, ['y', 'fixed'])))).rejects.toThrow(
    expect.objectContaining({ code: 'model.invalid', message: expect.stringContaining('Output fixed') }),
  );
});
