/**
 * Golden networks, changed in every one of their neuron layers: what starts at the changed layer has the bits of a run from the start. One
 * network of each kind that is quick; tests/examples/all-variants.test.ts has all of them, and the examples.
 */
import { beforeAll, expect, it } from 'vitest';
import { buildKernels } from '../../scripts/build-kernels.mjs';
import { checkVariants, everyVariant } from '../support/variants.ts';
import { goldenThresholds, loadGoldenNet } from './harness/nets.ts';

beforeAll(buildKernels);

const BATCH = 3;
const NETS = ['mlp-lif-leaky-rate', 'resnet-if-differential', 'vgg-mt-differential-iterated'];

it.each(NETS)('%s', async (name) => {
  const net = await loadGoldenNet(name);
  const family = everyVariant(net.placed, net.choices, goldenThresholds(net));
  expect(family.variants.length).toBeGreaterThanOrEqual(net.placed.sites.length);
  const inputs = net.inputs.subarray(0, (net.inputs.length / net.batch) * BATCH);
  await checkVariants(family, inputs, BATCH, Math.min(net.golden.T, 6));
});
