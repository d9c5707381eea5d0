/** ACCURACY.md is what accuracy.json makes of it, and no setting of the examples is missing. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { accuracyOf, accuracyPage, recordedAccuracies } from './accuracy.ts';
import { exampleSettings, expectedSetting } from './expected.ts';

it('is the page that accuracy.json makes', () => {
  const page = readFileSync(join(import.meta.dirname, 'ACCURACY.md'), 'utf8');
  expect(page).toBe(accuracyPage(recordedAccuracies()));
});

it('has every setting once, with a number for every column up to its last step', () => {
  const accuracies = recordedAccuracies();
  expect(accuracies.map(({ model, setting }) => [model, setting])).toEqual(exampleSettings());
  for (const { model, setting, top1 } of accuracies)
    expect(top1.length).toBe([1, 2, 4, 8, 16, 32].filter((step) => step <= expectedSetting(model, setting).T).length);
});

it('takes the columns and the largest gap from the steps of a run', () => {
  const run = { ours: [0.5, 0.61, 0.7, 0.8], theirs: [0.5, 0.6, 0.73, 0.8], simulated: [0.5, 0.6, 0.73, 0.801] };
  const other = { model: 'm', setting: 's', changed: [0, 7, 2, 1], energy: [0.12345, 0.1] as const, seconds: 1 };
  expect(accuracyOf({ ...run, ...other, misses: [], ownMisses: [] })).toEqual({
    ...{ model: 'm', setting: 's', top1: [50, 61, 80], gap: 3, recordedGap: 0.1, changed: 7, energy: 0.123 },
  });
});
