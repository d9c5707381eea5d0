/** Threshold iteration against the published implementation, and its closed form against the plain sum. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { integrateLevels, sumLevels } from './gaussian-sums.ts';
import { isSolved, iterationSteps, thresholdIteration } from './threshold-iteration.ts';

interface Case {
  readonly levels: number;
  readonly mean: number[];
  readonly variance: number[];
  readonly trail: { readonly iteration: number; readonly threshold: number[] }[];
  readonly threshold: number[];
  readonly fell_back: boolean[];
}
const golden = new URL('../../../tests/golden/units/threshold_iteration.json', import.meta.url);
const cases = JSON.parse(readFileSync(golden, 'utf8')) as Case[];

const worst = (values: Float64Array, wanted: readonly number[]): number =>
  wanted.reduce((most, value, i) => Math.max(most, Math.abs(values[i]! / value - 1)), 0);

describe('threshold iteration', () => {
  it.each(cases.map((one) => [one.levels, one] as const))('reproduces the golden cases with N = %d', (levels, one) => {
    for (const { iteration, threshold } of one.trail)
      expect(worst(thresholdIteration(one.mean, one.variance, levels, iteration).values, threshold)).toBeLessThan(1e-9);
    const result = thresholdIteration(one.mean, one.variance, levels);
    expect(worst(result.values, one.threshold)).toBeLessThan(1e-9);
    expect(result.fellBack).toEqual(one.fell_back.flatMap((fell, i) => (fell ? [i] : [])));
  });

  it('says where it fell back to 1 and where the mean lies too far below zero', () => {
    const result = thresholdIteration([1, -3, -9, 0, NaN], [1, 1, 1, 0, 1], 64);
    expect(result.fellBack).toEqual([2, 3, 4]);
    expect(result.unsolvable).toEqual([1, 2, 3, 4]);
    expect([...result.values.subarray(2)]).toEqual([1, 1, 1]);
  });

  it('sums many levels in closed form', () => {
    for (const mean of [-6, -2.5, -0.3, 0, 0.8, 4])
      for (const theta of [0.4, 1, 3, 9]) {
        const levels = Math.ceil(8 * theta * Math.max(1, Math.abs(mean)));
        const plain = sumLevels(theta, mean, 1, levels);
        const closed = integrateLevels(theta, mean, 1, levels);
        expect(Math.abs(closed.tailMean / plain.tailMean - 1)).toBeLessThan(1e-9);
        expect(Math.abs(closed.weightedTail / plain.weightedTail - 1)).toBeLessThan(1e-9);
      }
  });
});

it('passes through the thresholds that it tells one by one', () => {
  for (const [mean, variance] of [
    [0.3, 1.7],
    [-1, 0.5],
    [2, 1e-6],
  ] as const) {
    const steps = [...iterationSteps(mean, Math.sqrt(variance), 32)];
    expect(steps[0]).toBe(1);
    for (const rounds of [1, 2, steps.length - 1]) {
      expect(steps[rounds]).toBe(thresholdIteration([mean], [variance], 32, rounds).values[0]);
    }
    expect(isSolved(steps.at(-1)!, mean, Math.sqrt(variance))).toBe(true);
  }
  // Nothing of the input is positive: the last is not a number, and said to be none.
  const lost = [...iterationSteps(-20, 1, 32)];
  expect(lost.at(-1)).toBeNaN();
  expect(isSolved(NaN, -20, 1)).toBe(false);
  expect(thresholdIteration([-20], [1], 32).fellBack).toEqual([0]);
});
