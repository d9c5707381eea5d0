/**
 * The cpu engine against the reference engine on small networks of every kind. Where neurons send differentially, ties are common
 * (the sum sent is exactly the threshold to be taken back) and rounding decides them, so the bound is how far the reference
 * itself goes when every threshold moves by a billionth; elsewhere the engines agree to rounding, and counts exactly.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { buildKernels } from '../../../scripts/build-kernels.mjs';
import * as models from '../../../tests/fixtures/small-networks.ts';
import { onnxBytes, randomTensor, testFolder, type TestModel } from '../../../tests/support/onnx-graph.ts';
import type { Coding, LayerSettings, NeuronKind } from '../../../src-shared/plan/types.ts';
import type { SpikingNetwork, Thresholds } from '../../../src-shared/spiking/index.ts';
import { calibrate } from '../../calibrate/index.ts';
import { type Choices, compile, type PlacedNetwork, placeNeurons } from '../../convert/index.ts';
import { importNetwork, readModel } from '../../onnx/index.ts';
import type { BatchResult, Losses } from '../../../src-shared/engine/index.ts';
import { advanceEstimate, LOSSES } from '../../../src-shared/units/index.ts';
import { referenceEngine } from '../reference/index.ts';
import { cpuEngine } from './index.ts';

beforeAll(buildKernels);

const BATCH = 5;
const STEPS = 6;
/** A run that records the spikes of every neuron layer. */
const runOf = ({ stages }: SpikingNetwork) => {
  const values = stages.filter((stage) => stage.kind === 'neuron').map((stage) => stage.output);
  return { steps: STEPS, record: { conversionError: true, values } };
};

interface Converted {
  readonly placed: PlacedNetwork;
  readonly choices: Choices;
  readonly thresholds: ReadonlyMap<string, Thresholds>;
}

async function place(model: TestModel): Promise<PlacedNetwork> {
  using folder = testFolder();
  return placeNeurons(importNetwork(await readModel(folder.write('m.onnx', onnxBytes(model)))).network);
}

/** A neuron, or a multi-spike neuron that sends at most two spikes in one step. */
type TestNeuron = NeuronKind | 'ms, 2 spikes';

/** A network converted with these settings; `mixed` gives every other layer the other coding. */
async function convert(model: TestModel, coding: Coding, kind: TestNeuron, mixed: boolean): Promise<Converted> {
  const placed = await place(model);
  const other = coding === 'rate' ? 'differential' : 'rate';
  const neurons = kind === 'ms, 2 spikes' ? ({ neuron: 'ms', mostSpikes: 2 } as const) : { neuron: kind };
  const layers = placed.sites.map((site, index): [string, LayerSettings] => {
    const scale = site.rule === 'signed' ? 2 : 1;
    const level = (['channel', 'layer', 'neuron'] as const)[index % 3]!;
    const threshold = { method: 'percentile', percentile: 99.9, of: 'value', level, scale } as const;
    return [site.name, { coding: mixed && index % 2 === 0 ? other : coding, ...neurons, thresholds: 5, threshold }];
  });
  const choices = { coding, tau: 0.9, layers: new Map(layers) };
  const batch = { data: models.samplesOf(model, 16, 99), samples: 16 };
  const calibration = await calibrate(placed, choices, [batch], { steps: STEPS, engine: referenceEngine });
  return { placed, choices, thresholds: new Map([...calibration.layers].map(([name, layer]) => [name, layer.thresholds])) };
}

function network({ placed, choices, thresholds }: Converted, moved = 0): SpikingNetwork {
  const shifted = [...thresholds].map(([name, layer], index): [string, Thresholds] => {
    return [name, { ...layer, values: layer.values.map((value) => value * (1 + moved * Math.sin(index + value))) }];
  });
  return compile(placed, choices, new Map(shifted));
}

async function reference(spiking: SpikingNetwork, inputs: Float32Array): Promise<BatchResult> {
  await using session = await referenceEngine.prepare(spiking);
  return await session.run(inputs, BATCH, runOf(spiking));
}

async function cpu(spiking: SpikingNetwork, inputs: Float32Array, threads = 1): Promise<BatchResult> {
  await using session = await cpuEngine.prepare(spiking, { threads });
  return await session.run(inputs, BATCH, runOf(spiking));
}

/** Everything a result holds, as named arrays. */
function arraysOf(result: BatchResult): Map<string, ArrayLike<number>> {
  const arrays = new Map<string, ArrayLike<number>>();
  result.logits.forEach((logits, index) => arrays.set(`logits ${index}`, logits));
  for (const [id, { spikes, bits, squaredError, losses }] of result.neurons) {
    arrays.set(`spikes of ${id}`, spikes).set(`bits of ${id}`, bits).set(`error of ${id}`, squaredError!);
    // As a part of the layer's errors, so that ties are allowed what they are allowed there.
    const lost = LOSSES.map((loss) => losses![loss].squaredError);
    arrays.set(`error that θ loses of ${id}`, [...lost, ...squaredError!]);
  }
  for (const [name, { operations, accumulates }] of result.counted) {
    arrays.set(`operations of ${name}`, operations).set(`accumulates of ${name}`, accumulates);
  }
  return arrays;
}

function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [difference, norm] = [0, 0];
  for (let i = 0; i < b.length; i++) {
    difference += (a[i]! - b[i]!) ** 2;
    norm += b[i]! ** 2;
  }
  return a.length === b.length ? Math.sqrt(difference / (norm || 1)) : Number.POSITIVE_INFINITY;
}

const tallies = (losses: Losses): number[] => LOSSES.map((loss) => losses[loss].count);

/** `gaps`: results of the reference that are as right. */
function compare(result: BatchResult, expected: BatchResult, gaps: readonly BatchResult[]): void {
  const ours = arraysOf(result);
  const others = gaps.map(arraysOf);
  for (const [name, values] of arraysOf(expected)) {
    const gap = Math.max(0, ...others.map((other) => distance(other.get(name)!, values)));
    const exact = gaps.length === 0 && !/logits|error/.test(name);
    const bound = exact ? 0 : gaps.length === 0 ? 1e-5 : 3 * gap + 1e-2;
    expect(distance(ours.get(name)!, values), name).toBeLessThanOrEqual(bound);
  }
  expected.float!.forEach((values, index) => expect(distance(result.float![index]!, values)).toBeLessThanOrEqual(1e-5));
  for (const [id, { squaredNorm }] of expected.neurons)
    expect(result.neurons.get(id)!.squaredNorm! / squaredNorm!).toBeCloseTo(1, 5);
  for (const [value, activation] of expected.activations!)
    expect(distance(result.activations!.get(value)!, activation)).toBeLessThanOrEqual(1e-5);
  // A tie moves a single spike to another step; sums hide that.
  if (gaps.length === 0)
    for (const [id, sent] of expected.values!) expect(distance(result.values!.get(id)!, sent)).toBeLessThanOrEqual(1e-5);
  // Which activations θ loses depends on the float network alone.
  for (const [id, { losses, clipped }] of expected.neurons) {
    const ours = result.neurons.get(id)!;
    expect(tallies(ours.losses!)).toEqual(tallies(losses!));
    expect(ours.clipped).toEqual(clipped);
    expect(clipped!.at(-1)).toBe(losses!.clipped.count);
  }
}

const networks = [
  'perceptron',
  'residual',
  'wide',
  'basicBlocks',
  'overlapping',
  'attention',
  'fusedAttention',
  'gating',
] as const;
const reluNetworks = ['perceptron', 'residual', 'wide', 'basicBlocks', 'overlapping'] as const;

describe('agrees with the reference engine', () => {
  it.each([
    ...reluNetworks.flatMap((name) => (['if', 'mt'] as const).map((neuron) => [name, 'rate', neuron] as const)),
    // In `wide` one multi-spike neuron meets a boundary, so it stands below.
    ...(['perceptron', 'residual', 'overlapping'] as const).map((name) => [name, 'rate', 'ms'] as const),
    ...(['perceptron', 'residual', 'overlapping'] as const).map((name) => [name, 'rate', 'ms, 2 spikes'] as const),
    ...reluNetworks.flatMap(
      (name) =>
        [
          [name, 'leaky-rate', 'lif-negative'],
          [name, 'differential-leaky', 'lif'],
        ] as const,
    ),
    ...(['if-negative', 'mt-negative', 'ms'] as const).map((neuron) => ['attention', 'rate', neuron] as const),
  ])('exactly but for rounding: %s, %s, %s', async (name, coding, neuron) => {
    const spiking = network(await convert(models[name], coding, neuron, false));
    const inputs = models.samplesOf(models[name], BATCH, 7);
    compare(await cpu(spiking, inputs), await reference(spiking, inputs), []);
  });

  it.each(
    networks.flatMap((name) =>
      // In `gating` neurons with a limit meet boundaries: the reference itself moves as much if thresholds move by a last bit of float32.
      (
        [...(['if-negative', 'mt-negative', 'ms'] as const), ...(name === 'gating' ? [] : (['ms, 2 spikes'] as const))] as const
      ).flatMap(
        (neuron) =>
          [
            [name, 'rate', neuron, false],
            [name, 'rate', neuron, true],
            [name, 'differential', neuron, false],
            [name, 'differential', neuron, true],
          ] as const,
      ),
    ),
  )('as far as ties allow: %s, %s, %s, mixed %s', async (name, coding, neuron, mixed) => {
    const converted = await convert(models[name], coding, neuron, mixed);
    const inputs = models.samplesOf(models[name], BATCH, 7);
    const gaps = await Promise.all([1e-9, -1e-9, 2e-9].map((moved) => reference(network(converted, moved), inputs)));
    const spiking = network(converted);
    compare(await cpu(spiking, inputs), await reference(spiking, inputs), gaps);
  });
});

describe('from a start of the plan', () => {
  /** Every third neuron has no threshold: whatever its start, it is silent and does not count. */
  function started({ placed, choices, thresholds }: Converted, initial: number, moved = 0): SpikingNetwork {
    const layers = [...choices.layers].map(([name, settings]) => [name, { ...settings, initial }] as const);
    const holed = [...thresholds].map(([name, layer]): [string, Thresholds] => {
      const values = layer.values.map((value, i) => (i % 3 === 1 ? 0 : value));
      return [name, { ...layer, values }];
    });
    return network({ placed, choices: { ...choices, layers: new Map(layers) }, thresholds: new Map(holed) }, moved);
  }

  it.each(
    (
      [
        ['residual', 'rate', 'if'],
        ['residual', 'rate', 'mt'],
        ['residual', 'rate', 'ms'],
        ['residual', 'differential', 'if-negative'],
        ['residual', 'differential', 'mt-negative'],
        ['residual', 'differential', 'ms'],
        ['residual', 'leaky-rate', 'lif-negative'],
        ['residual', 'differential-leaky', 'lif'],
        ['attention', 'rate', 'ms'],
        ['attention', 'differential', 'mt'],
        ['attention', 'differential', 'if'],
      ] as const
    ).flatMap((one) => [0.83, -0.21].map((initial) => [...one, initial] as const)),
  )('is as the reference engine: %s, %s, %s, %f', async (name, coding, neuron, initial) => {
    const converted = await convert(models[name], coding, neuron, false);
    const inputs = models.samplesOf(models[name], BATCH, 7);
    const gaps = await Promise.all([1e-9, -1e-9, 2e-9].map((moved) => reference(started(converted, initial, moved), inputs)));
    const expected = await reference(started(converted, initial), inputs);
    compare(await cpu(started(converted, initial), inputs), expected, gaps);
    const usual = await reference(network(converted), inputs);
    expect(distance(expected.logits[0]!, usual.logits[0]!)).toBeGreaterThan(1e-3);
  });
});

describe('recorded spikes', () => {
  it.each(['residual', 'basicBlocks', 'wide', 'attention'] as const)(
    'are those that are counted, whatever the tiles: %s',
    async (name) => {
      const spiking = network(await convert(models[name], 'differential', 'ms', true));
      const inputs = models.samplesOf(models[name], BATCH, 7);
      const result = await cpu(spiking, inputs, 2);
      for (const stage of spiking.stages) {
        if (stage.kind !== 'neuron') continue;
        const { spikes, squaredError, squaredNorm } = result.neurons.get(stage.id)!;
        const [sent, activation] = [result.values!.get(stage.output)!, result.activations!.get(stage.output)!];
        expect(activation.reduce((sum, value) => sum + value * value, 0) / squaredNorm!).toBeCloseTo(1, 5);
        const estimate = new Float64Array(activation.length);
        for (let t = 0; t < STEPS; t++) {
          const now = sent.subarray(t * estimate.length, (t + 1) * estimate.length);
          expect(now.filter((value) => value !== 0)).toHaveLength(spikes[t]!);
          advanceEstimate(estimate, now, t, { coding: stage.coding, tau: spiking.tau });
          const error = estimate.reduce((sum, value, i) => sum + (value - activation[i]!) ** 2, 0);
          expect(Math.abs(error - squaredError![t]!) / squaredNorm!).toBeLessThan(1e-5);
        }
      }
    },
  );

  it('of a value that no neuron layer writes are refused', async () => {
    const spiking = network(await convert(models.residual, 'rate', 'mt', false));
    const values = [spiking.network.input.value];
    await using session = await cpuEngine.prepare(spiking, { threads: 1 });
    const run = session.run(models.samplesOf(models.residual, 1, 7), 1, { steps: 2, record: { values } });
    await expect(run).rejects.toMatchObject({ code: 'option.invalid' });
  });
});

describe('the batch', () => {
  it.each(['rate', 'differential'] as const)('may be merged with other axes, and lie behind them (%s)', async (coding) => {
    const convertTokens = async (model: TestModel, shape: readonly number[]): Promise<SpikingNetwork> => {
      const placed = await place(model);
      const threshold = { method: 'max', percentile: 100, of: 'value', level: 'neuron', scale: 1 } as const;
      const settings: LayerSettings = { coding, neuron: 'mt-negative', thresholds: 5, threshold };
      const values = Float64Array.from({ length: 5 }, (_, channel) => 1 + channel / 7);
      const thresholds = new Map(placed.sites.map((site) => [site.name, { level: 'neuron', shape, values } as const]));
      return compile(placed, { coding, tau: 1, layers: new Map(placed.sites.map((site) => [site.name, settings])) }, thresholds);
    };
    const plain = await convertTokens(models.notMerged, [1, 1, 5]);
    const inputs = models.samplesOf(models.notMerged, BATCH, 7);
    const expected = await reference(plain, inputs);
    const sums = (result: BatchResult): ArrayLike<number>[] => [
      ...arraysOf(result).values(),
      ...[...result.neurons.values()].map(({ squaredNorm, losses }) => [squaredNorm!, ...tallies(losses!)]),
    ];
    for (const spiking of [
      plain,
      await convertTokens(models.batchFirst, [1, 5]),
      await convertTokens(models.sequenceFirst, [1, 5]),
    ]) {
      const result = await cpu(spiking, inputs, 2);
      expect(distance(result.logits[0]!, expected.logits[0]!)).toBeLessThanOrEqual(1e-5);
      sums(result).forEach((values, index) => expect(distance(values, sums(expected)[index]!)).toBeLessThanOrEqual(1e-5));
    }
  });

  it('gives the same to the last bit whatever else is in it', async () => {
    // Some rows are computed from their non-zero entries, others as a whole: which, must not depend on their neighbours.
    const spiking = network(await convert(models.basicBlocks, 'differential', 'mt-negative', false));
    const inputs = models.samplesOf(models.basicBlocks, 7, 3);
    await using session = await cpuEngine.prepare(spiking, { threads: 2 });
    const whole = await session.run(inputs, 7, { steps: 8 });
    const size = inputs.length / 7;
    const sums = new Map([...whole.neurons].map(([id]) => [id, new Float64Array(8)]));
    for (let sample = 0; sample < 7; sample++) {
      const one = await session.run(inputs.subarray(sample * size, (sample + 1) * size), 1, { steps: 8 });
      for (let t = 0; t < 8; t++) {
        const [from, to] = [(t * 7 + sample) * 10, (t * 7 + sample + 1) * 10];
        expect(one.logits[0]!.subarray(t * 10, (t + 1) * 10)).toEqual(whole.logits[0]!.subarray(from, to));
      }
      for (const [id, { spikes }] of one.neurons) spikes.forEach((count, t) => (sums.get(id)![t]! += count));
    }
    expect(sums).toEqual(new Map([...whole.neurons].map(([id, { spikes }]) => [id, spikes])));
  });

  it('gives the same however it is cut, and for one step', async () => {
    const spiking = network(await convert(models.residual, 'differential', 'mt', false));
    const inputs = models.samplesOf(models.residual, 7, 3);
    await using session = await cpuEngine.prepare(spiking, { threads: 3 });
    const whole = await session.run(inputs, 7, { steps: 4 });
    const size = inputs.length / 7;
    for (const sample of [0, 6]) {
      const one = await session.run(inputs.subarray(sample * size, (sample + 1) * size), 1, { steps: 4 });
      const part = Array.from({ length: 4 }, (_, t) => [
        ...whole.logits[0]!.subarray((t * 7 + sample) * 10, (t * 7 + sample + 1) * 10),
      ]).flat();
      expect(distance(one.logits[0]!, part)).toBeLessThanOrEqual(1e-5);
    }
    const short = await session.run(inputs, 7, { steps: 1 });
    expect(distance(short.logits[0]!, whole.logits[0]!.subarray(0, 70))).toBeLessThanOrEqual(1e-6);
  });

  it('counts a constant part that is all an input holds', async () => {
    // Behind a ReLU that never fires, rate coding still presents the constant at every step: 3 of 4 entries, 2 outputs each.
    const constant = { shape: [4], values: [0.5, 0, -1, 2] };
    const model: TestModel = {
      inputs: [{ name: 'x', shape: ['batch', 4] }],
      nodes: [
        { type: 'Neg', inputs: ['x'], outputs: ['n'] },
        { type: 'Add', inputs: ['x', 'n'], outputs: ['zero'] },
        { type: 'Relu', inputs: ['zero'], outputs: ['r'] },
        { type: 'Add', inputs: ['r', 'c'], outputs: ['shifted'] },
        { type: 'MatMul', inputs: ['shifted', 'w'], outputs: ['y'] },
      ],
      weights: { c: constant, w: randomTensor([4, 2], 1, 1) },
      outputs: ['y'],
    };
    const spiking = network(await convert(model, 'rate', 'mt-negative', false));
    const inputs = models.samplesOf(model, BATCH, 4);
    const expected = await reference(spiking, inputs);
    const result = await cpu(spiking, inputs, 2);
    const counts = (run: BatchResult) => [...run.counted.values()].map(({ operations }) => [...operations]);
    expect(counts(result)).toEqual(counts(expected));
    expect(counts(result)).toEqual([new Array<number>(STEPS).fill(BATCH * 3 * 2)]);
  });
});
