/** The example networks at their main setting, all 1,000 images: the part of `npm run test:examples` that `npm test` runs. */
import { expect, it } from 'vitest';
import { checkSetting } from './check-setting.ts';

it.each(['resnet20-cifar10', 'vgg-small-cifar10', 'vit-small-cifar10'])('%s, mt8-differential-p99.9', async (model) => {
  const { misses, ownMisses } = await checkSetting(model, 'mt8-differential-p99.9');
  expect(misses).toEqual([]);
  expect(ownMisses).toEqual([]);
});
