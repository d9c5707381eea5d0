/**
 * A network of everything that NIR can hold, as ONNX: convolutions with strides, groups, kernels that are not square and pads that are not the same
 * on both sides, residual branches of convolutions, of spikes and of slices with zero channels, average pooling of two kinds, a concatenation, products and
 * sums with constants.
 */
import { ints, randomTensor, type TestModel, type TestNode } from '../../support/onnx-graph.ts';

const conv = (
  name: string,
  input: string,
  kernel: number[],
  { stride = 1, group = 1, pads }: { stride?: number; group?: number; pads: number[] },
): TestNode => ({
  type: 'Conv',
  inputs: [input, `${name}.w`, `${name}.b`],
  outputs: [name],
  attributes: {
    kernel_shape: kernel.map(BigInt),
    strides: [BigInt(stride), BigInt(stride)],
    pads: pads.map(BigInt),
    group: BigInt(group),
  },
});

const convWeights = (name: string, seed: number, shape: [number, number, number, number]) => ({
  [`${name}.w`]: randomTensor(shape, seed, Math.sqrt(2 / (shape[1] * shape[2] * shape[3]))),
  [`${name}.b`]: randomTensor([shape[0]], seed + 1, 0.1),
});

const node = (type: string, inputs: string[], output: string, attributes: TestNode['attributes'] = {}): TestNode => ({
  type,
  inputs,
  outputs: [output],
  attributes,
});

const SAME = [1, 1, 1, 1];

/** `[batch, 3, 12, 12]` → 10 classes. */
export const averaged: TestModel = {
  inputs: [{ name: 'x', shape: ['batch', 3, 12, 12] }],
  nodes: [
    node('Mul', ['x', 'scale'], 'scaled'),
    node('Add', ['scaled', 'shift'], 'shifted'),
    conv('a', 'shifted', [3, 3], { pads: [0, 0, 0, 0] }),
    node('Relu', ['a'], 'ra'),
    // A residual branch of slices and zero channels, beside a convolution with pads on one side.
    conv('b', 'ra', [2, 2], { stride: 2, pads: [0, 0, 0, 0] }),
    node('Slice', ['ra', 'starts', 'ends', 'axes', 'steps'], 'half'),
    node('Pad', ['half', 'pads'], 'branch'),
    node('Add', ['b', 'branch'], 'sum'),
    node('Relu', ['sum'], 'rb'),
    // Spikes that are added as they are.
    conv('c', 'rb', [3, 3], { group: 4, pads: SAME }),
    node('Add', ['c', 'rb'], 'both'),
    node('Relu', ['both'], 'rc'),
    conv('d', 'rc', [1, 3], { pads: [0, 1, 0, 1] }),
    conv('e', 'rc', [2, 2], { pads: [0, 0, 1, 1] }),
    node('Neg', ['e'], 'minus'),
    node('Concat', ['d', 'minus'], 'joined', { axis: 1n }),
    node('Relu', ['joined'], 'rd'),
    node('AveragePool', ['rd'], 'pool', { kernel_shape: [3n, 3n], pads: SAME.map(BigInt), count_include_pad: 1n }),
    conv('f', 'pool', [3, 3], { pads: SAME }),
    node('Relu', ['f'], 'rf'),
    node('GlobalAveragePool', ['rf'], 'mean'),
    node('Flatten', ['mean'], 'flat'),
    node('MatMul', ['flat', 'y.w'], 'y'),
  ],
  weights: {
    scale: randomTensor([1, 3, 1, 1], 1, 1),
    shift: randomTensor([3, 1, 1], 2, 1),
    ...convWeights('a', 11, [8, 3, 3, 3]),
    ...convWeights('b', 13, [12, 8, 2, 2]),
    ...convWeights('c', 15, [12, 3, 3, 3]),
    ...convWeights('d', 17, [6, 12, 1, 3]),
    ...convWeights('e', 19, [4, 12, 2, 2]),
    ...convWeights('f', 21, [8, 10, 3, 3]),
    'y.w': randomTensor([8, 10], 23, 0.5),
    starts: ints([0, 0]),
    ends: ints([10, 10]),
    axes: ints([2, 3]),
    steps: ints([2, 2]),
    pads: ints([0, 2, 0, 0, 0, 2, 0, 0]),
  },
  outputs: ['y'],
};

/** Fully connected: `[batch, 7]` → 5 classes. */
export const layered: TestModel = {
  inputs: [{ name: 'x', shape: ['batch', 7] }],
  nodes: [
    node('Gemm', ['x', 'a.w', 'a.b'], 'a'),
    node('Relu', ['a'], 'ra'),
    node('MatMul', ['ra', 'b.w'], 'b'),
    node('Add', ['b', 'ra'], 'both'),
    node('Relu', ['both'], 'rb'),
    node('Gemm', ['rb', 'y.w', 'y.b'], 'y'),
  ],
  weights: {
    'a.w': randomTensor([7, 9], 1, 0.5),
    'a.b': randomTensor([9], 2, 0.1),
    'b.w': randomTensor([9, 9], 3, 0.4),
    'y.w': randomTensor([9, 5], 5, 0.4),
    'y.b': randomTensor([5], 6, 0.1),
  },
  outputs: ['y'],
};
