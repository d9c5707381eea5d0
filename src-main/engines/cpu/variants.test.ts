/**
 * A variant that starts at its first difference gives the bits of a run from the start: every count and every output at every step.
 * The golden networks are in tests/golden/variants.test.ts.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { buildKernels } from '../../../scripts/build-kernels.mjs';
import * as models from '../../../tests/fixtures/small-networks.ts';
import { choicesOf, importModel, sameThresholds } from '../../../tests/support/spiking.ts';
import { checkVariants, everyVariant } from '../../../tests/support/variants.ts';
import type { TestModel } from '../../../tests/support/onnx-graph.ts';
import type { Coding } from '../../../src-shared/plan/types.ts';
import { placeNeurons } from '../../convert/index.ts';
import { prepareVariants } from './index.ts';

beforeAll(buildKernels);

const BATCH = 5;
const STEPS = 4;

async function familyOf(model: TestModel, coding: Coding) {
  const placed = placeNeurons(await importModel(model));
  const choices = choicesOf(placed, { coding, neuron: coding === 'rate' ? 'mt-negative' : 'mt' });
  return everyVariant(placed, choices, sameThresholds(placed, 0.7));
}

describe.each(['basicBlocks', 'overlapping', 'fusedAttention', 'sequenceFirst', 'gating'] as const)('%s', (name) => {
  it.each(['rate', 'differential'] as const)('%s: every variant has the bits of a run from the start', async (coding) => {
    await checkVariants(await familyOf(models[name], coding), models.samplesOf(models[name], BATCH, 7), BATCH, STEPS);
  });
});

it('shares more with the network the later its layer is', async () => {
  const { base, variants } = await familyOf(models.residual, 'differential');
  await using session = await prepareVariants(base, variants, { threads: 1 });
  const scaled = session.shared.filter((_, index) => index % 4 === 3);
  expect(scaled).toEqual(scaled.toSorted((a, b) => a - b));
  expect(scaled.at(-1)).toBeGreaterThan(0.5);
});

it('ends at once if it is cancelled', async () => {
  const { base, variants } = await familyOf(models.residual, 'differential');
  await using session = await prepareVariants(base, variants, { threads: 1 });
  const controller = new AbortController();
  const done: number[] = [];
  const running = session.run(models.samplesOf(models.residual, BATCH, 7), BATCH, {
    steps: STEPS,
    signal: controller.signal,
    onProgress: (fraction) => {
      done.push(fraction);
      controller.abort(new Error('stop'));
    },
  });
  await expect(running).rejects.toThrow('stop');
  expect(done).toHaveLength(1);
});
