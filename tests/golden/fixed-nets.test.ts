/**
 * Golden networks in whole numbers: the distance of their answers from the golden run, the answers themselves, and the operations. Networks
 * without a form in whole numbers are refused with the layer.
 */
import { describe, expect, it } from 'vitest';
import { compile } from '../../src-main/convert/index.ts';
import { createFixedSimulator, fixNetwork, runSamples } from '../../src-shared/fixed/index.ts';
import { meanOfSteps } from '../support/spiking.ts';
import { type GoldenNet, goldenNets, goldenThresholds, loadGoldenNet, relativeL2 } from './harness/nets.ts';

/**
 * Measured relative L2 distance of the answer after T steps from the golden run. It is of the size of the golden run's own distance from the float
 * network (0.1 % to 6.5 %): int8 weights and rounded potentials let neurons decide otherwise near a threshold, and the remainders that T steps
 * leave are then other ones. The bound is twice the measured distance.
 */
const MEASURED: Readonly<Record<string, number>> = {
  'mlp-if-negative-rate': 0.016,
  'mlp-if-rate': 0.015,
  'resnet-mt-differential': 0.014,
  'resnet-mt-differential-layer-max': 0.0042,
  'resnet-mt-differential-neuron': 0.0108,
  'resnet-mt-rate': 0.0251,
  'vgg-if-differential-iterated': 0.0718,
  'vgg-mt-differential': 0.0108,
  'vgg-mt-differential-iterated': 0.0189,
  'vgg-mt-rate': 0.0241,
  // 32 steps take longest.
  'resnet-if-differential': 0.0311,
};

/** Refused networks, and what the error names. */
const REFUSED: Readonly<Record<string, RegExp>> = {
  'mlp-lif-differential': /the coding differential-leaky has no form in whole numbers; use rate or differential coding/,
  'mlp-lif-leaky-rate': /the coding leaky-rate has no form in whole numbers/,
  'gated-mt-differential':
    /blocks\.0.*: LayerNormalization, a real-valued unit, has no form in whole numbers; use a network of ReLU/,
  'gated-mt-rate': /LayerNormalization, a real-valued unit/,
  'vit-mt-differential': /LayerNormalization, a real-valued unit/,
  'vit-mt-differential-opset17': /LayerNormalization, a real-valued unit/,
  'vit-mt-rate': /LayerNormalization, a real-valued unit/,
};

const SAMPLES = 12;

const largest = (values: Float64Array): number => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

function fixedOf(net: GoldenNet) {
  const spiking = compile(net.placed, net.choices, goldenThresholds(net));
  return fixNetwork(spiking, { steps: net.golden.T, inputRange: largest(net.calibration) });
}

it('every golden network is run or refused', () => {
  expect([...Object.keys(MEASURED), ...Object.keys(REFUSED)].sort()).toEqual(goldenNets());
});

describe.each(Object.entries(MEASURED))('%s', (name, measured) => {
  it('gives the golden answers', async () => {
    const net = await loadGoldenNet(name);
    const { T } = net.golden;
    const network = fixedOf(net);
    const { logits, counts } = runSamples(network, createFixedSimulator(network), net.inputs, { samples: SAMPLES, steps: T });
    const ours = meanOfSteps(logits[0]!, T);
    const golden = meanOfSteps(net.logits, T).subarray(0, ours.length);
    expect(relativeL2(ours, golden)).toBeLessThanOrEqual(2 * measured);
    expect(answersOf(ours, net.classes)).toEqual(answersOf(golden, net.classes));
    // Spikes that come a step earlier or later change the operations by less than a hundredth.
    const operations = counts.operations.reduce((sum, layer) => sum + layer.reduce((a, b) => a + b, 0), 0) / SAMPLES;
    const all = net.golden.layers.flatMap((layer) => [...layer.synaptic_operations]).reduce((a, b) => a + b, 0) / net.batch;
    expect(Math.abs(operations / all - 1)).toBeLessThan(0.03);
  });
});

it.each(Object.entries(REFUSED))('%s is refused', async (name, message) => {
  const net = await loadGoldenNet(name);
  expect(() => fixedOf(net)).toThrow(
    expect.objectContaining({ code: 'numbers.unsupported', message: expect.stringMatching(message) }),
  );
});

function answersOf(logits: Float64Array, classes: number): number[] {
  return Array.from({ length: logits.length / classes }, (_, sample) => {
    const own = logits.subarray(sample * classes, (sample + 1) * classes);
    return own.indexOf(largestOf(own));
  });
}

const largestOf = (values: Float64Array): number => values.reduce((most, value) => Math.max(most, value), -Infinity);
