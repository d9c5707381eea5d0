/** A setting of an example network from file to results on the cpu engine: import, calibration on 500 images, 1,000 test images. */
import { join } from 'node:path';
import { calibrate, type LayerCalibration } from '../../src-main/calibrate/index.ts';
import { compile, type Choices, placeNeurons, type PlacedNetwork } from '../../src-main/convert/index.ts';
import { batches, loadPreprocess, openSource, type SampleSource } from '../../src-main/dataset/index.ts';
import { cpuEngine } from '../../src-main/engines/cpu/index.ts';
import type { Engine } from '../../src-shared/engine/index.ts';
import { importNetwork, readModel } from '../../src-main/onnx/index.ts';
import { firingRates, paperRatio } from '../../src-shared/energy/index.ts';
import { createEvaluation, type EvaluationSummary } from '../../src-shared/metrics/index.ts';
import type { Coding, LayerSettings, NeuronKind } from '../../src-shared/plan/types.ts';
import type { Thresholds } from '../../src-shared/spiking/index.ts';
import { EXAMPLES, expectedSetting, type Setting } from './expected.ts';

/** A setting, calibrated. */
export interface Example {
  readonly model: string;
  readonly setting: string;
  readonly wanted: Setting;
  readonly placed: PlacedNetwork;
  readonly choices: Choices;
  readonly calibrated: ReadonlyMap<string, LayerCalibration>;
  readonly test: SampleSource;
}

export interface ExampleRun {
  readonly summary: EvaluationSummary;
  /** Class of the mean of the decoded outputs so far, per step, of each image. */
  readonly predictions: readonly Uint8Array[];
  /** The paper's energy ratio after each step. */
  readonly energy: readonly number[];
  readonly seconds: number;
}

/** Images in a batch; percentiles are taken per batch, so the recorded runs' number. */
const BATCH = 100;
const CLASSES = 10;

/** Imports the network of a setting and calibrates it. Throws where expected.json has no such setting. */
export async function openExample(model: string, setting: string): Promise<Example> {
  const wanted = expectedSetting(model, setting);
  const { network } = importNetwork(await readModel(join(EXAMPLES, `${model}.onnx`)));
  const preprocess = await loadPreprocess(join(EXAMPLES, `${model}.json`));
  const options = { inputShape: network.shapes.get(network.input.value)!, preprocess: preprocess.input, classCount: CLASSES };
  const placed = placeNeurons(network);
  const choices = choicesOf(placed, wanted);
  const calibration = await openSource(join(EXAMPLES, 'cifar10', 'calibration'), { ...options, order: 'round-robin' });
  const { layers } = await calibrate(placed, choices, calibrationBatches(calibration), {
    steps: wanted.T,
    engine: cpuEngine,
  });
  const test = await openSource(join(EXAMPLES, 'cifar10', 'test'), { ...options, order: 'sequential' });
  return { model, setting, wanted, placed, choices, calibrated: layers, test };
}

/** Runs the first `images` test images with given thresholds, or with those of the calibration. */
export async function runExample(
  { wanted, placed, choices, calibrated, test }: Example,
  thresholds: ReadonlyMap<string, Thresholds> = thresholdsOf(calibrated),
  { engine, images }: { readonly engine: Engine; readonly images: number } = { engine: cpuEngine, images: test.count },
): Promise<ExampleRun> {
  const spiking = compile(placed, choices, thresholds);
  await using session = await engine.prepare(spiking);
  const evaluation = createEvaluation({ steps: wanted.T, classes: CLASSES });
  const operations = new Map(spiking.counted.map((layer) => [layer.name, new Float64Array(wanted.T)]));
  const predictions = Array.from({ length: wanted.T }, () => new Uint8Array(images));
  const started = performance.now();
  for await (const batch of batches(test, BATCH)) {
    if (batch.from >= images) break;
    const [float] = await session.float(batch.data, batch.count);
    const result = await session.run(batch.data, batch.count, { steps: wanted.T });
    evaluation.add(result.logits[0]!, float!, batch.labels);
    predict(result.logits[0]!, wanted.T, batch.count, (t, sample, answer) => (predictions[t]![batch.from + sample] = answer));
    for (const [name, counts] of result.counted) counts.operations.forEach((value, t) => (operations.get(name)![t]! += value));
  }
  const seconds = (performance.now() - started) / 1000;
  const counted = spiking.counted.map(({ name, dense }) => ({ dense, operations: [...operations.get(name)!] }));
  const energy = firingRates(counted, images, wanted.T).map((rate, t) => paperRatio(rate, t + 1));
  return { summary: evaluation.result()!, predictions, energy, seconds };
}

/** Calls `answer` with the class of the running mean of decoded outputs `[T, B, 10]`, per step and sample. */
function predict(
  logits: Float64Array,
  steps: number,
  samples: number,
  answer: (t: number, sample: number, answer: number) => void,
): void {
  const sums = new Float64Array(samples * CLASSES);
  for (let t = 0; t < steps; t++) {
    for (let i = 0; i < sums.length; i++) sums[i]! += logits[t * sums.length + i]!;
    for (let sample = 0; sample < samples; sample++) {
      const own = sums.subarray(sample * CLASSES, (sample + 1) * CLASSES);
      answer(t, sample, own.indexOf(Math.max(...own)));
    }
  }
}

/** Thresholds of a calibration by layer. */
export const thresholdsOf = (calibrated: ReadonlyMap<string, LayerCalibration>): Map<string, Thresholds> =>
  new Map([...calibrated].map(([name, layer]) => [name, layer.thresholds]));

async function* calibrationBatches(source: SampleSource) {
  for await (const { data, count } of batches(source, BATCH)) yield { data, samples: count };
}

function choicesOf(placed: PlacedNetwork, wanted: Setting): Choices {
  const coding: Coding = wanted.coding === 'rate' ? 'rate' : 'differential';
  const [model] = wanted.neuron.split('_');
  const neuron: NeuronKind = `${model === 'MTH' ? 'mt' : 'if'}${wanted.neuron.includes('_with_neg') ? '-negative' : ''}`;
  const percentile = wanted.threshold_mode.endsWith('%') ? Number.parseFloat(wanted.threshold_mode) : 99.9;
  const method = wanted.threshold_mode.endsWith('%') ? 'percentile' : wanted.threshold_mode === 'max' ? 'max' : 'iteration';
  const settings: LayerSettings = {
    coding,
    neuron,
    thresholds: wanted.num_thresholds ?? 1,
    threshold: { method, percentile, of: 'value', level: wanted.threshold_level, scale: wanted.threshold_scale },
  };
  return { coding, tau: 1, layers: new Map(placed.sites.map((site) => [site.name, settings])) };
}
