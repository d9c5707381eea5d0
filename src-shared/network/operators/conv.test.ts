/** Convolutions against loops written down from the definition. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sizeOf, stridesOf, tensor64 } from '../../tensor/index.ts';
import type { Tensor } from '../../tensor/index.ts';
import { float32 } from './support/arrays.ts';
import { conv } from './conv.ts';
import { convTranspose } from './conv-transpose.ts';
import { floatsIn, testBuilder } from './testing/builder.ts';
import { randomTensor, randomWeight } from './testing/random.ts';

interface Case {
  readonly spatial: readonly number[];
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  readonly pads: readonly number[];
  readonly group: number;
  readonly inPerGroup: number;
  readonly outPerGroup: number;
  readonly batch: number;
}

const perAxis = (rank: number, min: number, max: number) =>
  fc.array(fc.integer({ min, max }), { minLength: rank, maxLength: rank });

const cases: fc.Arbitrary<Case> = fc.integer({ min: 1, max: 3 }).chain((rank) =>
  fc.record({
    spatial: perAxis(rank, 3, rank === 3 ? 4 : 7),
    kernel: perAxis(rank, 1, 3),
    strides: perAxis(rank, 1, 3),
    dilations: perAxis(rank, 1, 2),
    pads: perAxis(2 * rank, 0, 2),
    group: fc.integer({ min: 1, max: 3 }),
    inPerGroup: fc.integer({ min: 1, max: 3 }),
    outPerGroup: fc.integer({ min: 1, max: 6 }),
    batch: fc.integer({ min: 1, max: 2 }),
  }),
);

/** Every index of a shape. */
const indices = (shape: readonly number[]): number[][] =>
  shape.reduce<number[][]>((all, size) => all.flatMap((index) => Array.from({ length: size }, (_, i) => [...index, i])), [[]]);
const at = (tensor: Tensor, index: readonly number[]): number =>
  index.some((i, axis) => i < 0 || i >= tensor.shape[axis])
    ? 0
    : tensor.data[stridesOf(tensor.shape).reduce((sum, stride, axis) => sum + stride * index[axis], 0)];

/** The definition: y[n, m, p] = b[m] + Σ w[m, c, k] · x[n, g·C + c, p·stride + k·dilation − pad]. */
function naive(
  x: Tensor,
  w: Tensor,
  bias: Tensor,
  { strides, dilations, pads, group, inPerGroup, outPerGroup }: Case,
  sizes: readonly number[],
): Tensor {
  const taps = indices(w.shape.slice(1));
  const shape = [x.shape[0], group * outPerGroup, ...sizes];
  const values = indices(shape).map(([n, m, ...p]) => {
    const g = Math.floor(m / outPerGroup);
    return taps.reduce((sum, [c, ...k]) => {
      const position = p.map((i, axis) => i * strides[axis] + k[axis] * dilations[axis] - pads[axis]);
      return sum + at(w, [m, c, ...k]) * at(x, [n, g * inPerGroup + c, ...position]);
    }, bias.data[m]);
  });
  return tensor64(shape, Float64Array.from(values));
}

const parameters = ({ strides, dilations, pads, group }: Case) => ({ strides, dilations, pads, group });
const fits = ({ spatial, kernel, dilations, pads }: Case): boolean =>
  spatial.every((size, i) => size + pads[i] + pads[i + spatial.length] >= (kernel[i] - 1) * dilations[i] + 1);

test('Conv is its definition', () => {
  fc.assert(
    fc.property(cases.filter(fits), (c) => {
      const x = randomTensor([c.batch, c.group * c.inPerGroup, ...c.spatial]);
      const w = randomWeight([c.group * c.outPerGroup, c.inPerGroup, ...c.kernel], 2);
      const bias = randomWeight([c.group * c.outPerGroup], 3);
      const y = conv.evaluate([x, w, bias], parameters(c));
      const expected = naive(x, w, bias, c, y.shape.slice(2));
      expect(y.shape).toEqual(conv.shape([x.shape, w.shape, bias.shape], parameters(c), []));
      expect(y.shape).toEqual(expected.shape);
      y.data.forEach((value: number, i: number) => expect(value).toBeCloseTo(expected.data[i], 12));
    }),
    { numRuns: 60 },
  );
});

const dotOf = (a: Tensor, b: Tensor): number => Array.from(a.data).reduce((sum, value, i) => sum + value * b.data[i], 0);

test('ConvTranspose is the adjoint of Conv: ⟨Conv x, y⟩ = ⟨x, ConvTranspose y⟩', () => {
  fc.assert(
    fc.property(cases.filter(fits), (c) => {
      const x = randomTensor([c.batch, c.group * c.inPerGroup, ...c.spatial]);
      const w = randomWeight([c.group * c.outPerGroup, c.inPerGroup, ...c.kernel], 2);
      const forward = conv.evaluate([x, w], parameters(c));
      const y = randomTensor(forward.shape, 5);
      // What the last window leaves of the input is the output padding of the way back.
      const outputPadding = c.spatial.map((size, i) => {
        const span = size + c.pads[i] + c.pads[i + c.spatial.length] - (c.kernel[i] - 1) * c.dilations[i] - 1;
        return span % c.strides[i];
      });
      const back = convTranspose.evaluate([y, w], { ...parameters(c), outputPadding });
      expect(back.shape).toEqual(x.shape);
      expect(dotOf(forward, y)).toBeCloseTo(dotOf(x, back), 10);
    }),
    { numRuns: 60 },
  );
});

test('ConvTranspose adds its bias everywhere', () => {
  const attributes = { strides: [2], dilations: [1], pads: [0, 0], group: 1, outputPadding: [1] };
  const y = convTranspose.evaluate(
    [float32([1, 1, 2], [1, 10]), float32([1, 2, 2], [1, 2, 3, 4]), float32([2], [0.5, -1])],
    attributes,
  );
  expect(y.shape).toEqual([1, 2, 5]);
  expect(Array.from(y.data)).toEqual([1.5, 2.5, 10.5, 20.5, 0.5, 2, 3, 29, 39, -1]);
});

describe('read', () => {
  const weight = Array.from({ length: 9 }, (_, i) => i);

  test.each([
    ['SAME_UPPER', [0, 0, 1, 1]],
    ['SAME_LOWER', [1, 1, 0, 0]],
    ['VALID', [0, 0, 0, 0]],
  ])('auto_pad %s', (auto, pads) => {
    const build = testBuilder([2, 1, 6, 6]);
    const w = floatsIn(build, weight, [1, 1, 3, 3]);
    build.read({ type: 'Conv', inputs: ['x', w], attributes: { auto_pad: auto, strides: [2, 2] } });
    expect(build.nodes[0]).toMatchObject({ op: 'Conv', attributes: { pads, strides: [2, 2], dilations: [1, 1], group: 1 } });
  });

  test('weights must be constant and fit', () => {
    const build = testBuilder([2, 1, 6, 6]);
    expect(() => build.read({ type: 'Conv', inputs: ['x', 'x'] })).toThrow('the weight of Conv must be a constant');
    const w = floatsIn(build, weight, [3, 3, 1, 1]);
    expect(() => build.read({ type: 'Conv', inputs: ['x', w] })).toThrow('does not fit the input [2, 1, 6, 6]');
    const large = floatsIn(build, new Array<number>(81).fill(1), [1, 1, 9, 9]);
    expect(() => build.read({ type: 'Conv', inputs: ['x', large] })).toThrow('larger than the padded input');
  });

  test('output_shape of ConvTranspose becomes pads', () => {
    const build = testBuilder([2, 1, 3, 3]);
    const w = floatsIn(build, weight, [1, 1, 3, 3]);
    const [y] = build.read({ type: 'ConvTranspose', inputs: ['x', w], attributes: { strides: [2, 2], output_shape: [6, 5] } });
    expect(build.shapeOf(y)).toEqual([2, 1, 6, 5]);
    expect(build.nodes[0].attributes['pads']).toEqual([1, 1, 0, 1]);
  });
});

test('every value of a large layer is used', () => {
  // Ones everywhere: each output is the number of taps inside the input.
  const x = { ...randomTensor([1, 8, 16, 16]), data: new Float64Array(8 * 256).fill(1) };
  const w = float32([5, 8, 3, 3], new Array<number>(sizeOf([5, 8, 3, 3])).fill(1));
  const y = conv.evaluate([x, w], { strides: [1, 1], dilations: [1, 1], pads: [1, 1, 1, 1], group: 1 });
  expect(y.data[0]).toBe(8 * 4);
  expect(y.data[1]).toBe(8 * 6);
  expect(y.data[17]).toBe(8 * 9);
});
