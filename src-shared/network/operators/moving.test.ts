/** Operators that move values, by the definitions and across opsets. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BATCH as B, stridesOf } from '../../tensor/index.ts';
import type { Shape, Tensor } from '../../tensor/index.ts';
import { floatsIn, intsIn, testBuilder } from './testing/builder.ts';
import type { TestBuilder, TestNode } from './testing/builder.ts';
import { counting, randomTensor } from './testing/random.ts';
import { permute } from './support/permute.ts';

const ops = (build: TestBuilder): string[] => build.nodes.map(({ op }) => op);
const valuesOf = (tensor: Tensor): number[] => Array.from(tensor.data);
/** What an ONNX node makes of 0, 1, 2, … in the given shape at batch 2. */
function result(shape: Shape, node: (build: TestBuilder) => Omit<TestNode, 'inputs'> & { inputs?: readonly string[] }): Tensor {
  const build = testBuilder([B, ...shape]);
  const { inputs = ['x'], ...rest } = node(build);
  const [y] = build.read({ inputs, ...rest });
  return build.run(y, counting([2, ...shape]));
}

test('Transpose moves axes', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4, maxLength: 4 }), (perm) => {
      const x = randomTensor([2, 3, 1, 4]);
      const y = permute(x, perm);
      const strides = stridesOf(y.shape);
      y.data.forEach((value: number, i: number) => {
        const index = new Array<number>(4);
        perm.forEach((axis, j) => (index[axis] = Math.floor(i / strides[j]) % y.shape[j]));
        expect(value).toBe(x.data[stridesOf(x.shape).reduce((sum, stride, axis) => sum + stride * index[axis], 0)]);
      });
    }),
  );
});

describe('Slice', () => {
  const MAX = 2 ** 63;
  const slice = (starts: number[], ends: number[], axes: number[], steps?: number[]) => (build: TestBuilder) => ({
    type: 'Slice',
    inputs: ['x', ...[starts, ends, axes, ...(steps ? [steps] : [])].map((list) => intsIn(build, ...list))],
  });
  test.each<[string, ReturnType<typeof slice>, number[]]>([
    ['from 1', slice([1], [MAX], [1]), [1, 2, 3, 4, 6, 7, 8, 9]],
    ['the last two', slice([-2], [MAX], [1]), [3, 4, 8, 9]],
    ['every second', slice([0], [MAX], [1], [2]), [0, 2, 4, 5, 7, 9]],
    ['backwards', slice([-1], [-MAX], [1], [-1]), [4, 3, 2, 1, 0, 9, 8, 7, 6, 5]],
    ['backwards to 1', slice([3], [0], [1], [-2]), [3, 1, 8, 6]],
    ['with the whole batch', slice([0, 2], [MAX, 3], [0, 1]), [2, 7]],
    ['nothing', slice([3], [2], [1]), []],
  ])('%s', (_, node, expected) => expect(valuesOf(result([5], node))).toEqual(expected));

  test('by attributes, before opset 10', () => {
    expect(
      valuesOf(result([5], () => ({ type: 'Slice', attributes: { starts: [1], ends: [-1], axes: [1] }, opset: 9 }))),
    ).toEqual([1, 2, 3, 6, 7, 8]);
  });

  test('all of the batch at a fixed batch, never a part of it', () => {
    const build = testBuilder([B, 5], 4);
    expect(build.read({ type: 'Slice', inputs: ['x', intsIn(build, 0), intsIn(build, 4)] })).toEqual(['x']);
    expect(() => build.read({ type: 'Slice', inputs: ['x', intsIn(build, 0), intsIn(build, 2)] })).toThrow(/^batch: /);
    expect(() => build.read({ type: 'Slice', inputs: ['x', intsIn(build, 1), intsIn(build, MAX)] })).toThrow(/^batch: /);
  });
});

describe('Split', () => {
  test.each<[string, (build: TestBuilder) => TestNode, number[]]>([
    [
      'by attribute',
      () => ({ type: 'Split', inputs: ['x'], attributes: { axis: 1, split: [2, 3] }, opset: 11, outputs: 2 }),
      [2, 3],
    ],
    [
      'by input',
      (build) => ({ type: 'Split', inputs: ['x', intsIn(build, 1, 4)], attributes: { axis: -1 }, outputs: 2 }),
      [1, 4],
    ],
    [
      'by num_outputs',
      () => ({ type: 'Split', inputs: ['x'], attributes: { axis: 1, num_outputs: 2 }, opset: 18, outputs: 2 }),
      [3, 2],
    ],
  ])('%s', (_, node, sizes) => {
    const build = testBuilder([B, 5]);
    const parts = build.read(node(build));
    expect(parts.map((part) => build.shapeOf(part))).toEqual(sizes.map((size) => [B, size]));
    const values = parts.flatMap((part) => valuesOf(build.run(part, counting([1, 5]))));
    expect(values).toEqual([0, 1, 2, 3, 4]);
  });
});

test('Gather by one index, by several, and not along the batch', () => {
  const build = testBuilder([B, 3, 2]);
  const index = build.constant({ shape: [], data: new Float64Array([-1]), dtype: 'int' });
  const [one] = build.read({ type: 'Gather', inputs: ['x', index], attributes: { axis: 1 } });
  const [several] = build.read({ type: 'Gather', inputs: ['x', intsIn(build, 2, 0)], attributes: { axis: 1 } });
  expect(build.shapeOf(one)).toEqual([B, 2]);
  expect(valuesOf(build.run(one, counting([2, 3, 2])))).toEqual([4, 5, 10, 11]);
  expect(valuesOf(build.run(several, counting([1, 3, 2])))).toEqual([4, 5, 0, 1]);
  expect(() => build.read({ type: 'Gather', inputs: ['x', index] })).toThrow(/^batch: /);
  expect(() => build.read({ type: 'Gather', inputs: ['x', intsIn(build, 3)], attributes: { axis: 1 } })).toThrow('outside');
});

describe('Concat', () => {
  test('a class token in front, repeated for a fixed batch or not', () => {
    for (const [values, shape] of [
      [
        [7, 8],
        [1, 1, 2],
      ],
      [
        [7, 8, 7, 8],
        [2, 1, 2],
      ],
    ]) {
      const build = testBuilder([B, 2, 2], 2);
      const [y] = build.read({ type: 'Concat', inputs: [floatsIn(build, values, shape), 'x'], attributes: { axis: 1 } });
      expect(ops(build)).toEqual(['Pad', 'Add']);
      expect(valuesOf(build.run(y, counting([2, 2, 2])))).toEqual([7, 8, 0, 1, 2, 3, 7, 8, 4, 5, 6, 7]);
    }
  });

  test('constants everywhere between coded values', () => {
    const build = testBuilder([B, 1]);
    const [a, b, c] = [floatsIn(build, [7], [1, 1]), floatsIn(build, [8, 9], [1, 2]), floatsIn(build, [5], [1, 1])];
    const [y] = build.read({ type: 'Concat', inputs: [a, 'x', b, 'x', c], attributes: { axis: 1 } });
    expect(valuesOf(build.run(y, counting([2, 1])))).toEqual([7, 0, 8, 9, 0, 5, 7, 1, 8, 9, 1, 5]);
  });

  test('zeros only pad', () => {
    const build = testBuilder([B, 1, 2, 2]);
    const [zeros] = build.read({ type: 'ConstantOfShape', inputs: [intsIn(build, B, 3, 2, 2)] });
    const [y] = build.read({ type: 'Concat', inputs: ['x', zeros], attributes: { axis: 1 } });
    expect(ops(build)).toEqual(['Pad']);
    expect(build.shapeOf(y)).toEqual([B, 4, 2, 2]);
  });

  test('not along the batch', () => {
    const build = testBuilder([B, 1]);
    expect(() => build.read({ type: 'Concat', inputs: ['x', 'x'], attributes: { axis: 0 } })).toThrow(/^batch: /);
    expect(() => build.read({ type: 'Concat', inputs: ['x', floatsIn(build, [1, 2], [2, 1])], attributes: { axis: 1 } })).toThrow(
      /^batch: /,
    );
  });
});

describe('Pad', () => {
  test.each<[string, NonNullable<TestNode['attributes']>, number[]]>([
    ['constant', { pads: [0, 1, 0, 2], value: 5 }, [5, 0, 1, 2, 5, 5, 5, 3, 4, 5, 5, 5]],
    ['reflect', { pads: [0, 1, 0, 2], mode: 'reflect' }, [1, 0, 1, 2, 1, 0, 4, 3, 4, 5, 4, 3]],
    ['edge', { pads: [0, 1, 0, 2], mode: 'edge' }, [0, 0, 1, 2, 2, 2, 3, 3, 4, 5, 5, 5]],
    ['a cut', { pads: [0, -1, 0, 1] }, [1, 2, 0, 4, 5, 0]],
  ])('%s by attributes (opset 10)', (_, attributes, expected) =>
    expect(valuesOf(result([3], () => ({ type: 'Pad', attributes, opset: 10 })))).toEqual(expected),
  );

  test('by inputs, with axes', () => {
    const padded = result([2], (build) => ({
      type: 'Pad',
      inputs: ['x', intsIn(build, 1, 0), floatsIn(build, [9], []), intsIn(build, -1)],
      opset: 18,
    }));
    expect(valuesOf(padded)).toEqual([9, 0, 1, 9, 2, 3]);
  });

  test('not of the batch', () => {
    expect(() => result([3], () => ({ type: 'Pad', attributes: { pads: [1, 0, 0, 0] } }))).toThrow(/^batch: /);
  });
});

test('Expand and Tile repeat', () => {
  expect(valuesOf(result([1, 2], (build) => ({ type: 'Expand', inputs: ['x', intsIn(build, 1, 2, 1)] })))).toEqual([
    0, 1, 0, 1, 2, 3, 2, 3,
  ]);
  expect(valuesOf(result([2], (build) => ({ type: 'Tile', inputs: ['x', intsIn(build, 1, 2)] })))).toEqual([
    0, 1, 0, 1, 2, 3, 2, 3,
  ]);
  expect(() => result([2], (build) => ({ type: 'Tile', inputs: ['x', intsIn(build, 2, 1)] }))).toThrow(/^batch: /);
  const build = testBuilder([B, 2]);
  const token = floatsIn(build, [1, 2], [1, 2]);
  expect(build.read({ type: 'Expand', inputs: [token, intsIn(build, B, 2)] })).toEqual([token]);
  expect(build.read({ type: 'Tile', inputs: [token, intsIn(build, B, 1)] })).toEqual([token]);
});

test('DepthToSpace is the inverse of SpaceToDepth', () => {
  const build = testBuilder([B, 2, 4, 6]);
  const [deep] = build.read({ type: 'SpaceToDepth', inputs: ['x'], attributes: { blocksize: 2 } });
  const [back] = build.read({ type: 'DepthToSpace', inputs: [deep], attributes: { blocksize: 2 } });
  expect(build.shapeOf(deep)).toEqual([B, 8, 2, 3]);
  const x = counting([2, 2, 4, 6]);
  expect(valuesOf(build.run(back, x))).toEqual(valuesOf(x));
});

test('DepthToSpace as pixel shuffle (CRD) puts four channels around one pixel', () => {
  const build = testBuilder([B, 8, 1, 1]);
  const [y] = build.read({ type: 'DepthToSpace', inputs: ['x'], attributes: { blocksize: 2, mode: 'CRD' } });
  expect(build.shapeOf(y)).toEqual([B, 2, 2, 2]);
  expect(valuesOf(build.run(y, counting([1, 8, 1, 1])))).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
});

describe('Resize', () => {
  test('nearest, by factors and by sizes', () => {
    const factors = result([1, 2], (build) => ({
      type: 'Resize',
      inputs: ['x', '', floatsIn(build, [1, 1, 2])],
      attributes: { coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' },
    }));
    expect(valuesOf(factors)).toEqual([0, 0, 1, 1, 2, 2, 3, 3]);
    const sizes = result([1, 2], (build) => ({ type: 'Resize', inputs: ['x', '', '', intsIn(build, 1, 1, 4)] }));
    expect(valuesOf(sizes)).toEqual([0, 0, 1, 1, 2, 2, 3, 3]);
    const old = result([1, 2], () => ({ type: 'Upsample', attributes: { scales: [1, 1, 2] }, opset: 7 }));
    expect(valuesOf(old)).toEqual([0, 0, 1, 1, 2, 2, 3, 3]);
  });

  test('linear', () => {
    const half = result([1, 2], (build) => ({
      type: 'Resize',
      inputs: ['x', '', floatsIn(build, [1, 1, 2])],
      attributes: { mode: 'linear' },
    }));
    expect(valuesOf(half).slice(0, 4)).toEqual([0, 0.25, 0.75, 1]);
    const corners = result([1, 2], (build) => ({
      type: 'Resize',
      inputs: ['x', '', floatsIn(build, [1, 1, 2])],
      attributes: { mode: 'linear', coordinate_transformation_mode: 'align_corners' },
    }));
    expect(
      valuesOf(corners)
        .slice(0, 4)
        .map((v) => v.toFixed(4)),
    ).toEqual(['0.0000', '0.3333', '0.6667', '1.0000']);
  });

  test('by other factors: every new entry is a sum of entries', () => {
    const resized = (values: readonly number[], attributes: Readonly<Record<string, string>>, sizes = false) =>
      result([1, 2], (build) => {
        const target = sizes ? intsIn(build, ...values) : floatsIn(build, values);
        return { type: 'Resize', inputs: ['x', '', ...(sizes ? ['', target] : [target])], attributes };
      });
    const nearest = { coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' };
    expect(valuesOf(resized([1, 1, 3], nearest, true))).toEqual([0, 0, 1, 2, 2, 3]);
    expect(valuesOf(resized([1, 1, 0.5], nearest))).toEqual([0, 2]);
    expect(valuesOf(resized([1, 1, 3], { mode: 'linear', coordinate_transformation_mode: 'align_corners' }, true))).toEqual([
      0, 0.5, 1, 2, 2.5, 3,
    ]);
    expect(() => resized([1, 1, 0.2], nearest)).toThrow('leaves nothing');
    expect(() => resized([2, 1, 1.5], nearest)).toThrow('batch: Resize along the batch axis');
  });
});

describe('Einsum', () => {
  test.each<[string, Shape, Shape, number[]]>([
    ['bnd,de->bne', [1, 2, 2], [2, 1], [1, 5]],
    ['bnd,bmd->bnm', [1, 2, 2], [], [1, 3, 3, 13]],
    ['bij->bji', [1, 2, 2], [], [0, 2, 1, 3]],
    ['bij->bi', [1, 2, 2], [], [1, 5]],
  ])('%s', (equation, shape, weight, expected) => {
    const build = testBuilder([B, ...shape.slice(1)]);
    const w = floatsIn(build, [1, 1], [2, 1]);
    const inputs = equation.includes(',') ? ['x', weight.length ? w : 'x'] : ['x'];
    const [y] = build.read({ type: 'Einsum', inputs, attributes: { equation } });
    expect(valuesOf(build.run(y, counting(shape)))).toEqual(expected);
  });

  test('attention over heads keeps the order of its axes', () => {
    const build = testBuilder([B, 3, 2, 4]);
    const [y] = build.read({ type: 'Einsum', inputs: ['x', 'x'], attributes: { equation: 'bqhd,bkhd->bhqk' } });
    expect(build.shapeOf(y)).toEqual([B, 2, 3, 3]);
    const x = randomTensor([2, 3, 2, 4]);
    const scores = build.run(y, x);
    const at = (b: number, n: number, h: number, d: number): number => x.data[((b * 3 + n) * 2 + h) * 4 + d];
    let expected = 0;
    for (let d = 0; d < 4; d++) expected += at(1, 2, 1, d) * at(1, 0, 1, d);
    expect(scores.data[((1 * 2 + 1) * 3 + 2) * 3 + 0]).toBeCloseTo(expected, 12);
  });

  test('what it does not know is refused', () => {
    const build = testBuilder([B, 2, 2]);
    expect(() => build.read({ type: 'Einsum', inputs: ['x'], attributes: { equation: 'bii->bi' } })).toThrow('not supported');
  });
});
