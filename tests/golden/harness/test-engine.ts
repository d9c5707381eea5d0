/**
 * An engine against golden networks: import, calibration, simulation and counting end to end, at the bounds of README.md in the folder above.
 */
import { describe, expect, it } from 'vitest';
import { calibrate, type CalibrationBatch, type LayerCalibration } from '../../../src-main/calibrate/index.ts';
import { compile } from '../../../src-main/convert/index.ts';
import type { BatchResult, Engine } from '../../../src-shared/engine/index.ts';
import { monitoredProducts } from './product-monitor.ts';
import { applyWitness, largestShift, loadWitness } from './witness.ts';
import { goldenNets, type GoldenNet, goldenThresholds, loadGoldenNet, plainModule, relativeL2 } from './nets.ts';

/** 64-bit engines are compared step by step and count exactly; 32-bit ones by the mean of the steps so far. */
export interface EngineUnderTest {
  readonly engine: Engine;
  readonly bits: 32 | 64;
}

/**
 * Cases whose model.onnx holds folded weights rounded to 32 bits while the golden run had all 64 (witnesses/README.md): one decision
 * or a few lie closer to an edge than that rounding. With the file's weights they are held to the 32-bit bound; with weights
 * that round to the very same file, to the 64-bit bound, every step and operation.
 */
const WITNESSED: ReadonlySet<string> = new Set([
  'resnet-mt-differential-layer-max',
  'resnet-if-differential',
  'vgg-if-differential-iterated',
]);

/**
 * Cases with a sample whose membrane potential meets a threshold exactly: the last bit of a sum decides, and with it all that follows.
 * At most so many samples may differ, and thresholds shifted by 1e-7 must show that they have a tie. The others are held to the 64-bit bound.
 */
const TIED_SAMPLES: ReadonlyMap<string, number> = new Map([['gated-mt-differential', 1]]);

/** Tests of an engine on these networks. */
export function testEngine({ engine, bits }: EngineUnderTest, nets: readonly string[] = goldenNets()): void {
  describe.each(nets)('%s', (name) => {
    const loaded = loadGoldenNet(name);

    it('float network', async () => {
      const net = await loaded;
      await using session = await engine.prepare(compile(net.placed, net.choices));
      const [logits] = await session.float(net.inputs, net.batch);
      expect(relativeL2(logits!, net.annLogits)).toBeLessThanOrEqual(1e-5);
    });

    it('thresholds', async () => {
      const net = await loaded;
      const { layers } = await calibrateNet(net, engine);
      for (const [layer, golden] of goldenThresholds(net)) compareThresholds(layer, layers.get(layer)!, golden.values);
    });

    it('simulation', async () => {
      const net = await loaded;
      const result = await simulate(net, engine);
      if (bits === 32 || WITNESSED.has(name)) compareMeans(net, result);
      else if (TIED_SAMPLES.has(name)) await compareUntiedSamples(net, result, engine);
      else compareSteps(net, result);
    });

    if (bits === 64 && WITNESSED.has(name)) {
      it('simulation, with weights that round to those of the file', async () => {
        const net = await loaded;
        const placed = applyWitness(net.placed, loadWitness(name));
        expect(largestShift(net.placed, placed), 'float32 ulps').toBeLessThan(0.5);
        const shifted = { ...net, placed };
        compareSteps(shifted, await simulate(shifted, engine));
      });
    }
  });
}

async function calibrateNet(net: GoldenNet, engine: Engine) {
  return calibrate(net.placed, net.choices, calibrationBatches(net), { steps: net.golden.T, engine });
}

function* calibrationBatches({ golden, calibration, calibrationSamples }: GoldenNet): Generator<CalibrationBatch> {
  const size = calibration.length / calibrationSamples;
  for (let from = 0; from < calibrationSamples; from += golden.calibration_batch) {
    const to = Math.min(from + golden.calibration_batch, calibrationSamples);
    yield { data: calibration.subarray(from * size, to * size), samples: to - from };
  }
}

/**
 * 1e-5 relative over the layer. Channels whose ReLU input lies so far below zero that threshold iteration divides rounding
 * errors (resources/examples/README.md) are left out, and must be those that the calibration lists.
 */
function compareThresholds(layer: string, ours: LayerCalibration, golden: Float64Array): void {
  const { values } = ours.thresholds;
  expect(values.length, layer).toBe(golden.length);
  const solved = [...values.keys()].filter((index) => !ours.unsolved.includes(index));
  const pick = (all: Float64Array) => solved.map((index) => all[index]!);
  expect(relativeL2(pick(values), pick(golden)), layer).toBeLessThanOrEqual(1e-5);
}

/** Simulated with the golden thresholds, so that this compares the simulation alone; `thresholds` above holds calibration to them. */
async function simulate(net: GoldenNet, engine: Engine, factor = 1): Promise<BatchResult> {
  const golden = [...goldenThresholds(net)];
  const thresholds = new Map(
    golden.map(([layer, theta]) => [layer, { ...theta, values: theta.values.map((one) => one * factor) }]),
  );
  await using session = await engine.prepare(compile(net.placed, net.choices, thresholds));
  return await session.run(net.inputs, net.batch, { steps: net.golden.T });
}

/** True if a sample's answer changes at some step when every threshold moves by 1e-7 of itself. */
async function hasTie(net: GoldenNet, engine: Engine, sample: number): Promise<boolean> {
  const size = net.inputs.length / net.batch;
  const alone = { ...net, batch: 1, inputs: net.inputs.subarray(sample * size, (sample + 1) * size) };
  const [plain, ...shifted] = await Promise.all([1, 1 - 1e-7, 1 + 1e-7].map((factor) => simulate(alone, engine, factor)));
  return shifted.some(({ logits }) =>
    Array.from({ length: net.golden.T }, (_, t) =>
      relativeL2(rowOf(alone, logits[0]!, t, 0), rowOf(alone, plain!.logits[0]!, t, 0)),
    ).some((distance) => distance > 1e-5),
  );
}

const rowOf = ({ batch, classes }: GoldenNet, logits: Float64Array, t: number, sample: number): Float64Array =>
  logits.subarray((t * batch + sample) * classes, (t * batch + sample + 1) * classes);

/** 64 bits, a case with ties: every decoded step of the samples without one to 1e-6; operations exact until the first tie decides. */
async function compareUntiedSamples(net: GoldenNet, result: BatchResult, engine: Engine): Promise<void> {
  const operations = operationsByModule(net, result);
  const far = new Set<number>();
  for (let t = 0; t < net.golden.T; t++) {
    for (let sample = 0; sample < net.batch; sample++) {
      const distance = relativeL2(rowOf(net, result.logits[0]!, t, sample), rowOf(net, net.logits, t, sample));
      if (distance > 1e-6) far.add(sample);
    }
    if (far.size > 0) continue;
    for (const layer of net.golden.layers) {
      expect(operations.get(layer.module)![t], `${layer.module}, step ${t}`).toBe(layer.synaptic_operations[t]);
    }
  }
  expect(far.size, 'samples that differ').toBeLessThanOrEqual(TIED_SAMPLES.get(net.golden.name)!);
  for (const sample of far) expect(await hasTie(net, engine, sample), `sample ${sample} has a tie`).toBe(true);
}

/** 64 bits: every decoded step to 1e-6, operations exact. */
function compareSteps(net: GoldenNet, result: BatchResult): void {
  const { golden, logits, batch, classes } = net;
  const size = batch * classes;
  for (let t = 0; t < golden.T; t++) {
    const [ours, theirs] = [result.logits[0]!, logits].map((all) => all.subarray(t * size, (t + 1) * size));
    expect(relativeL2(ours!, theirs!), `step ${t}`).toBeLessThanOrEqual(1e-6);
  }
  const operations = operationsByModule(net, result);
  for (const layer of golden.layers) expect(operations.get(layer.module), layer.module).toEqual(layer.synaptic_operations);
}

/** Operations per step by golden module: the golden layers are the network's, one to one. */
function operationsByModule(net: GoldenNet, result: BatchResult): Map<string, number[]> {
  const { layers } = net.golden;
  const known = new Set(result.counted.keys());
  expect(layers.map((layer) => plainModule(layer.module, known)).toSorted()).toEqual([...known].toSorted());
  const products = net.placed.network.nodes.some((node) => node.op === 'Softmax') ? monitored(net) : new Map<string, number[]>();
  return new Map(
    layers.map(({ module }) => {
      const name = plainModule(module, known);
      return [module, products.get(name) ?? [...result.counted.get(name)!.operations]];
    }),
  );
}

/** The golden counts of products are the monitor's (product-monitor.ts); all other layers are counted as we do. */
function monitored(net: GoldenNet): Map<string, number[]> {
  return monitoredProducts(compile(net.placed, net.choices, goldenThresholds(net)), net.inputs, net.batch, net.golden.T);
}

/** 32 bits: the mean of the steps so far, and final predictions. `logits`: the decoded outputs of every step. */
export function compareLogits(net: GoldenNet, logits: Float64Array): void {
  const { golden, batch, classes } = net;
  const bound = 3 * Math.max(...golden.float32_gap) + 1e-3;
  const [ours, theirs] = [means(logits, golden.T), means(net.logits, golden.T)];
  ours.forEach((mean, t) => {
    expect(relativeL2(mean, theirs[t]!), `mean of ${t + 1} steps`).toBeLessThanOrEqual(bound);
  });
  const [a, b] = [predictions(ours.at(-1)!, classes), predictions(theirs.at(-1)!, classes)];
  const different = a.filter((label, sample) => label !== b[sample]).length;
  expect(different, 'predictions that differ').toBeLessThanOrEqual(Math.ceil(batch / 48));
}

/** 32 bits: as `compareLogits`, and the firing rate. */
function compareMeans(net: GoldenNet, result: BatchResult): void {
  const { golden } = net;
  compareLogits(net, result.logits[0]!);
  const known = new Set(result.counted.keys());
  let [sop, dense] = [0, 0];
  for (let t = 0; t < golden.T; t++) {
    for (const layer of golden.layers) {
      sop += result.counted.get(plainModule(layer.module, known))!.operations[t]!;
      dense += layer.dense_operations[t]!;
    }
    expect(Math.abs(sop / dense / golden.firing_rate[t]! - 1), `firing rate after ${t + 1} steps`).toBeLessThanOrEqual(0.01);
  }
}

/** Running means of `[T, size]`: one array per step. */
export function means(logits: Float64Array, steps: number): Float64Array[] {
  const size = logits.length / steps;
  const sum = new Float64Array(size);
  return Array.from({ length: steps }, (_, t) => {
    for (let i = 0; i < size; i++) sum[i]! += logits[t * size + i]!;
    return sum.map((value) => value / (t + 1));
  });
}

function predictions(logits: Float64Array, classes: number): number[] {
  return Array.from({ length: logits.length / classes }, (_, sample) => {
    const row = logits.subarray(sample * classes, (sample + 1) * classes);
    return row.indexOf(Math.max(...row));
  });
}
