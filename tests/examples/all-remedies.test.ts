/**
 * Layers of the example networks, spoilt in every way: the first remedy of the run names the layer, and wins back at least half of what
 * was lost.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { testFolder } from '../support/test-folder.ts';
import { RATE, type Spoilt, SPOILT, spoilableExample } from './spoilt-layers.ts';

const folder = testFolder();
/** Only signed neurons can take a statistic of values that are mostly negative. */
const OF_VALUES: Spoilt = ['the median of values', { threshold: { of: 'value', percentile: 50 } }, 'statistic is negative'];

describe.each([
  ['resnet20-cifar10', 'relu', [...SPOILT, RATE]],
  ['vgg-small-cifar10', 'features.2', SPOILT],
  ['vit-small-cifar10', 'conv2', [...SPOILT, OF_VALUES]],
] as const)('%s', (model, layer, ways) => {
  let example: Awaited<ReturnType<typeof spoilableExample>>;
  beforeAll(async () => {
    example = await spoilableExample(model, folder);
  });

  it.each(ways)('%s', async (_, settings, words) => {
    const { worst, good, spoilt, mended } = await example.mend(layer, settings);
    expect(good - spoilt).toBeGreaterThan(0.02);
    expect(worst.layer).toBe(layer);
    expect(worst.why).toContain(words);
    expect(mended - spoilt).toBeGreaterThanOrEqual((good - spoilt) / 2);
  });
});
