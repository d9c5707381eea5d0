/** What a run comes to, in sentences: accuracy is claimed only where there are labels. */
import { expect, it } from 'vitest';
import { accuracyWords } from './words.ts';

const step = (step: number, accuracy: number | null, agreement: number) => ({
  ...{ step, accuracy, agreement },
  ...{ energyRatio: 0.1, ledgerFloat32: 0.2, ledgerInt8: 0.3 },
});
const run = (annAccuracy: number | null, steps: readonly ReturnType<typeof step>[]) => ({
  annAccuracy,
  steps,
  earlyStopping: [],
});

it('samples without labels have agreement, not accuracy', () => {
  const words = [run(null, [step(1, null, 0.5), step(2, null, 0.995)]), run(null, [step(1, null, 0.5)])].map(accuracyWords);
  for (const sentence of words) {
    expect(sentence).toMatch(/agree/i);
    expect(sentence).not.toMatch(/accura/i);
  }
  expect(words[0]).toContain('after 2 steps');
});

it('samples with labels have accuracy', () => {
  expect(accuracyWords(run(0.8, [step(1, 0.5, 0.5), step(2, 0.795, 0.9)]))).toMatch(/^Accuracy .* after 2 steps/);
  expect(accuracyWords(run(0.8, [step(1, 0.5, 0.5)]))).toMatch(/^Accuracy not/);
  expect(accuracyWords(run(0.8, []))).toBe('');
});
