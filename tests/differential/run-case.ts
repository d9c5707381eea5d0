/**
 * Runs one network of the differential test: an engine against the reference engine over all steps, and the float network of both
 * against ONNX Runtime on the written model.
 */
import { compile, type PlacedNetwork, placeNeurons } from '../../src-main/convert/index.ts';
import { type Agreement, compareAnswers, sampleDistances } from '../../src-main/engines/agreement/answers.ts';
import { cpuEngine } from '../../src-main/engines/cpu/index.ts';
import type { Engine, EngineSession } from '../../src-shared/engine/index.ts';
import { referenceEngine } from '../../src-main/engines/reference/index.ts';
import { writeOnnx } from '../../src-main/onnx/index.ts';
import type { Network } from '../../src-shared/network/index.ts';
import { randomTensor } from '../../src-shared/network/operators/testing/random.ts';
import { isLeaky, neuronsOf } from '../../src-shared/plan/neuron-coding.ts';
import type { Coding, LayerSettings, ThresholdLevel } from '../../src-shared/plan/types.ts';
import { onCommandLine } from '../../src-shared/message/index.ts';
import { batchOuter } from '../../src-shared/spiking/batch-layout.ts';
import type { SpikingNetwork } from '../../src-shared/spiking/index.ts';
import { atBatch } from '../../src-shared/tensor/index.ts';
import { ampleThresholds, choicesFor, type LayerChoice, STARTS } from '../properties/support/random-plan.ts';
import { runOnnxRuntime } from '../support/onnx-runtime.ts';

/** Choices for a network as a whole; single layers follow from their place. */
export interface Setting {
  readonly coding: Coding;
  readonly batch: number;
  readonly threads: number;
  readonly steps: number;
  /** Moves neurons and levels of thresholds on, from layer to layer. */
  readonly turn: number;
}

export interface Case {
  readonly name: string;
  readonly network: Network;
  readonly setting: Setting;
}

export interface Outcome {
  readonly spiking: SpikingNetwork;
  /** What each neuron layer was given, by name. */
  readonly layers: ReadonlyMap<string, Pick<LayerSettings, 'coding' | 'neuron'>>;
  readonly agreement: Agreement;
  /** Notes of the engine's session, after all of its runs. */
  readonly notes: readonly string[];
  /** Outputs of the float network that are not what ONNX Runtime computes: sentences. */
  readonly floatFindings: readonly string[];
}

const OTHER: Readonly<Record<Coding, Coding>> = {
  rate: 'differential',
  differential: 'rate',
  'leaky-rate': 'leaky-rate',
  'differential-leaky': 'differential-leaky',
};
const LEVELS: readonly ThresholdLevel[] = ['layer', 'channel', 'neuron'];
const TAU = 0.9;
/** Of the float network, relative: sums in another order, and functions that ONNX Runtime approximates. */
const FLOAT_ROUNDING = 1e-4;

/** Every layer's choices: its coding by the side of a transcoder that it is on, its neuron in turn. */
function layersOf(placed: PlacedNetwork, { coding, turn }: Setting): LayerChoice[] {
  return placed.sites.map(({ name }, index) => {
    const own = name.lastIndexOf('/other') > name.lastIndexOf('/default') ? OTHER[coding] : coding;
    const neurons = neuronsOf(own);
    return {
      coding: own,
      neuron: neurons[(index + turn) % neurons.length]!,
      thresholds: 1 + ((index * 5 + turn) % 8),
      mostSpikes: 1 + ((index + turn) % 9),
      level: LEVELS[(index + turn) % LEVELS.length]!,
      ...startOf(index + 2 * turn),
    };
  });
}

/** Every second layer has a start of its own. */
export const startOf = (at: number): Pick<LayerSettings, 'initial'> =>
  at % 2 === 0 ? {} : { initial: STARTS[((at - 1) / 2) % STARTS.length]! };

export function samplesFor(network: Network, batch: number, seed: number): Float32Array {
  return Float32Array.from(randomTensor(atBatch(network.shapes.get(network.input.value)!, batch), seed).data);
}

/** Converts a network as a setting has it. */
export function converted({ network, setting }: Case, samples: Float32Array): Pick<Outcome, 'spiking' | 'layers'> {
  const placed = placeNeurons(network);
  const plan = { coding: setting.coding as 'rate', layers: layersOf(placed, setting) };
  const shape = atBatch(network.shapes.get(network.input.value)!, setting.batch);
  const thresholds = ampleThresholds(placed, plan, { shape, data: samples, dtype: 'float' });
  const choices = { ...choicesFor(placed, plan), tau: isLeaky(setting.coding) ? TAU : 1 };
  return { spiking: compile(placed, choices, thresholds), layers: choices.layers };
}

export async function runCase(one: Case, engine: Engine = cpuEngine): Promise<Outcome> {
  const { network, setting } = one;
  const { batch, threads, steps } = setting;
  const samples = samplesFor(network, batch, 7 + setting.turn);
  const { spiking, layers } = converted(one, samples);
  const rerun = async (other: SpikingNetwork) => {
    await using session = await referenceEngine.prepare(other);
    return await session.run(samples, batch, { steps });
  };
  await using session = await engine.prepare(spiking, { threads });
  await using reference = await referenceEngine.prepare(spiking);
  const ours = await session.run(samples, batch, { steps });
  const agreement = await compareAnswers({ spiking, batch, steps, ours, reference: await rerun(spiking), rerun });
  const floatFindings = await checkFloat(network, samples, batch, { [engine.id]: session, reference });
  const notes = (await session.notes()).map(onCommandLine);
  return { spiking, layers, agreement, floatFindings, notes };
}

async function checkFloat(
  network: Network,
  samples: Float32Array,
  batch: number,
  sessions: Readonly<Record<string, EngineSession>>,
): Promise<string[]> {
  const shape = network.shapes.get(network.input.value)!;
  const bytes = writeOnnx({
    ...network,
    inputs: [{ value: network.input.value, shape }],
    outputs: network.outputs.map(({ value }) => ({ value, shape: network.shapes.get(value)! })),
  });
  const wanted = await runOnnxRuntime(bytes, atBatch(shape, batch), samples);
  const outers = batchOuter(network);
  const findings: string[] = [];
  for (const [engine, session] of Object.entries(sessions)) {
    const outputs = await session.float(samples, batch);
    network.outputs.forEach(({ name, value }, index) => {
      const distances = sampleDistances(outputs[index]!, wanted[index]!.data, wanted[index]!.data, outers.get(value)!, batch);
      const worst = Math.max(...distances);
      if (!(worst <= FLOAT_ROUNDING)) findings.push(`${name}: float network of ${engine} ${worst.toExponential(1)} off`);
    });
  }
  return findings;
}
