/** Functions of one value and normalisations: hand-checked values and the properties that define them. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BATCH as B } from '../../tensor/index.ts';
import type { Tensor } from '../../tensor/index.ts';
import { operatorOf } from './index.ts';
import { float64 } from './support/arrays.ts';
import { floatsIn, testBuilder } from './testing/builder.ts';
import { randomTensor } from './testing/random.ts';

const valuesOf = (tensor: Tensor): number[] => Array.from(tensor.data);
const closeTo = (actual: Tensor, expected: readonly number[], digits = 12): void => {
  expect(actual.data.length).toBe(expected.length);
  actual.data.forEach((value: number, i: number) => expect(value).toBeCloseTo(expected[i], digits));
};

/** tanh(softplus(x)) without either. */
const mishGate = (x: number): number => ((1 + Math.exp(x)) ** 2 - 1) / ((1 + Math.exp(x)) ** 2 + 1);
const sigmoid1 = 1 / (1 + Math.E ** -1);
/** f(−1), f(0), f(1). */
const table: [string, Record<string, number | string>, [number, number, number]][] = [
  ['Relu', {}, [0, 0, 1]],
  ['Neg', {}, [1, 0, -1]],
  ['LeakyRelu', {}, [-0.01, 0, 1]],
  ['LeakyRelu', { alpha: 0.5 }, [-0.5, 0, 1]],
  ['Elu', {}, [Math.E ** -1 - 1, 0, 1]],
  ['Selu', {}, [1.0507009873554805 * 1.6732632423543772 * (Math.E ** -1 - 1), 0, 1.0507009873554805]],
  ['Celu', { alpha: 2 }, [2 * (Math.E ** -0.5 - 1), 0, 1]],
  ['ThresholdedRelu', { alpha: 0.5 }, [0, 0, 1]],
  ['Sigmoid', {}, [1 - sigmoid1, 0.5, sigmoid1]],
  ['HardSigmoid', {}, [0.3, 0.5, 0.7]],
  ['HardSwish', {}, [-1 / 3, 0, 2 / 3]],
  ['Tanh', {}, [-0.7615941559557649, 0, 0.7615941559557649]],
  ['Erf', {}, [-0.8427007929497149, 0, 0.8427007929497149]],
  ['Gelu', {}, [-0.15865525393145707, 0, 0.8413447460685429]],
  ['Gelu', { approximate: 'tanh' }, [-0.15880800939172324, 0, 0.8411919906082768]],
  ['Mish', {}, [-mishGate(-1), 0, mishGate(1)]],
  ['Softplus', {}, [0.31326168751822286, Math.LN2, 1.3132616875182228]],
  ['Softsign', {}, [-0.5, 0, 0.5]],
  ['Exp', {}, [Math.E ** -1, 1, Math.E]],
  ['Abs', {}, [1, 0, 1]],
  ['Reciprocal', {}, [-1, Infinity, 1]],
  ['Sqrt', {}, [NaN, 0, 1]],
  ['Log', {}, [NaN, -Infinity, 0]],
  ['Sin', {}, [-0.8414709848078965, 0, 0.8414709848078965]],
  ['Cos', {}, [0.5403023058681398, 1, 0.5403023058681398]],
  ['Sign', {}, [-1, 0, 1]],
];

test.each(table)('%s %j', (type, attributes, expected) => {
  const build = testBuilder([B, 3]);
  const [y] = build.read({ type, inputs: ['x'], attributes, opset: 20 });
  const result = valuesOf(build.run(y, float64([1, 3], [-1, 0, 1])));
  // Selu's default constants are the 32-bit ones.
  result.forEach((value, i) =>
    Number.isNaN(expected[i]) ? expect(value).toBeNaN() : expect(value).toBeCloseTo(expected[i], type === 'Selu' ? 7 : 12),
  );
});

test('SiLU is x · sigmoid(x); rounding goes to the even neighbour', () => {
  closeTo(operatorOf('Silu').evaluate([float64([3], [-1, 0, 1])], {}), [sigmoid1 - 1, 0, sigmoid1]);
  expect(valuesOf(operatorOf('Round').evaluate([float64([6], [0.5, 1.5, 2.5, -0.5, -1.5, 2.4])], {})).map((v) => v + 0)).toEqual([
    0, 2, 2, 0, -2, 2,
  ]);
});

describe('Clip', () => {
  const clipped = (inputs: readonly (number | undefined)[], attributes: Record<string, number>, opset: number) => {
    const build = testBuilder([B, 4]);
    const bounds = inputs.map((bound) => (bound === undefined ? '' : floatsIn(build, [bound], [])));
    const [y] = build.read({ type: 'Clip', inputs: ['x', ...bounds], attributes, opset });
    return { op: build.nodes[0]?.op, values: valuesOf(build.run(y, float64([1, 4], [-2, -0.5, 3, 9]))) };
  };
  test.each([
    [[], { min: 0, max: 6 }, 7, 'Clip', [0, 0, 3, 6]],
    [[0, 6], {}, 11, 'Clip', [0, 0, 3, 6]],
    [[undefined, 1], {}, 13, 'Clip', [-2, -0.5, 1, 1]],
    [[0], {}, 13, 'Relu', [0, 0, 3, 9]],
    [[], { min: 0 }, 6, 'Relu', [0, 0, 3, 9]],
    [[-3.4028234663852886e38, 3.4028234663852886e38], {}, 13, undefined, [-2, -0.5, 3, 9]],
  ])('%j %j', (inputs, attributes, opset, op, values) => {
    expect(clipped(inputs, attributes as Record<string, number>, opset)).toEqual({ op, values });
  });
});

test('PRelu and Pow take a constant per channel or for all', () => {
  const build = testBuilder([B, 2, 2]);
  const [prelu] = build.read({ type: 'PRelu', inputs: ['x', floatsIn(build, [0.5, 2], [2, 1])] });
  const [square] = build.read({ type: 'Pow', inputs: ['x', floatsIn(build, [2], [])] });
  const x = float64([1, 2, 2], [-1, 1, -2, 2]);
  expect(valuesOf(build.run(prelu, x))).toEqual([-0.5, 1, -4, 2]);
  expect(valuesOf(build.run(square, x))).toEqual([1, 1, 4, 4]);
  expect(() => build.read({ type: 'Pow', inputs: [floatsIn(build, [2]), 'x'] })).toThrow('must be a constant');
});

describe('Softmax', () => {
  test('rows are positive, sum to 1 and do not change with an offset', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3 }), fc.double({ min: -1e3, max: 1e3, noNaN: true }), (axis, offset) => {
        const x = randomTensor([2, 3, 4, 2]);
        const y = operatorOf('Softmax').evaluate([x], { axis });
        const shifted = float64(
          x.shape,
          Array.from(x.data, (v: number) => v + offset),
        );
        closeTo(operatorOf('Softmax').evaluate([shifted], { axis }), valuesOf(y), 9);
        closeTo(
          operatorOf('ReduceSum').evaluate([y], { axes: [axis], keepdims: 0 }),
          new Array<number>(48 / x.shape[axis]).fill(1),
        );
        closeTo(operatorOf('Exp').evaluate([operatorOf('LogSoftmax').evaluate([x], { axis })], {}), valuesOf(y));
      }),
      { numRuns: 20 },
    );
  });

  test('before opset 13 the axes from `axis` on count together', () => {
    const build = testBuilder([B, 2, 2]);
    const [flat] = build.read({ type: 'Softmax', inputs: ['x'], opset: 11 });
    const [last] = build.read({ type: 'Softmax', inputs: ['x'], opset: 13 });
    expect(build.nodes.map(({ op }) => op)).toEqual(['Reshape', 'Softmax', 'Reshape', 'Softmax']);
    closeTo(build.run(flat, float64([1, 2, 2], [0, 0, 0, 0])), [0.25, 0.25, 0.25, 0.25]);
    closeTo(build.run(last, float64([1, 2, 2], [0, 0, 0, 0])), [0.5, 0.5, 0.5, 0.5]);
  });
});

describe('normalisations', () => {
  const mean = (list: readonly number[]): number => list.reduce((sum, v) => sum + v, 0) / list.length;

  test('LayerNormalization: mean 0, variance 1 (but for epsilon), then scale and bias', () => {
    const x = randomTensor([3, 2, 5]);
    const [scale, bias] = [randomTensor([5], 7), randomTensor([5], 8)];
    const plain = operatorOf('LayerNormalization').evaluate([x], { axis: 2, epsilon: 0 });
    for (let row = 0; row < 6; row++) {
      const values = valuesOf(plain).slice(row * 5, row * 5 + 5);
      expect(mean(values)).toBeCloseTo(0, 12);
      expect(mean(values.map((v) => v * v))).toBeCloseTo(1, 12);
    }
    const scaled = operatorOf('LayerNormalization').evaluate([x, scale, bias], { axis: 2, epsilon: 0 });
    closeTo(
      scaled,
      valuesOf(plain).map((v, i) => v * scale.data[i % 5] + bias.data[i % 5]),
    );
  });

  test('hand-checked', () => {
    const x = float64([1, 4], [1, 3, 5, 7]);
    // mean 4, variance 5
    closeTo(operatorOf('LayerNormalization').evaluate([x], { axis: 1, epsilon: 4 }), [-1, -1 / 3, 1 / 3, 1]);
    // mean of squares 21
    closeTo(operatorOf('RMSNormalization').evaluate([x], { axis: 1, epsilon: 4 }), [0.2, 0.6, 1, 1.4]);
    closeTo(operatorOf('LpNormalization').evaluate([x], { axis: 1, p: 1 }), [1 / 16, 3 / 16, 5 / 16, 7 / 16]);
    closeTo(operatorOf('LpNormalization').evaluate([float64([1, 2], [3, 4])], { axis: 1, p: 2 }), [0.6, 0.8]);
    expect(valuesOf(operatorOf('LpNormalization').evaluate([float64([1, 2], [0, 0])], { axis: 1, p: 2 }))).toEqual([0, 0]);
    const channels = float64([1, 3, 1], [1, 2, 3]);
    const lrn = operatorOf('LRN').evaluate([channels], { size: 3, alpha: 3, beta: 1, bias: 1 });
    closeTo(lrn, [1 / (1 + 5), 2 / (1 + 14), 3 / (1 + 13)]);
  });

  test('groups: one group per channel is InstanceNormalization; one group is LayerNormalization of a sample', () => {
    const x = randomTensor([2, 4, 3, 2]);
    const [scale, bias] = [randomTensor([4], 7), randomTensor([4], 8)];
    const group = (groups: number): Tensor =>
      operatorOf('GroupNormalization').evaluate([x, scale, bias], { groups, epsilon: 1e-5 });
    closeTo(group(4), valuesOf(operatorOf('InstanceNormalization').evaluate([x, scale, bias], { epsilon: 1e-5 })));
    const layer = operatorOf('LayerNormalization').evaluate([x], { axis: 1, epsilon: 1e-5 });
    closeTo(
      group(1),
      valuesOf(layer).map((v, i) => v * scale.data[Math.floor(i / 6) % 4] + bias.data[Math.floor(i / 6) % 4]),
    );
  });

  test('GroupNormalization before opset 21 has one scale per group', () => {
    const build = testBuilder([B, 4, 2]);
    const [scale, bias] = [floatsIn(build, [1, 2]), floatsIn(build, [0, 3])];
    build.read({ type: 'GroupNormalization', inputs: ['x', scale, bias], attributes: { num_groups: 2 }, opset: 18 });
    expect(build.nodes[0].inputs.slice(1).map((value) => valuesOf(build.constantOf(value) as Tensor))).toEqual([
      [1, 1, 2, 2],
      [0, 0, 3, 3],
    ]);
  });

  test('parameters must be constant', () => {
    const build = testBuilder([B, 3]);
    expect(() => build.read({ type: 'LayerNormalization', inputs: ['x', 'x'] })).toThrow(
      'the scale of LayerNormalization must be a constant',
    );
  });
});
