/** Which pools tile their input. */
import { expect, it } from 'vitest';
import { isTiling } from './max-pool-form.ts';

const pool = (change: object) => ({ kernel: [2, 2], strides: [2, 2], pads: [0, 0, 0, 0], dilations: [1, 1], ceil: 0, ...change });

it.each([
  ['kernel = stride', {}, [4, 6], true],
  ['one axis left alone', { kernel: [1, 2], strides: [1, 2] }, [5, 6], true],
  ['dilation where the window is one wide', { kernel: [1, 2], strides: [1, 2], dilations: [3, 1] }, [5, 6], true],
  ['the whole input', { kernel: [4, 6], strides: [4, 6] }, [4, 6], true],
  ['overlap', { kernel: [3, 3] }, [6, 6], false],
  ['gaps', { strides: [3, 2] }, [6, 6], false],
  ['padding', { pads: [0, 0, 0, 1] }, [4, 6], false],
  ['dilation', { dilations: [2, 1] }, [4, 6], false],
  ['a rest', {}, [5, 6], false],
  ['a rest in a window of its own', { ceil: 1 }, [5, 6], false],
])('%s', (_, change, [height, width], tiles) => {
  expect(isTiling([1, 3, height!, width!], pool(change))).toBe(tiles);
});

it('in one and in three dimensions', () => {
  expect(isTiling([1, 3, 6], { kernel: [3], strides: [3], pads: [0, 0], dilations: [1] })).toBe(true);
  expect(
    isTiling([1, 3, 6, 4, 2], { kernel: [3, 2, 2], strides: [3, 2, 2], pads: [0, 0, 0, 0, 0, 0], dilations: [1, 1, 1] }),
  ).toBe(true);
  expect(
    isTiling([1, 3, 6, 4, 3], { kernel: [3, 2, 2], strides: [3, 2, 2], pads: [0, 0, 0, 0, 0, 0], dilations: [1, 1, 1] }),
  ).toBe(false);
});
