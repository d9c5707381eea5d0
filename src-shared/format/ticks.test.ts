/** Round numbers along an axis. */
import { expect, it } from 'vitest';
import { logTicks, ticks } from './ticks.ts';

it('are round, inside the range, and about as many as wanted', () => {
  expect(ticks(0, 1, 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
  expect(ticks(-0.3, 2.31, 4)).toEqual([0, 1, 2]);
  expect(ticks(0, 8, 8)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  expect(ticks(0, 0.0031, 3)).toEqual([0, 0.002]);
  expect(ticks(2, 2, 3)).toEqual([2]);
});

it('on a logarithmic axis are powers of ten, with 2 and 5 between them where there is room', () => {
  expect(logTicks(0.08, 30, 4)).toEqual([0.1, 1, 10]);
  expect(logTicks(0.3, 6, 6)).toEqual([0.5, 1, 2, 5]);
  expect(logTicks(1e-6, 1e6, 4)).toEqual([1e-6, 1e-3, 1, 1e3, 1e6]);
});
