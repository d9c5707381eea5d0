/** Every common operator on its own, with parameters that are drawn at random. */
import { sizeOf } from '../../src-shared/tensor/index.ts';
import { floats, ints, randomTensor, type TestAttribute, type TestTensor } from './onnx-graph.ts';

export interface OperatorCase {
  readonly type: string;
  readonly opset?: number;
  /** Shape of a sample. */
  readonly sample: readonly number[];
  readonly attributes?: Readonly<Record<string, TestAttribute>>;
  /** Inputs after the first: weights, or '' for one left out. `same`: the input itself again. */
  readonly others?: readonly (TestTensor | '' | 'same')[];
  readonly outputs?: number;
  /** The input is the second operand, after the first of `others`. */
  readonly swapped?: boolean;
  /** Input values to be positive (roots, logarithms). */
  readonly positive?: boolean;
}

/** Repeatable choices. */
function chooser(seed: number) {
  let state = seed;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const int = (from: number, to: number) => from + Math.floor(next() * (to - from + 1));
  return {
    int,
    pick: <T>(values: readonly T[]): T => values[int(0, values.length - 1)]!,
    big: (from: number, to: number) => BigInt(int(from, to)),
  };
}

/** The case of a seed, which repeats. */
type Make = (seed: number) => OperatorCase;

const conv =
  (spatial: number): Make =>
  (seed) => {
    const { int, pick, big } = chooser(seed);
    const group = pick([1, 1, 2, 4]);
    const kernel = Array.from({ length: spatial }, () => int(1, 3));
    const perGroup = int(1, 2);
    const outputs = group * int(1, 3);
    const pads = Array.from({ length: 2 * spatial }, () => big(0, 2));
    return {
      type: 'Conv',
      sample: [group * perGroup, ...kernel.map(() => int(5, 8))],
      attributes: {
        group: BigInt(group),
        kernel_shape: kernel.map(BigInt),
        strides: kernel.map(() => big(1, 3)),
        dilations: kernel.map(() => big(1, 2)),
        ...pick([{ pads }, { auto_pad: 'SAME_UPPER', dilations: kernel.map(() => 1n) }, { auto_pad: 'VALID' }]),
      },
      others: [
        randomTensor([outputs, perGroup, ...kernel], seed),
        ...(pick([true, false]) ? [randomTensor([outputs], seed + 1)] : []),
      ],
    };
  };

const convTranspose: Make = (seed) => {
  const { int, pick, big } = chooser(seed);
  const group = pick([1, 2]);
  const kernel = [int(1, 3), int(1, 3)];
  const strides = kernel.map(() => big(1, 3));
  const inputs = group * int(1, 2);
  const perGroup = int(1, 3);
  return {
    type: 'ConvTranspose',
    sample: [inputs, int(3, 5), int(3, 5)],
    attributes: {
      group: BigInt(group),
      strides,
      pads: pick([[0n, 0n, 0n, 0n], [1n, 0n, 0n, 0n].map((pad, axis) => (kernel[axis % 2]! > 1 ? pad : 0n))]),
      output_padding: strides.map((stride) => (stride > 1n ? big(0, 1) : 0n)),
    },
    others: [
      randomTensor([inputs, perGroup, ...kernel], seed),
      ...(pick([true, false]) ? [randomTensor([group * perGroup], seed + 1)] : []),
    ],
  };
};

const pool =
  (type: 'MaxPool' | 'AveragePool'): Make =>
  (seed) => {
    const { int, pick, big } = chooser(seed);
    const kernel = [int(2, 3), int(2, 3)];
    return {
      type,
      sample: [2, int(6, 9), int(6, 9)],
      attributes: {
        kernel_shape: kernel.map(BigInt),
        strides: kernel.map(() => big(1, 3)),
        pads: [big(0, 1), big(0, 1), big(0, 1), big(0, 1)],
        ceil_mode: pick([0n, 1n]),
        ...(type === 'AveragePool' ? { count_include_pad: pick([0n, 1n]) } : {}),
      },
    };
  };

const gemm: Make = (seed) => {
  const { int, pick } = chooser(seed);
  const [k, n] = [int(2, 6), int(1, 5)];
  const transB = pick([0n, 1n]);
  return {
    type: 'Gemm',
    sample: [k],
    attributes: { transB, alpha: pick([1, 0.5]), beta: pick([1, 2]) },
    others: [
      randomTensor(transB ? [n, k] : [k, n], seed),
      ...pick([[], [randomTensor([n], seed + 1)], [randomTensor([1], seed + 2)]]),
    ],
  };
};

const matmul: Make = (seed) => {
  const { int, pick } = chooser(seed);
  const [m, k, n] = [int(1, 4), int(2, 5), int(1, 4)];
  return pick<OperatorCase>([
    { type: 'MatMul', sample: [m, k], others: [randomTensor([k, n], seed)] },
    { type: 'MatMul', sample: [2, m, k], others: [randomTensor([2, k, n], seed)] },
    { type: 'MatMul', sample: [k, m], others: [randomTensor([n, k], seed)], swapped: true },
    { type: 'MatMul', sample: [k, k], others: ['same'] },
  ]);
};

const binary =
  (type: string): Make =>
  (seed) => {
    const { pick } = chooser(seed);
    const shape = pick([[], [1], [5], [4, 1], [1, 4, 5], [4, 5], [3, 1, 1]]);
    const other =
      type === 'Pow' ? floats(shape, new Array<number>(sizeOf(shape)).fill(pick([2, 3, 0.5]))) : randomTensor(shape, seed);
    const swapped = type !== 'Pow' && type !== 'PRelu' && pick([true, false]);
    return { type, sample: [3, 4, 5], others: [other], swapped, positive: type === 'Pow' || type === 'Div' };
  };

const twice =
  (type: string): Make =>
  () => ({ type, sample: [3, 4], others: ['same'], positive: true });

const unary =
  (type: string, attributes: Readonly<Record<string, TestAttribute>> = {}, more: Partial<OperatorCase> = {}): Make =>
  (seed) => ({ type, sample: chooser(seed).pick([[7], [3, 5], [2, 3, 4]]), attributes, ...more });

const reduce =
  (type: string, attribute: boolean): Make =>
  (seed) => {
    const { pick } = chooser(seed);
    const axes = pick([[1], [-1], [2, 3], [1, 3]]);
    const given = attribute ? { attributes: { axes: axes.map(BigInt), keepdims: pick([0n, 1n]) } } : { others: [ints(axes)] };
    return { type, sample: [3, 4, 5], positive: true, ...given };
  };

export const OPERATOR_CASES: Readonly<Record<string, Make>> = {
  'Conv 1d': conv(1),
  'Conv 2d': conv(2),
  'Conv 3d': conv(3),
  ConvTranspose: convTranspose,
  MaxPool: pool('MaxPool'),
  AveragePool: pool('AveragePool'),
  GlobalAveragePool: () => ({ type: 'GlobalAveragePool', sample: [3, 4, 5] }),
  GlobalMaxPool: () => ({ type: 'GlobalMaxPool', sample: [3, 4, 5] }),
  Gemm: gemm,
  MatMul: matmul,
  Add: binary('Add'),
  Sub: binary('Sub'),
  Mul: binary('Mul'),
  Div: binary('Div'),
  Pow: binary('Pow'),
  PRelu: binary('PRelu'),
  'Mul of itself': twice('Mul'),
  'Div of itself': twice('Div'),
  'Sub of itself': twice('Sub'),
  Relu: unary('Relu'),
  LeakyRelu: unary('LeakyRelu', { alpha: 0.1 }),
  Elu: unary('Elu', { alpha: 0.7 }),
  Selu: unary('Selu'),
  Celu: unary('Celu', { alpha: 1.5 }),
  Sigmoid: unary('Sigmoid'),
  HardSigmoid: unary('HardSigmoid', { alpha: 0.3, beta: 0.4 }),
  HardSwish: unary('HardSwish'),
  Tanh: unary('Tanh'),
  Erf: unary('Erf'),
  Gelu: unary('Gelu', {}, { opset: 20 }),
  'Gelu by tanh': unary('Gelu', { approximate: 'tanh' }, { opset: 20 }),
  Softplus: unary('Softplus'),
  Softsign: unary('Softsign'),
  Mish: unary('Mish', {}, { opset: 18 }),
  Exp: unary('Exp'),
  Abs: unary('Abs'),
  Neg: unary('Neg'),
  Floor: unary('Floor'),
  Sqrt: unary('Sqrt', {}, { positive: true }),
  Log: unary('Log', {}, { positive: true }),
  Reciprocal: unary('Reciprocal', {}, { positive: true }),
  Identity: unary('Identity'),
  Clip: unary('Clip', {}, { others: [floats([], [-0.5]), floats([], [0.8])] }),
  'Clip from below': unary('Clip', {}, { others: [floats([], [0])] }),
  'Clip by attributes': unary('Clip', { min: 0, max: 6 }, { opset: 10 }),
  Dropout: unary('Dropout', {}, { opset: 13 }),
  Softmax: (seed) => ({ type: 'Softmax', sample: [3, 4, 5], attributes: { axis: chooser(seed).pick([1n, 2n, -1n]) } }),
  'Softmax before opset 13': (seed) => ({
    type: 'Softmax',
    opset: 11,
    sample: [3, 4, 5],
    attributes: { axis: chooser(seed).pick([1n, 2n, 3n]) },
  }),
  LogSoftmax: () => ({ type: 'LogSoftmax', sample: [3, 4, 5], attributes: { axis: -1n } }),
  LayerNormalization: (seed) => ({
    type: 'LayerNormalization',
    sample: [4, 6],
    attributes: { axis: chooser(seed).pick([-1n, 2n]), epsilon: 1e-3 },
    others: [randomTensor([6], seed), ...chooser(seed).pick([[], [randomTensor([6], seed + 1)]])],
  }),
  'LayerNormalization with its moments': (seed) => ({
    type: 'LayerNormalization',
    sample: [4, 6],
    attributes: { axis: chooser(seed).pick([-1n, -2n]), epsilon: 1e-3 },
    others: [floats([1], [2])],
    outputs: 3,
  }),
  InstanceNormalization: (seed) => ({
    type: 'InstanceNormalization',
    sample: [3, 4, 5],
    attributes: { epsilon: 1e-3 },
    others: [randomTensor([3], seed), randomTensor([3], seed + 1)],
  }),
  GroupNormalization: (seed) => ({
    type: 'GroupNormalization',
    opset: 21,
    sample: [6, 4, 5],
    attributes: { num_groups: 3n, epsilon: 1e-3 },
    others: [randomTensor([6], seed), randomTensor([6], seed + 1)],
  }),
  BatchNormalization: (seed) => ({
    type: 'BatchNormalization',
    sample: chooser(seed).pick([[3], [3, 4], [3, 4, 5]]),
    attributes: { epsilon: 1e-3 },
    others: [randomTensor([3], seed), randomTensor([3], seed + 1), randomTensor([3], seed + 2), floats([3], [0.5, 1, 2])],
  }),
  LRN: () => ({ type: 'LRN', sample: [5, 3, 3], attributes: { size: 3n, alpha: 0.1, beta: 0.75, bias: 1 } }),
  ReduceMean: reduce('ReduceMean', true),
  ReduceSum: reduce('ReduceSum', false),
  ReduceMax: reduce('ReduceMax', true),
  ReduceMin: reduce('ReduceMin', true),
  ReduceL2: reduce('ReduceL2', true),
  Reshape: (seed) => ({
    type: 'Reshape',
    sample: [4, 6],
    others: [
      ints(
        chooser(seed).pick([
          [0, -1],
          [-1, 24],
          [0, 2, 12],
          [-1, 3, 8],
          [0, 0, 2, 3],
          [-1, 6],
        ]),
      ),
    ],
  }),
  Flatten: (seed) => ({ type: 'Flatten', sample: [4, 6], attributes: { axis: chooser(seed).pick([1n, 2n, -1n]) } }),
  Squeeze: () => ({ type: 'Squeeze', sample: [1, 4, 1], others: [ints([1, -1])] }),
  'Squeeze by attribute': () => ({ type: 'Squeeze', opset: 11, sample: [1, 4, 1], attributes: { axes: [1n] } }),
  Unsqueeze: () => ({ type: 'Unsqueeze', sample: [4], others: [ints([1, -1])] }),
  Transpose: (seed) => ({
    type: 'Transpose',
    sample: [2, 3, 4],
    attributes: {
      perm: chooser(seed).pick([
        [0n, 2n, 1n, 3n],
        [0n, 3n, 1n, 2n],
        [1n, 0n, 2n, 3n],
        [3n, 2n, 1n, 0n],
      ]),
    },
  }),
  Slice: (seed) => ({
    type: 'Slice',
    sample: [6, 7],
    others: chooser(seed).pick([
      [ints([1]), ints([5]), ints([1])],
      [ints([0, -1]), ints([2 ** 53, -8]), ints([1, 2]), ints([2, -2])],
      [ints([-3]), ints([2 ** 53]), ints([2]), ints([1])],
    ]),
  }),
  'Slice by attributes': () => ({
    type: 'Slice',
    opset: 9,
    sample: [6, 7],
    attributes: { starts: [1n, 0n], ends: [4n, -1n], axes: [1n, 2n] },
  }),
  Split: () => ({ type: 'Split', sample: [6, 7], attributes: { axis: 1n }, others: [ints([1, 3, 2])], outputs: 3 }),
  Gather: (seed) => ({
    type: 'Gather',
    sample: [5, 4],
    attributes: { axis: 1n },
    others: [chooser(seed).pick([ints(2), ints([3, 0, -1])])],
  }),
  Concat: (seed) => ({
    type: 'Concat',
    sample: [3, 4],
    attributes: { axis: chooser(seed).pick([1n, 2n, -1n]) },
    others: ['same'],
  }),
  Expand: () => ({ type: 'Expand', sample: [1, 4], others: [ints([1, 3, 4])] }),
  Tile: () => ({ type: 'Tile', sample: [2, 3], others: [ints([1, 2, 3])] }),
  Pad: (seed) => ({
    type: 'Pad',
    sample: [2, 4, 5],
    attributes: { mode: chooser(seed).pick(['constant', 'reflect', 'edge']) },
    others: [ints([0, 0, 1, 2, 0, 0, 2, 1])],
  }),
  'Pad by attributes': () => ({ type: 'Pad', opset: 10, sample: [2, 4], attributes: { pads: [0n, 1n, 0n, 0n, 0n, 2n] } }),
  'Resize nearest': () => ({
    type: 'Resize',
    sample: [2, 3, 4],
    attributes: { mode: 'nearest' },
    others: ['', floats([4], [1, 1, 2, 2])],
  }),
  'Resize linear': (seed) => ({
    type: 'Resize',
    sample: [2, 3, 4],
    attributes: {
      mode: 'linear',
      coordinate_transformation_mode: chooser(seed).pick(['half_pixel', 'align_corners', 'asymmetric']),
    },
    others: ['', floats([4], [1, 1, 2, 3])],
  }),
  DepthToSpace: (seed) => ({
    type: 'DepthToSpace',
    sample: [8, 3, 4],
    attributes: { blocksize: 2n, mode: chooser(seed).pick(['DCR', 'CRD']) },
  }),
  SpaceToDepth: () => ({ type: 'SpaceToDepth', sample: [2, 4, 6], attributes: { blocksize: 2n } }),
  Max: () => ({ type: 'Max', sample: [3, 4], others: [randomTensor([4], 5)] }),
  Min: () => ({ type: 'Min', sample: [3, 4], others: [randomTensor([1], 5)] }),
  Sum: () => ({ type: 'Sum', sample: [3, 4], others: ['same', randomTensor([4], 6)] }),
};
