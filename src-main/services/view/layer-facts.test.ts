/** The median activation of a layer, from the histograms of its channels. */
import { expect, it } from 'vitest';
import { medianActivation } from './layer-facts.ts';

/** Histograms of four bins: −r…−r/2, −r/2…0, 0…r/2, r/2…r. */
const of = (ranges: number[], counts: number[]) => ({
  statistics: {
    histogram: { shape: [ranges.length, 4], values: Float64Array.from(counts) },
    range: { shape: [ranges.length], values: Float64Array.from(ranges) },
  },
});

it('is the middle of the bin that has the middle value, over all channels', () => {
  expect(medianActivation(of([1, 4], [0, 0, 5, 0, 0, 0, 0, 4]), true)).toBe(0.25);
  expect(medianActivation(of([1, 4], [0, 0, 4, 0, 0, 0, 0, 5]), true)).toBe(3);
});

it('counts magnitudes of signed layers, and only what a ReLU lets through', () => {
  const channel = of([1], [6, 0, 2, 0]);
  expect(medianActivation(channel, false)).toBe(0.75);
  expect(medianActivation(channel, true)).toBe(0.25);
});

it('is not known without histograms, or if all activations are 0', () => {
  expect(medianActivation({ statistics: {} }, false)).toBeNull();
  expect(medianActivation(of([0], [0, 0, 9, 0]), false)).toBeNull();
  expect(medianActivation(of([1], [7, 3, 0, 0]), true)).toBeNull();
});
