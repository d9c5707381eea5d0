/**
 * All golden networks and the examples, changed in every one of their neuron layers: what starts at the changed layer has the bits of a run
 * from the start. Minutes, so not part of `npm test`.
 */
import { join } from 'node:path';
import { beforeAll, describe, it } from 'vitest';
import { buildKernels } from '../../scripts/build-kernels.mjs';
import { calibrate } from '../../src-main/calibrate/index.ts';
import { placeNeurons } from '../../src-main/convert/index.ts';
import { cpuEngine } from '../../src-main/engines/cpu/index.ts';
import { importNetwork, readModel } from '../../src-main/onnx/index.ts';
import { choicesOf } from '../../src-main/services/model/choices.ts';
import { preprocessFor } from '../../src-main/services/model/model-preprocess.ts';
import { openCalibration } from '../../src-main/services/model/samples.ts';
import { planFromOptions } from '../../src-shared/plan/index.ts';
import { goldenNets, goldenThresholds, loadGoldenNet } from '../golden/harness/nets.ts';
import { checkVariants, everyVariant } from '../support/variants.ts';

beforeAll(buildKernels);

const EXAMPLES = join(import.meta.dirname, '..', '..', 'resources', 'examples');
const BATCH = 4;
const STEPS = 4;

describe('golden networks', () => {
  it.each(goldenNets())('%s', async (name) => {
    const net = await loadGoldenNet(name);
    const inputs = net.inputs.subarray(0, (net.inputs.length / net.batch) * BATCH);
    await checkVariants(everyVariant(net.placed, net.choices, goldenThresholds(net)), inputs, BATCH, net.golden.T);
  });
});

describe('examples', () => {
  it.each(['resnet20', 'vgg-small', 'vit-small'])('%s', async (name) => {
    const model = join(EXAMPLES, `${name}-cifar10.onnx`);
    const placed = placeNeurons(importNetwork(await readModel(model)).network);
    const choices = choicesOf(placed, planFromOptions({ steps: STEPS }));
    const { preprocess } = await preprocessFor(model, undefined);
    const source = await openCalibration(join(EXAMPLES, 'cifar10', 'calibration'), placed, preprocess, {});
    const data = Float32Array.from(await source.read(0, 32));
    const { layers } = await calibrate(placed, choices, [{ data, samples: 32 }], { steps: STEPS, engine: cpuEngine });
    const thresholds = new Map([...layers].map(([layer, found]) => [layer, found.thresholds]));
    await checkVariants(everyVariant(placed, choices, thresholds), data.subarray(0, (data.length / 32) * BATCH), BATCH, STEPS);
  });
});
