/**
 * ResNet-20 on the gpu engine with the recorded thresholds, in the setting in which ties decide most: answers that rounding in 32 bits moves away
 * from the recorded ones. Part of `npm run test:gpu`.
 */
import { expect, it } from 'vitest';
import { buildKernels } from '../../scripts/build-kernels.mjs';
import { noAdapter, testedGpuEngine } from '../support/gpu-adapter.ts';
import { changedAnswers, recordedThresholds } from './check-setting.ts';
import { openExample, runExample } from './run-setting.ts';

const IMAGES = 100;
const MOST = 3;

it.skipIf(noAdapter !== null)(`answers of at most ${MOST} of ${IMAGES} images differ at any step`, async () => {
  await buildKernels();
  const example = await openExample('resnet20-cifar10', 'mt4-rate-p99.9');
  const run = await runExample(example, await recordedThresholds(example), { engine: testedGpuEngine, images: IMAGES });
  expect(run.predictions[0]).toHaveLength(IMAGES);
  const changed = await changedAnswers(example, run);
  console.log(`answers that differ after each step: ${changed.join(' ')}`);
  expect(Math.max(...changed)).toBeLessThanOrEqual(MOST);
});
