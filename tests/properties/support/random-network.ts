/**
 * Random small networks of canonical operators, for property tests: a list of moves, each of which picks a value, an operator that
 * fits its shape, and sizes. Any list is a network, so that a failing one shrinks to the few moves that matter.
 */
import fc from 'fast-check';
import type { Attributes, Network, OpName, ValueId } from '../../../src-shared/network/index.ts';
import { testBuilder, type TestBuilder } from '../../../src-shared/network/operators/testing/builder.ts';
import { randomTensor } from '../../../src-shared/network/operators/testing/random.ts';
import { atBatch, BATCH, type Shape, sizeOf, type Tensor } from '../../../src-shared/tensor/index.ts';

/** One move: which value (0 the latest), which operator, and numbers for its sizes and weights. */
export interface Move {
  readonly value: number;
  readonly operator: number;
  readonly size: number;
}

export interface RandomNetwork {
  readonly network: Network;
  /** Operators in order, as a failing test shows them. */
  readonly moves: string;
}

/** ReLU networks (linear operators, ReLUs, max pooling), or also smooth functions, normalisations and products. */
export type Family = 'relu' | 'smooth';

const INPUTS: readonly Shape[] = [
  [BATCH, 5],
  [BATCH, 3, 4],
  [BATCH, 2, 4, 6],
];

/** Largest value of one sample, in entries. */
const LARGEST = 160;

interface Making {
  readonly b: TestBuilder;
  readonly values: ValueId[];
  /** Next weights: random numbers of deviation about √(gain / terms). */
  readonly weight: (shape: Shape, terms: number) => ValueId;
}

/** An operator applied to a value, with a number to choose sizes by; undefined where it does not fit. */
type Step = (making: Making, x: ValueId, shape: Shape, size: number) => ValueId | undefined;

const emit =
  (op: OpName, attributes: Attributes = {}): Step =>
  ({ b }, x) =>
    b.emit(op, [x], attributes);

const ofRank =
  (rank: number, step: Step): Step =>
  (making, x, shape, size) =>
    shape.length === rank ? step(making, x, shape, size) : undefined;

/** Another value of the same shape, the value itself where there is none. */
const partner = ({ b, values }: Making, x: ValueId, shape: Shape): ValueId =>
  values.find((value) => value !== x && b.shapeOf(value).join() === shape.join()) ?? x;

const conv: Step = ({ b, weight }, x, shape, size) => {
  const [kernel, stride, pad, group] = [
    [3, 1, 1, 1],
    [3, 2, 1, 1],
    [1, 1, 0, 1],
    [2, 1, 0, shape[1]!],
  ][size % 4]!;
  if (shape[2]! < 2 || shape[3]! < 2) return undefined;
  const channels = group === 1 ? 3 : shape[1]!;
  const into = shape[1]! / group!;
  const w = weight([channels, into, kernel!, kernel!], into * kernel! * kernel!);
  const attributes = { strides: [stride!, stride!], pads: [pad!, pad!, pad!, pad!], dilations: [1, 1], group: group! };
  return b.emit('Conv', [x, w, weight([channels], 10)], attributes);
};

const convTranspose: Step = ({ b, weight }, x, shape, size) => {
  const attributes = { strides: [2, 1], pads: [0, size % 2, 1, 0], dilations: [1, 1], outputPadding: [size % 2, 0], group: 1 };
  return b.emit('ConvTranspose', [x, weight([shape[1]!, 2, 2, 2], shape[1]! * 2), weight([2], 10)], attributes);
};

const linear: Step = ({ b, weight }, x, shape, size) => {
  const rows = 3 + (size % 3);
  return b.emit('Linear', [x, weight([shape.at(-1)!, rows], shape.at(-1)!), ...(size % 2 ? [] : [weight([rows], 10)])]);
};

const pool =
  (op: 'MaxPool' | 'AveragePool'): Step =>
  ({ b }, x, shape, size) => {
    if (shape[2]! < 3 || shape[3]! < 3) return undefined;
    const window = [
      { kernel: [2, 2], strides: [2, 2], pads: [0, 0, 0, 0] },
      { kernel: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] },
      { kernel: [1, 3], strides: [1, 1], pads: [0, 0, 0, 0] },
    ][size % 3]!;
    return b.emit(op, [x], { ...window, dilations: [1, 1], ceil: 0, countIncludePad: size % 2 });
  };

const LINEAR: readonly Step[] = [
  ofRank(4, conv),
  ofRank(4, conv),
  ofRank(4, convTranspose),
  (making, x, shape, size) => (shape.length < 4 ? linear(making, x, shape, size) : undefined),
  (making, x, shape, size) => (shape.length < 4 ? linear(making, x, shape, size) : undefined),
  (making, x, shape) => making.b.emit('Add', [x, partner(making, x, shape)]),
  (making, x, shape) => making.b.emit('Add', [x, making.weight(shape.with(0, 1), 5)]),
  (making, x, shape) => making.b.emit('Mul', [x, making.weight(shape.slice(1), 1)]),
  (making, x, shape) => making.b.emit('Concat', [x, partner(making, x, shape)], { axis: 1 }),
  ({ b }, x, shape) => b.emit('Reshape', [x], { shape: [shape[0]!, sizeOf(shape.slice(1))] }),
  (making, x, shape) =>
    shape.length > 2 ? emit('Transpose', { perm: [0, ...[...shape.keys()].slice(1).reverse()] })(making, x, shape, 0) : undefined,
  ({ b }, x, shape, size) => b.emit('Slice', [x], { axes: [1], starts: [size % shape[1]!], ends: [shape[1]!], steps: [1] }),
  ({ b }, x, shape, size) => b.emit('Gather', [x], { axis: 1, indices: [0, size % shape[1]!], indexShape: [2] }),
  (making, x, shape, size) => {
    const pads = [0, 1, ...shape.slice(2).map(() => 0)];
    return emit('Pad', {
      pads: [...pads, ...shape.map((_, axis) => (axis === shape.length - 1 ? size % 2 : 0))],
      mode: 'constant',
    })(making, x, shape, 0);
  },
  ofRank(4, emit('Resize', { scales: [1, 1, 2, 1], mode: 'nearest', coordinates: 'asymmetric', nearest: 'floor' })),
  ofRank(4, pool('AveragePool')),
  ofRank(4, emit('ReduceMean', { axes: [2, 3], keepdims: 0 })),
  ofRank(3, emit('ReduceMean', { axes: [1], keepdims: 0 })),
  emit('Neg'),
];

const RELU: readonly Step[] = [
  emit('Relu'),
  emit('Relu'),
  emit('Relu'),
  emit('Relu'),
  emit('Clip', { min: 0, max: 1 }),
  ofRank(4, pool('MaxPool')),
];

/** Functions with a known bound of their slope (deviations.ts), products, normalisations that cannot divide by almost zero. */
const SMOOTH: readonly Step[] = [
  ...(['Tanh', 'Sigmoid', 'Silu', 'HardSwish', 'Softplus'] as const).map((op) => emit(op)),
  emit('Gelu', { approximate: 'none' }),
  emit('LeakyRelu', { alpha: 0.1 }),
  emit('Elu', { alpha: 1 }),
  (making, x, shape) => emit('Softmax', { axis: shape.length - 1 })(making, x, shape, 0),
  (making, x, shape) =>
    making.b.emit('LayerNormalization', [x, making.weight([shape.at(-1)!], 1)], { axis: shape.length - 1, epsilon: 0.5 }),
  (making, x, shape) => making.b.emit('Mul', [x, partner(making, x, shape)]),
  ofRank(3, ({ b, values }, x, shape) => {
    const turned = b.emit('Transpose', [x], { perm: [0, 2, 1] });
    const other = values.find((value) => b.shapeOf(value).join() === b.shapeOf(turned).join()) ?? turned;
    return b.emit('MatMul', [x, other === x ? turned : other]) && (shape.length === 3 ? b.nodes.at(-1)!.output : undefined);
  }),
];

const STEPS: Readonly<Record<Family, readonly Step[]>> = {
  relu: [...LINEAR, ...RELU, ...RELU],
  smooth: [...LINEAR, ...RELU, ...SMOOTH],
};

/** The network of a list of moves; moves that do not fit are left out. */
export function networkOf(family: Family, input: number, moves: readonly Move[], seed: number): RandomNetwork {
  const shape = INPUTS[input % INPUTS.length]!;
  const b = testBuilder(shape);
  const values: ValueId[] = ['x'];
  let next = seed;
  const weight = (of: Shape, terms: number): ValueId => {
    const tensor: Tensor = randomTensor(of, ++next);
    // Uniform numbers have a variance of 1/3; twice that keeps activations of a size through ReLUs.
    return b.constant({ ...tensor, data: Float32Array.from(tensor.data, (value) => value * Math.sqrt(6 / Math.max(3, terms))) });
  };
  const making = { b, values, weight };
  for (const { value, operator, size } of moves) {
    // Mostly the latest value, sometimes an earlier one.
    const x = values.at(-1 - (value % 5 === 4 ? value % values.length : 0))!;
    const own = b.shapeOf(x);
    const steps = STEPS[family];
    for (let tried = 0; tried < steps.length; tried++) {
      const output = steps[(operator + tried) % steps.length]!(making, x, own, size);
      if (output === undefined || sizeOf(atBatch(b.shapeOf(output), 1)) > LARGEST) continue;
      values.push(output);
      break;
    }
  }
  const network = alive(b.network(values.at(-1)!));
  return { network, moves: network.nodes.map(({ op, inputs, output }) => `${output} = ${op}(${inputs.join(', ')})`).join('; ') };
}

/** Without the nodes that the output does not depend on, as importing leaves them out too. */
function alive(network: Network): Network {
  const needed = new Set(network.outputs.map(({ value }) => value));
  const nodes = network.nodes.toReversed().filter(({ inputs, output }) => {
    if (!needed.has(output)) return false;
    for (const value of inputs) needed.add(value);
    return true;
  });
  return { ...network, nodes: nodes.toReversed() };
}

/** Random networks of a family, with up to `most` operators. */
export const arbitraryNetwork = (family: Family, most = 16): fc.Arbitrary<RandomNetwork> =>
  fc
    .record({
      input: fc.nat({ max: INPUTS.length - 1 }),
      seed: fc.nat({ max: 10_000 }),
      moves: fc.array(fc.record({ value: fc.nat({ max: 30 }), operator: fc.nat({ max: 99 }), size: fc.nat({ max: 20 }) }), {
        minLength: 5,
        maxLength: most,
        size: 'max',
      }),
    })
    .map(({ input, moves, seed }) => networkOf(family, input, moves, seed));
