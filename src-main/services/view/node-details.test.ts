/** Attributes and constants of operators, as the window shows them. */
import { expect, it } from 'vitest';
import type { Network, NetworkNode } from '../../../src-shared/network/index.ts';
import { BATCH, type Tensor } from '../../../src-shared/tensor/index.ts';
import { detailsOf } from './node-details.ts';

const tensor = (shape: readonly number[], values: readonly number[]): Tensor => ({
  shape,
  data: Float32Array.from(values),
  dtype: 'float',
});

function networkOf(constants: Readonly<Record<string, Tensor>>, attributes: NetworkNode['attributes'] = {}): Network {
  const names = Object.keys(constants);
  return {
    name: 'n',
    input: { name: 'x', value: 'x' },
    outputs: [{ name: 'y', value: 'y' }],
    nodes: [{ id: 'a', op: 'Conv', inputs: ['x', ...names], output: 'y', attributes, path: 'a', from: ['a'] }],
    constants: new Map(Object.entries(constants)),
    shapes: new Map(),
  };
}

it('tells shape, range, mean, deviation and zeros', () => {
  const { weights } = detailsOf(networkOf({ w: tensor([2, 2], [-1, 0, 1, 4]), b: tensor([], [3]) })).get('a')!;
  expect(weights[0]).toMatchObject({ name: 'w', input: 1, shape: [2, 2], count: 4, notFinite: 0 });
  expect(weights[0]!.statistics).toEqual({ min: -1, max: 4, mean: 1, deviation: Math.sqrt(14 / 4), zeros: 1 });
  expect(weights[0]!.histogram).toMatchObject({ low: -1, high: 4 });
  expect(weights[1]).toMatchObject({ name: 'b', input: 2, shape: [], count: 1, histogram: null });
});

it('puts every finite value into one bin, the largest too', () => {
  const values = Array.from({ length: 1000 }, (_, index) => Math.sin(index) * 3);
  const { histogram, statistics } = detailsOf(networkOf({ w: tensor([1000], values) })).get('a')!.weights[0]!;
  expect(histogram!.counts.reduce((sum, count) => sum + count, 0)).toBe(1000);
  expect(histogram!.counts.at(-1)).toBeGreaterThan(0);
  expect([histogram!.low, histogram!.high]).toEqual([statistics!.min, statistics!.max]);
});

it('leaves out what is no number, and says how many; of nothing else there are no statistics', () => {
  const [some, none] = detailsOf(
    networkOf({ some: tensor([3], [Number.NaN, 2, Number.POSITIVE_INFINITY]), none: tensor([1], [Number.NaN]) }),
  ).get('a')!.weights;
  expect(some).toMatchObject({ notFinite: 2, statistics: { min: 2, max: 2, mean: 2, deviation: 0 }, histogram: null });
  expect(none).toMatchObject({ notFinite: 1, statistics: null, histogram: null });
});

it('keeps the digits of a deviation that is small beside the mean', () => {
  const { statistics } = detailsOf(networkOf({ w: tensor([2], [4096, 4096.5]) })).get('a')!.weights[0]!;
  expect(statistics!.deviation).toBe(0.25);
});

it('writes attributes, and sizes that grow with the batch as such', () => {
  const { attributes } = detailsOf(networkOf({}, { strides: [2, 2], epsilon: 0.00001, shape: [BATCH, 3], keep: true })).get('a')!;
  expect(attributes).toEqual([
    { name: 'strides', value: '2, 2' },
    { name: 'epsilon', value: '0.00001' },
    { name: 'shape', value: '1 × batch, 3' },
    { name: 'keep', value: 'true' },
  ]);
});
