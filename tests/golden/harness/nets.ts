/**
 * Golden networks (tests/golden/nets): what the paper's implementation computed, read into the words of this project. One
 * harness for every engine: see nets.test.ts; bounds are those of tests/golden/README.md and never loosened.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Choices, PlacedNetwork } from '../../../src-main/convert/index.ts';
import { readNpy } from '../../../src-main/dataset/npy.ts';
import { importNetwork, readModel } from '../../../src-main/onnx/index.ts';
import { placeNeurons } from '../../../src-main/convert/index.ts';
import type { Coding, LayerSettings, NeuronKind, ThresholdLevel } from '../../../src-shared/plan/types.ts';
import type { Thresholds } from '../../../src-shared/spiking/index.ts';

const FOLDER = join(import.meta.dirname, '..', 'nets');

interface ThresholdEntry {
  readonly shape: readonly number[];
  readonly values: readonly number[];
  readonly shape2?: readonly number[];
  readonly values2?: readonly number[];
}

/** case.json of a golden network, as far as it is used. */
export interface GoldenCase {
  readonly name: string;
  readonly T: number;
  readonly neuron: string;
  readonly coding: string;
  readonly num_thresholds: number;
  readonly tau: number;
  readonly threshold_mode: string;
  readonly threshold_level: ThresholdLevel;
  readonly threshold_scale: number;
  readonly calibration_batch: number;
  readonly ann_accuracy: number;
  readonly accuracy: readonly number[];
  readonly float32_gap: readonly number[];
  readonly firing_rate: readonly number[];
  readonly energy_ratio: readonly number[];
  readonly thresholds: Readonly<Record<string, ThresholdEntry>>;
  readonly layers: readonly {
    readonly module: string;
    readonly synaptic_operations: readonly number[];
    readonly dense_operations: readonly number[];
  }[];
}

/** Names of the golden networks. */
export const goldenNets = (): string[] => readdirSync(FOLDER).sort();

export interface GoldenNet {
  readonly golden: GoldenCase;
  readonly placed: PlacedNetwork;
  readonly choices: Choices;
  readonly inputs: Float64Array;
  readonly batch: number;
  readonly classes: number;
  readonly labels: Float64Array;
  readonly calibration: Float64Array;
  readonly calibrationSamples: number;
  readonly annLogits: Float64Array;
  /** `[T, B, K]` */
  readonly logits: Float64Array;
}

const CODINGS: Readonly<Record<string, Coding>> = {
  rate: 'rate',
  leaky_rate: 'leaky-rate',
  diff_rate: 'differential',
  diff_leaky_rate: 'differential-leaky',
};

/** Neuron of a golden name: IF, LIF_with_neg, MTH_diff_line, … (tests/golden/README.md). */
function neuronKind(name: string): NeuronKind {
  const model = ({ IF: 'if', LIF: 'lif', MTH: 'mt' } as const)[name.split('_')[0] as 'IF' | 'LIF' | 'MTH'];
  return name.includes('_with_neg') ? `${model}-negative` : model;
}

function layerSettings(golden: GoldenCase): LayerSettings {
  const percentile = golden.threshold_mode.endsWith('%') ? Number.parseFloat(golden.threshold_mode) : 99.9;
  const method = golden.threshold_mode === 'var' ? 'iteration' : golden.threshold_mode === 'max' ? 'max' : 'percentile';
  return {
    coding: CODINGS[golden.coding]!,
    neuron: neuronKind(golden.neuron),
    thresholds: golden.num_thresholds,
    threshold: { method, percentile, of: 'value', level: golden.threshold_level, scale: golden.threshold_scale },
  };
}

/** Loads and imports a golden network. */
export async function loadGoldenNet(name: string): Promise<GoldenNet> {
  const folder = join(FOLDER, name);
  const golden = JSON.parse(readFileSync(join(folder, 'case.json'), 'utf8')) as GoldenCase;
  const { network } = importNetwork(await readModel(join(folder, 'model.onnx')));
  const placed = placeNeurons(network);
  const settings = layerSettings(golden);
  const array = async (file: string) => {
    const { data, shape } = await readNpy(join(folder, file));
    return { data: Float64Array.from(data), shape };
  };
  const inputs = await array('inputs.npy');
  const calibration = await array('calibration.npy');
  const ann = await array('ann_logits.npy');
  return {
    golden,
    placed,
    choices: { coding: settings.coding, tau: golden.tau, layers: new Map(placed.sites.map((site) => [site.name, settings])) },
    inputs: inputs.data,
    batch: inputs.shape[0]!,
    classes: ann.shape[1]!,
    labels: (await array('labels.npy')).data,
    calibration: calibration.data,
    calibrationSamples: calibration.shape[0]!,
    annLogits: ann.data,
    logits: (await array('logits.npy')).data,
  };
}

/**
 * The golden thresholds by our layer names. A golden module path may carry a trailing index or `.module`, names a ReLU that
 * pooling was moved in front of after the pool, and keeps both operands of a product in one entry.
 */
export function goldenThresholds({ golden, placed }: Pick<GoldenNet, 'golden' | 'placed'>): Map<string, Thresholds> {
  const pools = new Map(placed.network.nodes.filter((node) => node.op === 'MaxPool').map((node) => [node.output, node.path]));
  return new Map(
    placed.sites.map((site) => {
      const operand = /^(.*)\.neuron([12])$/.exec(site.name);
      const pool = pools.get(site.input);
      const path = operand ? operand[1]! : pool ? `${pool}.1` : site.name;
      const entry = golden.thresholds[path];
      if (!entry) throw new Error(`${golden.name}: no golden threshold for ${site.name} (${path})`);
      const second = operand?.[2] === '2';
      const shape = second ? entry.shape2! : entry.shape;
      const values = Float64Array.from(second ? entry.values2! : entry.values);
      return [site.name, { level: golden.threshold_level, shape, values }];
    }),
  );
}

/** Golden module path of a counted layer without what the paper's wrapping added to it. */
export const plainModule = (module: string, known: ReadonlySet<string>): string =>
  known.has(module) ? module : module.replace(/\.(\d+|module|out)$/, '');

/** ‖a − b‖₂ / ‖b‖₂ */
export function relativeL2(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let difference = 0;
  let norm = 0;
  for (let i = 0; i < b.length; i++) {
    difference += (a[i]! - b[i]!) ** 2;
    norm += b[i]! ** 2;
  }
  return Math.sqrt(difference / norm);
}
