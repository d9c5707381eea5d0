/** Elementwise operators: broadcasting, arithmetic of constants, rewriting of what has no canonical operator. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BATCH as B, sizeOf, stridesOf } from '../../tensor/index.ts';
import type { Shape, Tensor } from '../../tensor/index.ts';
import { add } from './add.ts';
import { mul } from './mul.ts';
import { broadcastShapes } from './support/broadcast.ts';
import { floatsIn, intsIn, testBuilder } from './testing/builder.ts';
import type { TestBuilder } from './testing/builder.ts';
import { counting, randomTensor } from './testing/random.ts';

const ops = (build: TestBuilder): string[] => build.nodes.map(({ op }) => op);

/** The value of a broadcast operand at an index of the result. */
function valueAt(tensor: Tensor, index: readonly number[]): number {
  const own = index.slice(index.length - tensor.shape.length).map((i, axis) => (tensor.shape[axis] === 1 ? 0 : i));
  return tensor.data[stridesOf(tensor.shape).reduce((sum, stride, axis) => sum + stride * own[axis], 0)];
}

test('broadcasting is numpy’s', () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 4 });
  fc.assert(
    fc.property(
      sizes,
      fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
      fc.integer({ min: 0, max: 4 }),
      (shape, ones, drop) => {
        const other = shape.map((size, i) => (ones[i] ? 1 : size)).slice(Math.min(drop, shape.length));
        const [a, b] = [randomTensor(shape, 1), randomTensor(other, 2)];
        const [sum, product] = [add.evaluate([a, b], {}), mul.evaluate([b, a], {})];
        expect(sum.shape).toEqual(shape);
        const strides = stridesOf(shape);
        for (let i = 0; i < sizeOf(shape); i++) {
          const index = shape.map((size, axis) => Math.floor(i / strides[axis]) % size);
          expect(sum.data[i]).toBe(a.data[i] + valueAt(b, index));
          expect(product.data[i]).toBe(a.data[i] * valueAt(b, index));
        }
      },
    ),
  );
});

test.each<[Shape, Shape, Shape]>([
  [[B, 3, 4], [4], [B, 3, 4]],
  [
    [B, 3, 4],
    [1, 1, 4],
    [B, 3, 4],
  ],
  [
    [3, 1],
    [1, 4],
    [3, 4],
  ],
  [[], [2], [2]],
])('shapes %j and %j make %j', (a, b, expected) => expect(broadcastShapes(a, b)).toEqual(expected));

test('a fixed size does not meet the batch', () => {
  expect(() => broadcastShapes([B, 3], [4, 3])).toThrow(/^batch: shapes \[batch, 3\] and \[4, 3\]/);
  expect(() => broadcastShapes([2, 3], [4, 3])).toThrow(/^shapes/);
});

describe('a constant operand', () => {
  test('repeated for a fixed batch is used once', () => {
    const build = testBuilder([B, 1, 2], 2);
    const [y] = build.read({ type: 'Add', inputs: ['x', floatsIn(build, [1, 2, 1, 2], [2, 1, 2])] });
    expect(Array.from(build.run(y, counting([3, 1, 2])).data)).toEqual([1, 3, 3, 5, 5, 7]);
    expect(() => build.read({ type: 'Add', inputs: ['x', floatsIn(build, [1, 2, 1, 3], [2, 1, 2])] })).toThrow(/^batch: /);
  });

  test('larger than the coded one: that is expanded first, so that the sum without the constant has the same shape', () => {
    const build = testBuilder([B, 1, 2]);
    const [y] = build.read({ type: 'Add', inputs: [floatsIn(build, [1, 2, 3], [3, 1]), 'x'] });
    expect(ops(build)).toEqual(['Expand', 'Add']);
    expect(Array.from(build.run(y, counting([1, 1, 2])).data)).toEqual([1, 2, 2, 3, 3, 4]);
  });

  test('is the constant part of a sum', () => {
    expect(add.constantPart?.([true, false])).toEqual([1]);
    expect(add.constantPart?.([false, true])).toEqual([0]);
    expect(add.constantPart?.([true, true])).toEqual([]);
  });
});

describe('rewritten', () => {
  const x = counting([2, 2]);
  const cases: [string, (build: TestBuilder) => string[], string[], number[]][] = [
    ['Sub', (b) => ['x', floatsIn(b, [1])], ['Add'], [-1, 0, 1, 2]],
    ['Sub', (b) => [floatsIn(b, [1]), 'x'], ['Neg', 'Add'], [1, 0, -1, -2]],
    ['Sub', () => ['x', 'x'], ['Neg', 'Add'], [0, 0, 0, 0]],
    ['Div', (b) => ['x', floatsIn(b, [2])], ['Mul'], [0, 0.5, 1, 1.5]],
    ['Div', (b) => [floatsIn(b, [6]), 'x'], ['Reciprocal', 'Mul'], [Infinity, 6, 3, 2]],
    ['Sum', (b) => ['x', 'x', floatsIn(b, [1])], ['Add', 'Add'], [1, 3, 5, 7]],
    ['Mean', (b) => ['x', floatsIn(b, [2])], ['Add', 'Mul'], [1, 1.5, 2, 2.5]],
    ['Max', (b) => ['x', floatsIn(b, [0])], ['Relu'], [0, 1, 2, 3]],
    ['Max', (b) => [floatsIn(b, [1.5]), 'x'], ['Maximum'], [1.5, 1.5, 2, 3]],
    ['Min', (b) => ['x', floatsIn(b, [1.5])], ['Minimum'], [0, 1, 1.5, 1.5]],
    ['Identity', () => ['x'], [], [0, 1, 2, 3]],
    ['Dropout', () => ['x'], [], [0, 1, 2, 3]],
  ];
  test.each(cases)('%s', (type, inputs, expected, values) => {
    const build = testBuilder([B, 2]);
    const [y] = build.read({ type, inputs: inputs(build) });
    expect(ops(build)).toEqual(expected);
    expect(Array.from(build.run(y, x).data)).toEqual(values);
  });

  test('Max and Min of two coded values', () => {
    const build = testBuilder([B, 3]);
    const [flipped] = build.read({ type: 'Neg', inputs: ['x'] });
    const [max] = build.read({ type: 'Max', inputs: ['x', flipped] });
    const [min] = build.read({ type: 'Min', inputs: ['x', flipped] });
    const values = randomTensor([4, 3]);
    expect(Array.from(build.run(max, values).data)).toEqual(Array.from(values.data, Math.abs));
    expect(Array.from(build.run(min, values).data)).toEqual(Array.from(values.data, (v: number) => -Math.abs(v)));
    expect(ops(build)).not.toContain('Maximum');
  });

  test('BatchNormalization is a factor and an offset', () => {
    const build = testBuilder([B, 2, 2]);
    const parameters = [
      [2, 3],
      [0.5, -1],
      [1, 4],
      [0.25, 9],
    ].map((list) => floatsIn(build, list));
    const [y] = build.read({ type: 'BatchNormalization', inputs: ['x', ...parameters], attributes: { epsilon: 0 } });
    expect(ops(build)).toEqual(['Mul', 'Add']);
    expect(build.shapeOf(build.nodes[0].inputs[1])).toEqual([2, 1]);
    expect(Array.from(build.run(y, counting([1, 2, 2])).data)).toEqual([-3.5, 0.5, -3, -2]);
    expect(() =>
      build.read({ type: 'BatchNormalization', inputs: ['x', ...parameters], attributes: { training_mode: 1 } }),
    ).toThrow('training');
  });

  test('Where by a constant mask', () => {
    const build = testBuilder([B, 2]);
    const mask = build.constant({ shape: [2], data: new Float64Array([1, 0]), dtype: 'bool' });
    const [y] = build.read({ type: 'Where', inputs: [mask, 'x', floatsIn(build, [7])] });
    expect(Array.from(build.run(y, counting([2, 2])).data)).toEqual([0, 7, 2, 7]);
    // An attention mask: import replaces −∞ by a number in front of a softmax, and refuses it elsewhere.
    const [hidden] = build.read({ type: 'Where', inputs: [mask, 'x', floatsIn(build, [-Infinity])] });
    expect(Array.from(build.run(hidden, counting([2, 2])).data)).toEqual([0, -Infinity, 2, -Infinity]);
  });

  test('Where by a comparison, and its logic', () => {
    const build = testBuilder([B, 2]);
    const x = counting([2, 2]);
    const [above] = build.read({ type: 'Greater', inputs: ['x', floatsIn(build, [1])] });
    const [least] = build.read({ type: 'GreaterOrEqual', inputs: [floatsIn(build, [2]), 'x'] });
    const of = (value: string): number[] => Array.from(build.run(value, x).data);
    expect(of(above!)).toEqual([0, 0, 1, 1]);
    expect(of(least!)).toEqual([1, 1, 1, 0]);
    const [y] = build.read({ type: 'Where', inputs: [above, 'x', floatsIn(build, [7])] });
    expect(of(y!)).toEqual([7, 7, 2, 3]);
    const [z] = build.read({ type: 'Where', inputs: [above, floatsIn(build, [0]), 'x'] });
    expect(of(z!)).toEqual([0, 1, 0, 0]);
    const infinite = floatsIn(build, [-Infinity]);
    expect(() => build.read({ type: 'Where', inputs: [above, 'x', infinite] })).toThrow('infinite');
    expect(() => build.read({ type: 'Equal', inputs: ['x', 'x'] })).toThrow('is not supported');
    expect(() => build.read({ type: 'And', inputs: ['x', 'x'] })).toThrow('no comparisons');
  });
});

describe('arithmetic of constants', () => {
  const integers: [string, number[], number[], number[]][] = [
    ['Add', [7, -7], [2], [9, -5]],
    ['Sub', [7, -7], [2], [5, -9]],
    ['Mul', [7, B], [2], [14, 2 * B]],
    ['Div', [7, -7, 4 * B], [2], [3, -3, 2 * B]],
    ['Mod', [7, -7], [3], [1, 2]],
    ['Equal', [7, -1, B], [-1], [0, 1, 0]],
    ['Less', [1, 2], [2], [1, 0]],
    ['GreaterOrEqual', [1, 2], [2], [0, 1]],
    ['Max', [1, 5], [3], [3, 5]],
    ['Pow', [3, 4], [2], [9, 16]],
  ];
  test.each(integers)('%s of integers %j and %j', (type, a, b, expected) => {
    const build = testBuilder([B, 1]);
    const [y] = build.read({ type, inputs: [intsIn(build, ...a), intsIn(build, ...b)] });
    const result = build.constantOf(y);
    expect(Array.from(result?.data ?? [])).toEqual(expected);
    expect(result?.dtype).toBe(['Equal', 'Less', 'GreaterOrEqual'].includes(type) ? 'bool' : 'int');
  });

  test('floats divide, and casts truncate', () => {
    const build = testBuilder([B, 1]);
    const [quotient] = build.read({ type: 'Div', inputs: [floatsIn(build, [7, -7]), floatsIn(build, [2])] });
    const [whole] = build.read({ type: 'Cast', inputs: [quotient], attributes: { to: 7 } });
    const [truth] = build.read({ type: 'Cast', inputs: [quotient], attributes: { to: 9 } });
    expect([quotient, whole, truth].map((value) => Array.from(build.constantOf(value)?.data ?? []))).toEqual([
      [3.5, -3.5],
      [3, -3],
      [1, 1],
    ]);
    expect(build.constantOf(whole)?.dtype).toBe('int');
    expect(build.read({ type: 'Cast', inputs: ['x'], attributes: { to: 10 } })).toEqual(['x']);
    expect(() => build.read({ type: 'Cast', inputs: ['x'], attributes: { to: 7 } })).toThrow('not a float');
  });

  test('the shape a Vision Transformer expands its class token to: −1 where the batch is kept', () => {
    const build = testBuilder([B, 3, 8, 8]);
    const token = floatsIn(build, [1, 2], [1, 1, 2]);
    const [shape] = build.read({ type: 'Shape', inputs: ['x'] });
    const [first] = build.read({ type: 'Slice', inputs: [shape, intsIn(build, 0), intsIn(build, 1)] });
    const [target] = build.read({ type: 'Concat', inputs: [first, intsIn(build, -1, -1)], attributes: { axis: 0 } });
    const [ones] = build.read({
      type: 'ConstantOfShape',
      inputs: [intsIn(build, 3)],
      attributes: { value: { shape: [1], data: new Float64Array([1]), dtype: 'int' } },
    });
    const [unknown] = build.read({ type: 'Equal', inputs: [target, intsIn(build, -1, -1, -1)] });
    const [sizes] = build.read({ type: 'Where', inputs: [unknown, ones, target] });
    expect(Array.from(build.constantOf(sizes)?.data ?? [])).toEqual([B, 1, 1]);
    expect(build.read({ type: 'Expand', inputs: [token, sizes] })).toEqual([token]);
    expect(build.nodes).toEqual([]);
  });

  test('quantised weights become floats', () => {
    const build = testBuilder([B, 1]);
    const weight = build.constant({ shape: [2, 2], data: new Float64Array([1, -2, 3, 4]), dtype: 'int' });
    const [w] = build.read({ type: 'DequantizeLinear', inputs: [weight, floatsIn(build, [0.5, 2])], attributes: { axis: 0 } });
    expect(Array.from(build.constantOf(w)?.data ?? [])).toEqual([0.5, -1, 6, 8]);
    const zero = build.constant({ shape: [], data: new Float64Array([1]), dtype: 'int', range: [-128, 127] });
    const values = floatsIn(build, [0.25, -0.75, 1.26, 80, -80]);
    const quantised = (...more: string[]) => {
      const [q] = build.read({ type: 'QuantizeLinear', inputs: [values, floatsIn(build, [0.5]), ...more] });
      return Array.from(build.constantOf(q)?.data ?? []);
    };
    // Saturated at the type of the zero point; bytes without a sign where there is none.
    expect(quantised(zero)).toEqual([1, -1, 4, 127, -128]);
    expect(quantised()).toEqual([0, 0, 3, 160, 0]);
    expect(() => quantised(floatsIn(build, [0]))).toThrow('8 or 16 bits');
    expect(() => build.read({ type: 'QuantizeLinear', inputs: ['x', floatsIn(build, [1])] })).toThrow('--dequantise');
  });

  test.each([
    ['Range', [0, 5, 2], [0, 2, 4]],
    ['Range', [3, 0, -1], [3, 2, 1]],
  ])('%s %j', (type, bounds, expected) => {
    const build = testBuilder([B, 1]);
    const scalars = bounds.map((value) => build.constant({ shape: [], data: new Float64Array([value]), dtype: 'int' }));
    expect(Array.from(build.constantOf(build.read({ type, inputs: scalars })[0])?.data ?? [])).toEqual(expected);
  });
});
