/** Round numbers along an axis. */
import { expect, it } from 'vitest';
import { ticks } from './ticks.ts';

it('are round, inside the range, and about as many as wanted', () => {
  expect(ticks(0, 1, 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
  expect(ticks(-0.3, 2.31, 4)).toEqual([0, 1, 2]);
  expect(ticks(0, 8, 8)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  expect(ticks(0, 0.0031, 3)).toEqual([0, 0.002]);
  expect(ticks(2, 2, 3)).toEqual([2]);
});
