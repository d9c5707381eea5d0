/** A model of a test from file to spikes: it must import as what ONNX Runtime computes, and its spiking form must approach that. */
import { calibrate } from '../../src-main/calibrate/index.ts';
import { compile, placeNeurons } from '../../src-main/convert/index.ts';
import type { Engine } from '../../src-shared/engine/index.ts';
import { referenceEngine } from '../../src-main/engines/reference/index.ts';
import { importNetwork, type ImportOptions, type NodeReport, readModel } from '../../src-main/onnx/index.ts';
import { choicesOf } from '../../src-main/services/model/choices.ts';
import type { Message } from '../../src-shared/message/index.ts';
import { evaluateNetwork } from '../../src-shared/network/evaluate.ts';
import type { Network } from '../../src-shared/network/index.ts';
import { planFromOptions, type PlanOptions } from '../../src-shared/plan/index.ts';
import type { SpikingNetwork } from '../../src-shared/spiking/index.ts';
import { atBatch, sizeOf } from '../../src-shared/tensor/index.ts';
import { onnxBytes, randomValues, testFolder, type TestModel } from './onnx-graph.ts';
import { relativeDistance, runOnnxRuntime } from './onnx-runtime.ts';

export interface CheckedModel {
  readonly network: Network;
  readonly report: readonly NodeReport[];
  readonly notes: readonly Message[];
  /** Of the imported network against ONNX Runtime, the worst output. */
  readonly distance: number;
}

export interface CheckOptions extends ImportOptions {
  /** Batch that ONNX Runtime is given, for files with a fixed one. */
  readonly batch?: number;
  /** False: the model is not run by ONNX Runtime, and the distance is NaN. */
  readonly onnxRuntime?: false;
}

/** Imports a model and compares its float64 form with ONNX Runtime. */
export async function checkedModel(model: TestModel, options: CheckOptions = {}): Promise<CheckedModel> {
  using folder = testFolder();
  const bytes = onnxBytes(model);
  const { batch = 2, onnxRuntime = true, ...importOptions } = options;
  const { network, report, notes } = importNetwork(await readModel(folder.write('model.onnx', bytes)), importOptions);
  const shape = atBatch(network.shapes.get(network.input.value)!, batch);
  const data = randomValues(sizeOf(shape), 77);
  if (!onnxRuntime) return { network, report, notes, distance: NaN };
  const wanted = await runOnnxRuntime(bytes, shape, data);
  const computed = evaluateNetwork(network, { shape, data, dtype: 'float' });
  const distances = wanted.map((output, index) => {
    const same = output.shape.join() === computed[index]!.shape.join();
    return same ? relativeDistance(computed[index]!.data, output.data) : Number.POSITIVE_INFINITY;
  });
  return { network, report, notes, distance: Math.max(...distances) };
}

/** Operators that the nodes of a type in the file became. */
export const becameOf = (report: readonly NodeReport[], type: string): string[] =>
  [...new Set(report.filter((node) => node.type === type).flatMap(({ into }) => into))].sort();

/** Canonical operators of a network, in order. */
export const opsOf = (network: Network): string[] => network.nodes.map((node) => node.op);

const SAMPLES = 4;
const CALIBRATION = 16;

/** Converts a network as `simulate` does, calibrated on random inputs. */
export async function converted(network: Network, steps: number, options: PlanOptions = {}): Promise<SpikingNetwork> {
  const placed = placeNeurons(network);
  const choices = choicesOf(placed, planFromOptions({ ...options, steps: String(steps) }));
  const shape = atBatch(placed.network.shapes.get(network.input.value)!, CALIBRATION);
  const batch = { data: randomValues(sizeOf(shape), 5), samples: CALIBRATION };
  const { layers } = await calibrate(placed, choices, [batch], { steps, engine: referenceEngine });
  return compile(placed, choices, new Map([...layers].map(([name, { thresholds }]) => [name, thresholds])));
}

export interface OutputError {
  readonly name: string;
  /** ‖running mean − float output‖ / ‖float output‖ after each step. */
  readonly errors: readonly number[];
  /** 1 − cosine of the two, after each step. */
  readonly angles: readonly number[];
  /** Running mean after the last step, `[B, …]` flat. */
  readonly mean: Float64Array;
}

/** Runs a spiking network on random samples; how far each output is from that of the float network, step by step. */
export async function outputErrors(
  spiking: SpikingNetwork,
  steps: number,
  engine: Engine = referenceEngine,
): Promise<OutputError[]> {
  const { network } = spiking;
  const shape = atBatch(network.shapes.get(network.input.value)!, SAMPLES);
  const data = randomValues(sizeOf(shape), 9);
  const float = evaluateNetwork(network, { shape, data: Float64Array.from(data), dtype: 'float' });
  await using session = await engine.prepare(spiking, { threads: 1 });
  const { logits } = await session.run(data, SAMPLES, { steps });
  return network.outputs.map(({ name }, index) => {
    const wanted = float[index]!.data;
    const sum = new Float64Array(wanted.length);
    const errors: number[] = [];
    const angles: number[] = [];
    let mean = sum;
    for (let t = 0; t < steps; t++) {
      sum.forEach((value, at) => (sum[at] = value + logits[index]![t * sum.length + at]!));
      mean = sum.map((value) => value / (t + 1));
      errors.push(relativeDistance(mean, wanted));
      angles.push(1 - cosine(mean, wanted));
    }
    return { name, errors, angles, mean };
  });
}

export function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [product, left, right] = [0, 0, 0];
  for (let i = 0; i < b.length; i++) {
    product += a[i]! * b[i]!;
    left += a[i]! ** 2;
    right += b[i]! ** 2;
  }
  return product / (Math.sqrt(left * right) || 1);
}
