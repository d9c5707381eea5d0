/** For tests of conversion: importing small models, choices that are the same everywhere or almost, running the reference engine. */
import { type Choices, compile, type NeuronSite, type PlacedNetwork } from '../../src-main/convert/index.ts';
import type { BatchResult, RunOptions } from '../../src-shared/engine/index.ts';
import { referenceEngine } from '../../src-main/engines/reference/index.ts';
import { importNetwork, readModel } from '../../src-main/onnx/index.ts';
import type { Network } from '../../src-shared/network/index.ts';
import type { Coding, LayerSettings, NeuronKind } from '../../src-shared/plan/types.ts';
import type { SpikingNetwork, Thresholds } from '../../src-shared/spiking/index.ts';
import type { Tensor } from '../../src-shared/tensor/index.ts';
import { onnxBytes, testFolder, type TestModel } from './onnx-graph.ts';

/** A test model as the importer sees it. */
export async function importModel(model: TestModel): Promise<Network> {
  using folder = testFolder();
  return importNetwork(await readModel(folder.write('model.onnx', onnxBytes(model)))).network;
}

export interface Uniform {
  readonly coding?: Coding;
  readonly neuron?: NeuronKind;
  readonly thresholds?: number;
  readonly tau?: number;
}

/** Settings of a layer. */
export const settingsOf = ({ coding = 'differential', neuron = 'mt', thresholds = 5 }: Uniform): LayerSettings => ({
  coding,
  neuron,
  thresholds,
  threshold: { method: 'max', percentile: 99.9, of: 'value', level: 'layer', scale: 1 },
});

/** The same choices for all layers; `but` changes those of single ones. */
export function choicesOf(
  placed: PlacedNetwork,
  uniform: Uniform = {},
  but: (site: NeuronSite, index: number) => Partial<LayerSettings> = () => ({}),
): Choices {
  const settings = settingsOf(uniform);
  const layers = placed.sites.map((site, index) => [site.name, { ...settings, ...but(site, index) }] as const);
  return { coding: settings.coding, tau: uniform.tau ?? 1, layers: new Map(layers) };
}

/** One θ for every layer. */
export const sameThresholds = (placed: PlacedNetwork, theta: number): Map<string, Thresholds> =>
  new Map(placed.sites.map(({ name }) => [name, { level: 'layer', shape: [1], values: Float64Array.of(theta) }]));

/** Compiled with the same choices and the same θ everywhere. */
export const compileUniform = (placed: PlacedNetwork, uniform: Uniform = {}, theta = 1): SpikingNetwork =>
  compile(placed, choicesOf(placed, uniform), sameThresholds(placed, theta));

/** Runs samples `[B, …]` in the reference engine. */
export async function simulate(
  spiking: SpikingNetwork,
  samples: Tensor,
  steps: number,
  record?: RunOptions['record'],
): Promise<BatchResult> {
  await using session = await referenceEngine.prepare(spiking);
  return await session.run(samples.data, samples.shape[0]!, { steps, ...(record ? { record } : {}) });
}

/** The float network of a SpikingNetwork, as the reference engine runs it: its first output. */
export async function floatOutput(spiking: SpikingNetwork, samples: Tensor): Promise<Float64Array> {
  await using session = await referenceEngine.prepare(spiking);
  const [output] = await session.float(samples.data, samples.shape[0]!);
  return output!;
}

/** Mean of the first `count` of `steps` decoded steps of an output. */
export function meanOfSteps(logits: Float64Array, steps: number, count: number = steps): Float64Array {
  const size = logits.length / steps;
  return Float64Array.from({ length: size }, (_, i) => {
    let sum = 0;
    for (let t = 0; t < count; t++) sum += logits[t * size + i]!;
    return sum / count;
  });
}

/** Largest |a − b|. */
export const farthest = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  a.length === b.length ? Math.max(0, ...Array.from(a, (value, i) => Math.abs(value - b[i]!))) : Number.POSITIVE_INFINITY;
