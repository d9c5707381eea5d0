/** The cpu engine against the reference engine on small networks of every kind: outputs, counts, conversion errors, the float network. */
import { beforeAll, describe, expect, it } from 'vitest';
import { buildKernels } from '../../../scripts/build-kernels.mjs';
import {
  attention,
  gating,
  overlapping,
  perceptron,
  residual,
  samplesOf,
  sequenceFirst,
} from '../../../tests/fixtures/small-networks.ts';
import { onnxBytes, testFolder, type TestModel } from '../../../tests/support/onnx-graph.ts';
import type { Coding, LayerSettings, NeuronKind } from '../../../src-shared/plan/types.ts';
import type { SpikingNetwork } from '../../../src-shared/spiking/index.ts';
import { calibrate } from '../../calibrate/index.ts';
import { compile, placeNeurons } from '../../convert/index.ts';
import { importNetwork, readModel } from '../../onnx/index.ts';
import type { BatchResult } from '../engine.ts';
import { referenceEngine } from '../reference/index.ts';
import { cpuEngine } from './index.ts';

beforeAll(buildKernels);

const BATCH = 5;
const STEPS = 6;

/** A network converted with these settings; `mixed` gives every other layer the other coding. */
async function convert(model: TestModel, coding: Coding, neuron: NeuronKind, mixed = false): Promise<SpikingNetwork> {
  using folder = testFolder();
  const placed = placeNeurons(importNetwork(await readModel(folder.write('m.onnx', onnxBytes(model)))).network);
  const other = coding === 'rate' ? 'differential' : 'rate';
  const layers = placed.sites.map((site, index): [string, LayerSettings] => {
    const scale = site.rule === 'signed' ? 2 : 1;
    const threshold = { method: 'percentile', percentile: 99.9, level: index % 3 === 2 ? 'neuron' : 'channel', scale } as const;
    return [site.name, { coding: mixed && index % 2 === 0 ? other : coding, neuron, thresholds: 5, threshold }];
  });
  const choices = { coding, tau: 0.9, layers: new Map(layers) };
  const batch = { data: samplesOf(model, 16, 99), samples: 16 };
  const calibration = await calibrate(placed, choices, [batch], { steps: STEPS, engine: referenceEngine });
  return compile(placed, choices, new Map([...calibration.layers].map(([name, layer]) => [name, layer.thresholds])));
}

const MODELS = { perceptron, residual, overlapping, attention, sequenceFirst, gating };
const relu = ['perceptron', 'residual', 'overlapping'] as const;

describe.each([
  ...(['perceptron', 'residual', 'overlapping', 'attention', 'sequenceFirst', 'gating'] as const).flatMap((name) =>
    (['rate', 'differential'] as const).flatMap((coding) =>
      (['mt-negative', 'if-negative', 'ms'] as const).flatMap((neuron) => [[name, coding, neuron, false], [name, coding, neuron, true]] as const),
    ),
  ),
  ...relu.flatMap((name) => (['if', 'mt'] as const).map((neuron) => [name, 'rate', neuron, false] as const)),
  ...relu.flatMap((name) => (['leaky-rate', 'differential-leaky'] as const).map((coding) => [name, coding, 'lif-negative', false] as const)),
])('%s, %s, %s, mixed %s', (name, coding, neuron, mixed) => {
  it('agrees with the reference engine', async () => {
    const model = MODELS[name];
    const spiking = await convert(model, coding, neuron, mixed);
    const inputs = samplesOf(model, BATCH, 7);
    const record = { conversionError: true };
    await using reference = await referenceEngine.prepare(spiking);
    await using cpu = await cpuEngine.prepare(spiking, { threads: 2 });
    const expected = await reference.run(inputs, BATCH, { steps: STEPS, record });
    const result = await cpu.run(inputs, BATCH, { steps: STEPS, record });
    console.log(name, coding, neuron, mixed, ...describeDistance(result, expected));
  });
});

function describeDistance(result: BatchResult, expected: BatchResult): string[] {
  const d = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
    let [difference, norm] = [0, 0];
    for (let i = 0; i < b.length; i++) {
      difference += (a[i]! - b[i]!) ** 2;
      norm += b[i]! ** 2;
    }
    return Math.sqrt(difference / (norm || 1));
  };
  const worst = (pairs: [ArrayLike<number>, ArrayLike<number>][]): string => Math.max(0, ...pairs.map(([a, b]) => d(a, b))).toExponential(1);
  return [
    'logits', worst(result.logits.map((x, i) => [x, expected.logits[i]!])),
    'float', worst(result.float!.map((x, i) => [x, expected.float![i]!])),
    'spikes', worst([...expected.neurons].map(([k, v]) => [result.neurons.get(k)!.spikes, v.spikes])),
    'bits', worst([...expected.neurons].map(([k, v]) => [result.neurons.get(k)!.bits, v.bits])),
    'err', worst([...expected.neurons].map(([k, v]) => [result.neurons.get(k)!.squaredError!, v.squaredError!])),
    'norm', worst([...expected.neurons].map(([k, v]) => [[result.neurons.get(k)!.squaredNorm!], [v.squaredNorm!]])),
    'sop', worst([...expected.counted].map(([k, v]) => [result.counted.get(k)!.operations, v.operations])),
    'acc', worst([...expected.counted].map(([k, v]) => [result.counted.get(k)!.accumulates, v.accumulates])),
  ];
}
