/** The readout's equation, against means that are summed from scratch for every step. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodedOfMeans, readoutCount, readoutMeans } from './readout.ts';

/** The mean of the entries `i` of the steps first…last, both from 1. */
function mean(decoded: readonly number[], size: number, first: number, last: number, i: number): number {
  let sum = 0;
  for (let step = first; step <= last; step++) sum += decoded[(step - 1) * size + i]!;
  return sum / (last - first + 1);
}

it('the answer is the mean of steps k…n from step k on, and of the steps so far before it', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 1, max: 8 }),
      fc.integer({ min: 1, max: 3 }),
      fc.infiniteStream(fc.integer({ min: -1000, max: 1000 })),
      (steps, from, size, numbers) => {
        const decoded = [...numbers.take(steps * size)];
        const answers = readoutMeans(decoded, steps, from);
        for (let n = 1; n <= steps; n++) {
          expect(readoutCount(from, n)).toBe(n < from ? n : n - from + 1);
          for (let i = 0; i < size; i++) expect(answers[(n - 1) * size + i]).toBe(mean(decoded, size, n < from ? 1 : from, n, i));
        }
        decodedOfMeans(answers, steps, from).forEach((value, i) => expect(value).toBeCloseTo(decoded[i]!, 8));
      },
    ),
  );
});
