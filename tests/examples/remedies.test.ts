/**
 * The first remedy of a run names the layer that was spoilt, and wins back at least half of what it lost: the part of
 * all-remedies.test.ts that `npm test` runs.
 */
import { beforeAll, expect, it } from 'vitest';
import { testFolder } from '../support/test-folder.ts';
import { RATE, SPOILT, spoilableExample } from './spoilt-layers.ts';

const folder = testFolder();
let example: Awaited<ReturnType<typeof spoilableExample>>;
beforeAll(async () => {
  example = await spoilableExample('resnet20-cifar10', folder);
});

it.each([SPOILT[0]!, SPOILT[3]!, RATE])('%s', async (_, settings, words) => {
  const { worst, good, spoilt, mended } = await example.mend('relu', settings);
  expect(good - spoilt).toBeGreaterThan(0.02);
  expect(worst.layer).toBe('relu');
  expect(worst.why).toContain(words);
  expect(mended - spoilt).toBeGreaterThanOrEqual((good - spoilt) / 2);
});
