/**
 * One or more uses of every canonical operator, for tests that hold for all of them: the shape rule agrees with the float64
 * form, and what is written as ONNX reads as the same function. A new operator is added at the end of the last
 * list: the random numbers of other tests depend on a sample's place.
 */
import type { Shape, Tensor } from '../../../tensor/index.ts';
import { BATCH } from '../../../tensor/index.ts';
import type { Attributes } from '../../network.ts';
import type { OpName } from '../../op-names.ts';
import { float64 } from '../support/arrays.ts';
import { randomTensor, randomWeight } from './random.ts';

/** One use of an operator: shapes of its coded inputs, its constants and its attributes. */
export interface Sample {
  readonly op: OpName;
  /** Shapes of coded inputs (the same value where equal), or constants. */
  readonly inputs: readonly (Shape | Tensor)[];
  readonly attributes: Attributes;
}

const B = BATCH;
const image = [B, 4, 6, 5];
const tokens = [B, 5, 6];
const sample = (op: OpName, inputs: readonly (Shape | Tensor)[], attributes: Attributes = {}): Sample => ({
  op,
  inputs,
  attributes,
});
const windows2 = { strides: [2, 1], pads: [1, 0, 0, 2], dilations: [1, 2] };
const positive = (shape: Shape): Tensor =>
  float64(
    shape,
    Array.from(randomTensor(shape, 3).data, (x: number) => Math.abs(x) + 0.5),
  );

const LINEAR: readonly Sample[] = [
  sample('Conv', [image, randomWeight([6, 2, 3, 2]), randomWeight([6])], { ...windows2, group: 2 }),
  sample('Conv', [image, randomWeight([8, 1, 3, 3])], { strides: [1, 1], pads: [1, 1, 1, 1], dilations: [1, 1], group: 4 }),
  sample('Conv', [[B, 3, 9], randomWeight([5, 3, 4])], { strides: [3], pads: [2, 1], dilations: [2], group: 1 }),
  sample('Conv', [[B, 2, 4, 5, 3], randomWeight([3, 2, 2, 3, 1])], {
    strides: [1, 2, 1],
    pads: [0, 1, 0, 1, 0, 2],
    dilations: [1, 1, 1],
    group: 1,
  }),
  sample('ConvTranspose', [image, randomWeight([4, 3, 3, 2]), randomWeight([6])], {
    ...windows2,
    group: 2,
    outputPadding: [1, 0],
  }),
  sample('Linear', [tokens, randomWeight([6, 7]), randomWeight([7])]),
  sample('Linear', [tokens, randomWeight([6, 3])]),
  sample('Linear', [[B, 6], randomWeight([6, 3]), randomWeight([3])]),
  sample('Linear', [[B, 6], randomWeight([6, 3])]),
  sample('MatMul', [tokens, [B, 6, 4]]),
  sample('MatMul', [[B, 2, 5, 6], randomWeight([1, 6, 3])]),
  sample('MatMul', [randomWeight([4, 5]), tokens]),
  sample('Add', [tokens, tokens]),
  sample('Add', [tokens, randomWeight([6])]),
  sample('Add', [tokens, [B, 1, 6]]),
  sample('Mul', [tokens, randomWeight([5, 1])]),
  sample('Mul', [tokens, [B, 5, 1]]),
  sample('Neg', [tokens]),
  sample('ReduceSum', [tokens], { axes: [1], keepdims: 0 }),
  sample('ReduceMean', [image], { axes: [2, 3], keepdims: 1 }),
  sample('AveragePool', [image], { kernel: [2, 3], strides: [2, 1], pads: [1, 0, 0, 1], ceil: 0, countIncludePad: 1 }),
  sample('AveragePool', [image], { kernel: [2, 2], strides: [2, 2], pads: [0, 0, 0, 0], ceil: 1, countIncludePad: 0 }),
];

const MOVING: readonly Sample[] = [
  sample('Reshape', [image], { shape: [B, 4, 30] }),
  sample('Reshape', [tokens], { shape: [6 * B, 5] }),
  sample('Reshape', [[5, B, 6]], { shape: [5, 2 * B, 3] }),
  sample('Transpose', [image], { perm: [0, 2, 3, 1] }),
  sample('Transpose', [image], { perm: [2, 0, 1, 3] }),
  sample('Slice', [image], { axes: [1, 3], starts: [3, 1], ends: [-1, 5], steps: [-1, 2] }),
  sample('Gather', [tokens], { axis: 1, indices: [0], indexShape: [] }),
  sample('Gather', [tokens], { axis: 2, indices: [5, 0, 0, 3], indexShape: [2, 2] }),
  sample('Concat', [tokens, [B, 2, 6]], { axis: 1 }),
  sample('Pad', [image], { pads: [0, 1, 0, 2, 0, 0, 3, 0], mode: 'constant' }),
  sample('Pad', [image], { pads: [0, 0, 2, 1, 0, 0, 0, 3], mode: 'reflect' }),
  sample('Pad', [image], { pads: [0, 0, 2, 1, 0, 0, 0, 3], mode: 'edge' }),
  sample('Expand', [[B, 1, 6]], { shape: [B, 4, 6] }),
  sample('Tile', [tokens], { repeats: [1, 2, 3] }),
  sample('Resize', [image], { scales: [1, 1, 2, 3], mode: 'nearest', coordinates: 'asymmetric', nearest: 'floor' }),
  sample('Resize', [image], { scales: [1, 1, 2, 3], mode: 'linear', coordinates: 'half_pixel', nearest: 'round_prefer_floor' }),
  sample('Resize', [image], { scales: [1, 1, 2, 2], mode: 'linear', coordinates: 'align_corners', nearest: 'floor' }),
];

const REDUCTIONS: readonly OpName[] = [
  ...(['ReduceMax', 'ReduceMin', 'ReduceProd', 'ReduceL1', 'ReduceL2'] as const),
  ...(['ReduceSumSquare', 'ReduceLogSum', 'ReduceLogSumExp'] as const),
];

const POOLS: readonly Sample[] = [
  sample('MaxPool', [image], { kernel: [3, 2], strides: [2, 2], pads: [1, 0, 1, 1], dilations: [1, 2], ceil: 0 }),
  sample('MaxPool', [image], { kernel: [3, 3], strides: [2, 2], pads: [0, 0, 0, 0], dilations: [1, 1], ceil: 1 }),
  ...REDUCTIONS.map((op) => sample(op, [image], { axes: [1, 3], keepdims: op === 'ReduceMax' ? 0 : 1 })),
];

/** Functions without parameters. */
const PLAIN: readonly OpName[] = [
  ...(['Relu', 'HardSwish', 'Sigmoid', 'Tanh', 'Erf', 'Silu', 'Mish', 'Softplus', 'Softsign', 'Exp', 'Log', 'Abs'] as const),
  ...(['Sqrt', 'Reciprocal', 'Sin', 'Cos', 'Floor', 'Ceil', 'Round', 'Sign'] as const),
];

const FUNCTIONS: readonly Sample[] = [
  ...PLAIN.map((op) => sample(op, [tokens])),
  ...(['LeakyRelu', 'Elu', 'Celu', 'ThresholdedRelu'] as const).map((op) => sample(op, [tokens], { alpha: 0.3 })),
  sample('Step', [tokens], { at: 0.25, inclusive: 0 }),
  sample('Selu', [tokens], { alpha: 1.5, gamma: 1.1 }),
  sample('HardSigmoid', [tokens], { alpha: 0.25, beta: 0.4 }),
  sample('Gelu', [tokens], { approximate: 'none' }),
  sample('Gelu', [tokens], { approximate: 'tanh' }),
  sample('Clip', [tokens], { min: -0.25, max: 0.5 }),
  sample('Clip', [tokens], { max: 0.5 }),
  sample('Maximum', [tokens, randomWeight([6])]),
  sample('Minimum', [tokens, randomWeight([5, 1])]),
  sample('PRelu', [tokens, randomWeight([6])]),
  sample('Pow', [tokens, float64([], [2])]),
  sample('Softmax', [image], { axis: 3 }),
  sample('Softmax', [image], { axis: 1 }),
  sample('LogSoftmax', [image], { axis: 2 }),
  sample('LayerNormalization', [tokens, positive([6]), randomWeight([6])], { axis: 2, epsilon: 1e-5 }),
  sample('LayerNormalization', [tokens], { axis: 1, epsilon: 1e-3 }),
  sample('RMSNormalization', [tokens, positive([6])], { axis: 2, epsilon: 1e-5 }),
  sample('RMSNormalization', [tokens], { axis: 2, epsilon: 1e-5 }),
  sample('GroupNormalization', [image, positive([4]), randomWeight([4])], { groups: 2, epsilon: 1e-5 }),
  sample('InstanceNormalization', [image, positive([4]), randomWeight([4])], { epsilon: 1e-5 }),
  sample('LRN', [image], { size: 3, alpha: 0.5, beta: 0.75, bias: 1 }),
  sample('LpNormalization', [tokens], { axis: 2, p: 2 }),
  sample('LpNormalization', [tokens], { axis: 1, p: 1 }),
];

/** At least one use of every canonical operator. */
export const samples: readonly Sample[] = [...LINEAR, ...MOVING, ...POOLS, ...FUNCTIONS];
