/** Pooling and reductions against the definitions. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BATCH as B, sizeOf } from '../../tensor/index.ts';
import type { Tensor } from '../../tensor/index.ts';
import { averagePool, maxPool } from './pooling.ts';
import { floatsIn, intsIn, testBuilder } from './testing/builder.ts';
import { counting, randomTensor } from './testing/random.ts';

const valuesOf = (tensor: Tensor): number[] => Array.from(tensor.data);

const cases = fc
  .record({
    size: fc.integer({ min: 3, max: 9 }),
    kernel: fc.integer({ min: 1, max: 3 }),
    stride: fc.integer({ min: 1, max: 4 }),
    dilation: fc.integer({ min: 1, max: 2 }),
    begin: fc.integer({ min: 0, max: 1 }),
    end: fc.integer({ min: 0, max: 1 }),
    ceil: fc.constantFrom(0, 1),
    included: fc.constantFrom(0, 1),
  })
  .filter(
    ({ size, kernel, dilation, begin, end }) =>
      begin < kernel && end < kernel && size + begin + end >= (kernel - 1) * dilation + 1,
  );

/** Windows of one row by the definition: the values inside the input, and how many places lie inside the input and its pads. */
function windows(
  row: readonly number[],
  c: { kernel: number; stride: number; dilation: number; begin: number; end: number; ceil: number },
) {
  const span = row.length + c.begin + c.end - ((c.kernel - 1) * c.dilation + 1);
  const round = c.ceil ? Math.ceil : Math.floor;
  const result: { inside: number[]; padded: number }[] = [];
  for (let i = 0; i <= round(span / c.stride); i++) {
    const start = i * c.stride - c.begin;
    if (start >= row.length) break;
    const places = Array.from({ length: c.kernel }, (_, k) => start + k * c.dilation);
    result.push({
      inside: places.filter((p) => p >= 0 && p < row.length).map((p) => row[p]),
      padded: places.filter((p) => p < row.length + c.end).length,
    });
  }
  return result;
}

test('MaxPool is the maximum over every window', () => {
  fc.assert(
    fc.property(cases, (c) => {
      const x = randomTensor([2, 1, c.size]);
      const attributes = {
        kernel: [c.kernel],
        strides: [c.stride],
        pads: [c.begin, c.end],
        dilations: [c.dilation],
        ceil: c.ceil,
      };
      const expected = [0, 1].flatMap((n) =>
        windows(valuesOf(x).slice(n * c.size, (n + 1) * c.size), c).map(({ inside }) => Math.max(...inside)),
      );
      expect(valuesOf(maxPool.evaluate([x], attributes))).toEqual(expected);
    }),
  );
});

test('AveragePool is the mean over every window, with or without its padding', () => {
  fc.assert(
    fc.property(cases, (all) => {
      const c = { ...all, dilation: 1 };
      const x = randomTensor([1, 2, c.size]);
      const attributes = {
        kernel: [c.kernel],
        strides: [c.stride],
        pads: [c.begin, c.end],
        ceil: c.ceil,
        countIncludePad: c.included,
      };
      const expected = [0, 1].flatMap((n) =>
        windows(valuesOf(x).slice(n * c.size, (n + 1) * c.size), c).map(
          ({ inside, padded }) => inside.reduce((sum, v) => sum + v, 0) / (c.included ? padded : inside.length),
        ),
      );
      valuesOf(averagePool.evaluate([x], attributes)).forEach((value, i) => expect(value).toBeCloseTo(expected[i], 12));
    }),
  );
});

test('windows on two axes', () => {
  const x = counting([1, 1, 4, 4]);
  const pooled = maxPool.evaluate([x], { kernel: [2, 2], strides: [2, 2], pads: [0, 0, 0, 0], dilations: [1, 1], ceil: 0 });
  expect(valuesOf(pooled)).toEqual([5, 7, 13, 15]);
  const mean = averagePool.evaluate([x], { kernel: [2, 2], strides: [2, 2], pads: [0, 0, 0, 0], ceil: 0, countIncludePad: 0 });
  expect(valuesOf(mean)).toEqual([2.5, 4.5, 10.5, 12.5]);
});

describe('read', () => {
  test('pools keep what they need', () => {
    const build = testBuilder([B, 3, 8, 8]);
    build.read({ type: 'MaxPool', inputs: ['x'], attributes: { kernel_shape: [2, 2], strides: [2, 2] } });
    build.read({
      type: 'AveragePool',
      inputs: ['x'],
      attributes: { kernel_shape: [3, 3], auto_pad: 'SAME_UPPER', ceil_mode: 1 },
    });
    expect(build.nodes.map(({ attributes }) => attributes)).toEqual([
      { kernel: [2, 2], strides: [2, 2], pads: [0, 0, 0, 0], dilations: [1, 1], ceil: 0 },
      { kernel: [3, 3], strides: [1, 1], pads: [1, 1, 1, 1], ceil: 1, countIncludePad: 0 },
    ]);
  });

  test('global pooling is a reduction', () => {
    const build = testBuilder([B, 3, 2, 2]);
    const [mean] = build.read({ type: 'GlobalAveragePool', inputs: ['x'] });
    const [most] = build.read({ type: 'GlobalMaxPool', inputs: ['x'] });
    expect(build.nodes.map(({ op, attributes }) => [op, attributes])).toEqual([
      ['ReduceMean', { axes: [2, 3], keepdims: 1 }],
      ['ReduceMax', { axes: [2, 3], keepdims: 1 }],
    ]);
    expect(build.shapeOf(mean)).toEqual([B, 3, 1, 1]);
    expect(valuesOf(build.run(mean, counting([1, 3, 2, 2])))).toEqual([1.5, 5.5, 9.5]);
    expect(valuesOf(build.run(most, counting([1, 3, 2, 2])))).toEqual([3, 7, 11]);
  });

  test('axes of a reduction: attribute, input, negative, keepdims', () => {
    const build = testBuilder([B, 2, 3]);
    const [attribute] = build.read({ type: 'ReduceSum', inputs: ['x'], attributes: { axes: [-1], keepdims: 0 }, opset: 11 });
    const [input] = build.read({ type: 'ReduceSum', inputs: ['x', intsIn(build, 1)] });
    const [mean] = build.read({ type: 'ReduceMean', inputs: ['x', intsIn(build, 1, 2)], attributes: { keepdims: 0 }, opset: 18 });
    expect([attribute, input, mean].map((value) => build.shapeOf(value))).toEqual([[B, 2], [B, 1, 3], [B]]);
    const x = counting([1, 2, 3]);
    expect([attribute, input, mean].map((value) => valuesOf(build.run(value, x)))).toEqual([[3, 12], [3, 5, 7], [2.5]]);
  });

  test('never over the batch', () => {
    const build = testBuilder([B, 2, 3]);
    for (const attributes of [{}, { axes: [0] }]) {
      expect(() => build.read({ type: 'ReduceMean', inputs: ['x'], attributes })).toThrow(/^batch: /);
    }
    expect(() => build.read({ type: 'Softmax', inputs: ['x'], attributes: { axis: 0 } })).toThrow(/^batch: /);
  });
});

test.each<[string, number]>([
  ['ReduceSum', 2],
  ['ReduceMean', 0.5],
  ['ReduceMax', 4],
  ['ReduceMin', -3],
  ['ReduceProd', 24],
  ['ReduceL1', 10],
  ['ReduceL2', Math.sqrt(30)],
  ['ReduceSumSquare', 30],
  ['ReduceLogSum', Math.log(2)],
  ['ReduceLogSumExp', Math.log(Math.exp(-3) + Math.exp(-1) + Math.exp(2) + Math.exp(4))],
])('%s of −3, −1, 2, 4', (type, expected) => {
  const build = testBuilder([B, 1]);
  const [y] = build.read({ type, inputs: [floatsIn(build, [-3, -1, 2, 4])] });
  expect(build.constantOf(y)?.data[0]).toBeCloseTo(expected, 12);
  expect(sizeOf(build.shapeOf(y))).toBe(1);
});

// What ONNX defines as of operator set 18.
test.each<[string, number]>([
  ['ReduceSum', 0],
  ['ReduceMean', NaN],
  ['ReduceMax', -Infinity],
  ['ReduceMin', Infinity],
  ['ReduceProd', 1],
  ['ReduceL1', 0],
  ['ReduceL2', 0],
  ['ReduceSumSquare', 0],
  ['ReduceLogSum', -Infinity],
  ['ReduceLogSumExp', -Infinity],
])('%s of no values', (type, expected) => {
  const build = testBuilder([B, 1]);
  const nothing = build.constant({ shape: [2, 0], data: new Float64Array(0), dtype: 'float' });
  const [y] = build.read({ type, inputs: [nothing], attributes: { axes: [1] }, opset: 13 });
  expect(Array.from(build.constantOf(y)!.data)).toEqual([expected, expected]);
});
