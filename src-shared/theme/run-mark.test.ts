/** Marks of runs: the same for the same run, and others for its neighbours. */
import { expect, it } from 'vitest';
import { runMark, shapePath } from './run-mark.ts';

const nameOf = (run: number): string => `${runMark(run).colour} ${runMark(run).shape}`;

it('20 runs in a row have marks of their own, and every run keeps its own', () => {
  const names = Array.from({ length: 20 }, (_, i) => nameOf(i + 1));
  expect(new Set(names).size).toBe(20);
  expect(nameOf(21)).toBe(names[0]);
});

it('shapes differ by their outline', () => {
  const paths = Array.from({ length: 5 }, (_, i) => shapePath(runMark(i + 1).shape, 4));
  expect(new Set(paths).size).toBe(5);
});
