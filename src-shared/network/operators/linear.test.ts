/** Linear layers and matrix products against the definition, and how Gemm and MatMul are read. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BATCH } from '../../tensor/index.ts';
import type { Shape, Tensor } from '../../tensor/index.ts';
import { countedKind } from './index.ts';
import { linear } from './linear.ts';
import { matmul } from './matmul.ts';
import { floatsIn, testBuilder } from './testing/builder.ts';
import { counting, randomTensor, randomWeight } from './testing/random.ts';

/** a[m, k] · b[k, n] by the definition. */
function naive(a: readonly number[], b: readonly number[], m: number, k: number, n: number): number[] {
  return Array.from({ length: m * n }, (_, i) => {
    let sum = 0;
    for (let j = 0; j < k; j++) sum += a[Math.floor(i / n) * k + j] * b[j * n + (i % n)];
    return sum;
  });
}
const values = (tensor: Tensor): number[] => Array.from(tensor.data);
const close = (actual: Tensor, expected: readonly number[]): void => {
  expect(actual.data.length).toBe(expected.length);
  actual.data.forEach((value: number, i: number) => expect(value).toBeCloseTo(expected[i], 11));
};
const size = fc.integer({ min: 1, max: 9 });

test('Linear is the product of rows with W, plus B', () => {
  fc.assert(
    fc.property(size, size, size, fc.boolean(), (m, k, n, biased) => {
      const [x, w, b] = [randomTensor([m, 2, k]), randomWeight([k, n], 2), randomWeight([n], 3)];
      const y = linear.evaluate(biased ? [x, w, b] : [x, w], {});
      expect(y.shape).toEqual([m, 2, n]);
      close(
        y,
        naive(values(x), values(w), m * 2, k, n).map((value, i) => value + (biased ? b.data[i % n] : 0)),
      );
    }),
    { numRuns: 50 },
  );
});

describe('MatMul', () => {
  test('broadcasts leading axes', () => {
    fc.assert(
      fc.property(size, size, size, (m, k, n) => {
        const [a, b] = [randomTensor([2, 1, m, k]), randomTensor([3, k, n], 2)];
        const y = matmul.evaluate([a, b], {});
        expect(y.shape).toEqual([2, 3, m, n]);
        const expected = [0, 1].flatMap((i) =>
          [0, 1, 2].flatMap((j) =>
            naive(values(a).slice(i * m * k, (i + 1) * m * k), values(b).slice(j * k * n, (j + 1) * k * n), m, k, n),
          ),
        );
        close(y, expected);
      }),
      { numRuns: 30 },
    );
  });

  test.each<[Shape, Shape, Shape]>([
    [[3], [3, 2], [2]],
    [[2, 3], [3], [2]],
    [[3], [3], []],
    [[4, 2, 3], [3], [4, 2]],
    [[3], [4, 3, 2], [4, 2]],
  ])('vectors: %j · %j has shape %j', (a, b, shape) => {
    expect(matmul.shape([a, b], {}, [])).toEqual(shape);
    expect(matmul.evaluate([counting(a), counting(b)], {}).shape).toEqual(shape);
  });

  test('refuses what does not fit', () => {
    expect(() =>
      matmul.shape(
        [
          [2, 3],
          [2, 3],
        ],
        {},
        [],
      ),
    ).toThrow('do not fit');
    expect(() =>
      matmul.shape(
        [
          [3, BATCH],
          [BATCH, 3],
        ],
        {},
        [],
      ),
    ).toThrow(/^batch: /);
    expect(() =>
      matmul.shape(
        [
          [BATCH, 2, 3],
          [4, 3, 2],
        ],
        {},
        [],
      ),
    ).toThrow(/^batch: /);
  });

  test('is linear with one constant and a product of two coded operands', () => {
    expect(matmul.spiking([true, false], {})).toBe('linear');
    expect(matmul.spiking([true, true], {})).toBe('product');
    const node = { id: 'n', op: 'MatMul' as const, inputs: [], output: 'y', attributes: {}, path: '', from: [] };
    expect(countedKind(node, [false, true])).toBe('linear');
    expect(countedKind(node, [true, true])).toBe('product');
    expect(countedKind({ ...node, op: 'Mul' }, [true, false])).toBeUndefined();
    expect(countedKind({ ...node, op: 'Conv' }, [true, false, false])).toBe('conv');
  });
});

describe('Gemm', () => {
  const x = randomTensor([3, 4]);
  const w = randomWeight([4, 2], 2);
  const wT = { ...w, shape: [2, 4], data: Float32Array.from([0, 2, 4, 6, 1, 3, 5, 7].map((i) => w.data[i])) };
  const plain = naive(values(x), values(w), 3, 4, 2);

  test.each([
    [{}, w, undefined, plain],
    [{ transB: 1 }, wT, undefined, plain],
    [{ transB: 1, alpha: 0.5, beta: 2 }, wT, [1, 10], plain.map((value, i) => value / 2 + 2 * [1, 10][i % 2])],
    [{ beta: 0 }, w, [1, 10], plain],
  ])('%j', (attributes, weight, bias, expected) => {
    const build = testBuilder([BATCH, 4]);
    const inputs = ['x', build.constant(weight), ...(bias ? [floatsIn(build, bias)] : [])];
    const [y] = build.read({ type: 'Gemm', inputs, attributes });
    expect(build.nodes.map(({ op }) => op)).toEqual(['Linear']);
    close(build.run(y, x), expected);
  });

  test('the weight stays in 32 bits where nothing is multiplied', () => {
    const build = testBuilder([BATCH, 4]);
    build.read({ type: 'Gemm', inputs: ['x', build.constant(wT)], attributes: { transB: 1 } });
    expect(build.constantOf(build.nodes[0].inputs[1])?.data).toBeInstanceOf(Float32Array);
  });

  test('a bias per row is added', () => {
    const build = testBuilder([3, 4]);
    const [y] = build.read({ type: 'Gemm', inputs: ['x', build.constant(w), floatsIn(build, [1, 2, 3], [3, 1])] });
    close(
      build.run(y, x),
      plain.map((value, i) => value + 1 + Math.floor(i / 2)),
    );
  });

  test('a product of two coded operands', () => {
    const build = testBuilder([4, 4]);
    const [y] = build.read({ type: 'Gemm', inputs: ['x', 'x'], attributes: { transA: 1, alpha: 2 } });
    expect(build.nodes.map(({ op }) => op)).toEqual(['Transpose', 'MatMul', 'Mul']);
    const square = randomTensor([4, 4]);
    const transposed = Array.from({ length: 16 }, (_, i) => square.data[(i % 4) * 4 + Math.floor(i / 4)]);
    close(
      build.run(y, square),
      naive(transposed, values(square), 4, 4, 4).map((value) => 2 * value),
    );
  });
});

test('MatMul by a constant matrix is Linear; by a constant of more axes it stays', () => {
  const build = testBuilder([BATCH, 3, 4]);
  build.read({ type: 'MatMul', inputs: ['x', build.constant(randomWeight([4, 2]))] });
  build.read({ type: 'MatMul', inputs: ['x', build.constant(randomWeight([1, 4, 2]))] });
  build.read({ type: 'MatMul', inputs: [build.constant(randomWeight([5, 3])), 'x'] });
  expect(build.nodes.map(({ op }) => op)).toEqual(['Linear', 'MatMul', 'MatMul']);
});
