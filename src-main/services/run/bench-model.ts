/**
 * `bench`: measures how long a spiking network takes compared with its float network. Both run in turn in one process with the
 * same cores (docs/cli.md).
 */
import { type Message, option, say } from '../../../src-shared/message/index.ts';
import { stepsOf } from '../../../src-shared/plan/index.ts';
import { sizeOf } from '../../../src-shared/tensor/index.ts';
import { calibrate } from '../../calibrate/index.ts';
import { compile, type PlacedNetwork } from '../../convert/index.ts';
import { writeOnnx } from '../../onnx/index.ts';
import { type FloatNetwork, openFloatNetwork } from './bench/float-network.ts';
import { type FloatModel, takesAnyBatch } from './bench/float-session.ts';
import { median } from './bench/median.ts';
import { randomNormal } from '../model/random-samples.ts';
import { thresholdsOf } from '../calibrate/calibrate-model.ts';
import { allThresholdsGiven } from '../model/choices.ts';
import { loadEngine } from './load-engine.ts';
import { sampleShape } from '../model/load-model.ts';
import { type ChosenModel, chooseModel, type ModelRequest, prepareModel } from '../model/prepared-network.ts';
import { type ServiceContext, trackProgress } from '../progress.ts';
import { openCalibration } from '../model/samples.ts';

export interface BenchRequest extends ModelRequest {
  /** Samples per batch. */
  readonly batch: number;
  readonly threads: number;
}

export interface BenchResult {
  /** Medians, in milliseconds per batch. */
  readonly ann_ms: number;
  readonly snn_ms: number;
  /** snn_ms / (T · ann_ms) */
  readonly ratio: number;
  readonly threads: number;
  readonly engine: string;
  /** Largest resident memory of the whole process so far. */
  readonly peak_rss_mb: number;
  readonly steps: number;
  readonly batch: number;
  /** Number of measured rounds, after warming up. */
  readonly rounds: number;
  readonly notes: readonly Message[];
}

/** Least number of rounds; after those, rounds go on until this time (ms) has passed. */
const LEAST_ROUNDS = 5;
const MOST_ROUNDS = 25;
const ENOUGH_MS = 8000;

/** Runs the benchmark. Passes on the errors of loading, calibrating and running. */
export async function benchModel(request: BenchRequest, context: ServiceContext): Promise<BenchResult> {
  const chosen = await chooseModel(request);
  const { placed } = chosen.model;
  const steps = stepsOf(chosen.plan);
  const { network, data, notes } = await prepare(chosen, request, context);
  const float = await floatModel(placed, request.model);
  await using ann = await openFloatNetwork(float.model, { data, count: request.batch }, request.threads);
  const loaded = await loadEngine(request);
  await using snn = await loaded.engine.prepare(network, loaded);
  const times: { readonly ann: number; readonly snn: number }[] = [];
  const progress = trackProgress(context.onProgress, 'measuring', LEAST_ROUNDS);
  await round();
  const began = performance.now();
  while (times.length < LEAST_ROUNDS || (times.length < MOST_ROUNDS && performance.now() - began < ENOUGH_MS)) {
    times.push(await round());
    progress(Math.min(times.length, LEAST_ROUNDS));
  }
  const annMs = median(times.map((time) => time.ann));
  const snnMs = median(times.map((time) => time.snn));
  return {
    ann_ms: annMs,
    snn_ms: snnMs,
    ratio: snnMs / (steps * annMs),
    threads: request.threads,
    engine: request.engine,
    peak_rss_mb: process.resourceUsage().maxRSS / 1024,
    steps,
    batch: request.batch,
    rounds: times.length,
    notes: [...notes, ...(await snn.notes()), floatNote(ann, request.threads, float.note)],
  };

  async function round(): Promise<{ readonly ann: number; readonly snn: number }> {
    context.signal.throwIfAborted();
    const start = performance.now();
    await ann.run();
    const middle = performance.now();
    await snn.run(data, request.batch, { steps, signal: context.signal });
    return { ann: middle - start, snn: performance.now() - middle };
  }
}

/** Prepares the spiking network and one batch, from calibration samples or from random numbers. */
async function prepare(chosen: ChosenModel, request: BenchRequest, context: ServiceContext) {
  const { placed } = chosen.model;
  const size = sizeOf(sampleShape(placed));
  const { batch, calibration } = request;
  if (calibration.source === undefined) {
    const data = randomNormal(batch * size);
    if (allThresholdsGiven(chosen.choices)) {
      return {
        ...(await prepareModel(chosen, request, context)),
        data,
        notes: ['Inputs are random, thresholds those of the plan.'],
      };
    }
    const options = { ...(await loadEngine(request)), steps: stepsOf(chosen.plan), signal: context.signal };
    const { layers } = await calibrate(placed, chosen.choices, [{ data, samples: batch }], options);
    const thresholds = new Map([...layers].map(([name, { thresholds: own }]) => [name, own]));
    const notes = [
      say`Inputs are random and thresholds come from them (no ${option('calibration')}): activity, and with it the time, may differ on real data.`,
    ];
    return { network: compile(placed, chosen.choices, thresholds), data, notes };
  }
  const { calibrated } = await prepareModel(chosen, request, context);
  const source = await openCalibration(calibration.source, placed, chosen.preprocess, calibration);
  const read = await source.read(0, Math.min(batch, source.count), context.signal);
  const data = Float32Array.from({ length: batch * size }, (_, index) => read[index % read.length]!);
  return { network: compile(placed, chosen.choices, thresholdsOf(calibrated.layers)), data, notes: [] };
}

/** The user's own file if ONNX Runtime can run it on such batches; otherwise the imported network, written anew with an open batch size. */
async function floatModel(
  { network }: PlacedNetwork,
  file: string,
): Promise<{ readonly model: FloatModel; readonly note: string }> {
  const shape = network.shapes.get(network.input.value)!;
  if (await takesAnyBatch(file, network.input.name)) {
    const outputs = network.outputs.map(({ name }) => name);
    return { model: { bytes: file, input: network.input.name, sample: shape.slice(1), outputs }, note: '' };
  }
  const port = (value: string) => ({ value, shape: network.shapes.get(value)! });
  const outputs = [...new Set(network.outputs.map(({ value }) => value))];
  const { name, nodes, constants } = network;
  const bytes = writeOnnx({ name, nodes, constants, inputs: [port(network.input.value)], outputs: outputs.map(port) });
  return {
    model: { bytes, input: network.input.value, sample: shape.slice(1), outputs },
    note: ', its file rewritten with an open batch',
  };
}

const floatNote = (ann: FloatNetwork, threads: number, note: string): string =>
  `Float network on ONNX Runtime: ${ann.name}${threads > 1 ? `, the faster way with ${threads} cores` : ''}${note}.`;
