/** Reshape: 0 and −1, and the batch axis followed through files with a dynamic and a fixed batch. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BATCH as B, sizeOf } from '../../tensor/index.ts';
import type { Shape } from '../../tensor/index.ts';
import { reshapeTarget } from './support/reshape-target.ts';
import { intsIn, testBuilder } from './testing/builder.ts';
import { counting } from './testing/random.ts';

/** `B 17 4B` as a shape. */
const shapeOf = (text: string): number[] =>
  text
    .trim()
    .split(' ')
    .map((size) => (size.endsWith('B') ? Number(size.slice(0, -1) || 1) * B : Number(size)));

/** A row `input | target | expected`. */
const row = (text: string): number[][] => text.split('|').map(shapeOf);

test.each([
  'B 17 32 | B 17 4 8 | B 17 4 8',
  'B 17 32 | B -1 4 8 | B 17 4 8',
  'B 17 32 | 0 0 4 -1 | B 17 4 8',
  'B 17 32 | -1 32 | 17B 32',
  '17B 32 | -1 17 32 | B 17 32',
  'B 64 1 1 | -1 64 | B 64',
  '17 B 32 | 17 4B 8 | 17 4B 8',
  '17 B 32 | 17 -1 8 | 17 4B 8',
  '4B 17 8 | B 4 17 8 | B 4 17 8',
  '17 B 4 8 | 17B 32 | 17B 32',
  '17B 32 | 17 B 32 | 17 B 32',
])('a file with a dynamic batch: %s', (text) => {
  const [input, target, expected] = row(text);
  expect(reshapeTarget(input, target)).toEqual(expected);
});

test.each([
  'B 17 32 | 1 17 4 8 | B 17 4 8',
  'B 17 32 | 17 32 | 17B 32',
  'B 4 17 8 | 4 17 8 | 4B 17 8',
  '4B 17 17 | 1 4 17 17 | B 4 17 17',
  '4B 17 8 | 4 17 8 | 4B 17 8',
  'B 64 1 1 | 1 -1 | B 64',
  'B 64 1 1 | 64 | 64B',
  'B 17 32 | 4 -1 8 | 4B 17 8',
  'B 3 8 8 | 1 3 2 4 2 4 | B 3 2 4 2 4',
  'B 2 2 4 4 3 | 4 16 3 | 4B 16 3',
  '4B 16 3 | 1 2 2 4 4 3 | B 2 2 4 4 3',
  'B 16 32 | 1 1 16 32 | B 1 16 32',
  '16B 32 | 1 16 32 | B 16 32',
  // Multi-head attention of PyTorch, sequence first: heads merged into the batch, tokens and batch merged and parted again.
  '17 B 96 | 17 1 3 32 | 17 B 3 32',
  '17 B 32 | 17 4 8 | 17 4B 8',
  '17 4B 8 | 17 1 32 | 17 B 32',
  '17 B 4 8 | 17 32 | 17B 32',
  '17B 32 | 17 1 32 | 17 B 32',
])('a file exported at batch 1: %s', (text) => {
  const [input, target, expected] = row(text);
  expect(reshapeTarget(input, target, { fixedBatch: 1 })).toEqual(expected);
  expect(reshapeTarget(input, target)).toEqual(expected);
});

test.each([
  'B 17 32 | 4 17 4 8 | B 17 4 8',
  'B 17 32 | 16 17 8 | 4B 17 8',
  '4B 17 17 | 4 4 17 17 | B 4 17 17',
  'B 64 1 1 | 4 -1 | B 64',
  '17 B 32 | 17 16 8 | 17 4B 8',
  '17 B 4 8 | 68 32 | 17B 32',
])('a file exported at batch 4: %s', (text) => {
  const [input, target, expected] = row(text);
  expect(reshapeTarget(input, target, { fixedBatch: 4 })).toEqual(expected);
});

test.each<[string, RegExp]>([
  ['B 17 32 | 17 B 32', /^batch: this reshape mixes samples/],
  ['17 B 32 | B 17 32', /^batch: this reshape mixes samples/],
  ['3 B 5 | 5 3', /^batch: the batch axis cannot be followed/],
  ['2 3 | B 6', /^batch: a value without the batch/],
  ['B 17 32 | 1 17 33', /^the sizes do not fit/],
  ['B 17 32 | 3 17 32', /^the sizes do not fit/],
  ['B 17 | B 18', /^the sizes do not fit/],
  ['B 17 | -1 -1', /^this is no shape/],
  ['B 17 | -2 17', /^this is no shape/],
])('refused: %s', (text, message) => {
  const [input, target] = row(text);
  expect(() => reshapeTarget(input, target)).toThrow(message);
});

/** Ways to write a size as up to three factors. */
const factored = fc.constantFrom<readonly number[]>([12], [3, 4], [4, 3], [2, 2, 3], [1, 12], [2, 6]);

test('samples stay apart: reshaping at batch 1 and at batch n give the same per sample', () => {
  fc.assert(
    fc.property(factored, factored, fc.constantFrom(1, 2, 3), (before, after, batch) => {
      const input: Shape = [B, ...before];
      const shape = reshapeTarget(input, [1, ...after], { fixedBatch: 1 });
      expect(shape).toEqual([B, ...after]);
      const build = testBuilder(input);
      const y = build.emit('Reshape', ['x'], { shape });
      const x = counting([batch, ...before]);
      const result = build.run(y, x);
      expect(result.shape).toEqual([batch, ...after]);
      expect(result.data).toBe(x.data);
      expect(sizeOf(result.shape)).toBe(12 * batch);
    }),
  );
});

describe('read', () => {
  test('a shape computed from the input', () => {
    const build = testBuilder([B, 3, 4, 4]);
    const [shape] = build.read({ type: 'Shape', inputs: ['x'] });
    const [batch] = build.read({
      type: 'Gather',
      inputs: [shape, build.constant({ shape: [], data: new Float64Array([0]), dtype: 'int' })],
    });
    const [axis] = build.read({ type: 'Unsqueeze', inputs: [batch, intsIn(build, 0)] });
    const [target] = build.read({ type: 'Concat', inputs: [axis, intsIn(build, 3), intsIn(build, 16)], attributes: { axis: 0 } });
    const [y] = build.read({ type: 'Reshape', inputs: ['x', target] });
    expect(build.shapeOf(y)).toEqual([B, 3, 16]);
    expect(build.nodes).toHaveLength(1);
  });

  test.each([
    ['Flatten', {}, 17, [B, 48]],
    ['Flatten', { axis: 2 }, 17, [3 * B, 16]],
    ['Flatten', { axis: -1 }, 17, [12 * B, 4]],
    ['Squeeze', {}, 17, [B, 3, 4, 4]],
    ['Unsqueeze', { axes: [0, -1] }, 11, [1, B, 3, 4, 4, 1]],
  ])('%s %j', (type, attributes, opset, expected) => {
    const build = testBuilder([B, 3, 4, 4]);
    const [y] = build.read({ type, inputs: ['x'], attributes, opset });
    expect(build.shapeOf(y)).toEqual(expected);
  });

  test('Squeeze by attribute and by input, and not of the batch', () => {
    const build = testBuilder([B, 1, 4, 1]);
    const [attribute] = build.read({ type: 'Squeeze', inputs: ['x'], attributes: { axes: [3] }, opset: 11 });
    const [input] = build.read({ type: 'Squeeze', inputs: ['x', intsIn(build, 1)], opset: 13 });
    expect(build.shapeOf(attribute)).toEqual([B, 1, 4]);
    expect(build.shapeOf(input)).toEqual([B, 4, 1]);
    expect(() => build.read({ type: 'Squeeze', inputs: ['x', intsIn(build, 0)] })).toThrow(/^batch: /);
  });

  test('a Reshape that changes nothing is left out', () => {
    const build = testBuilder([B, 3]);
    expect(build.read({ type: 'Reshape', inputs: ['x', intsIn(build, -1, 3)] })).toEqual(['x']);
  });
});
