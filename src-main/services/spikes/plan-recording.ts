/** What a run shall record of spikes, checked before anything is computed: the layers, the samples, and the most bytes that they take. */
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import { numberFormat } from '../../../src-shared/format/index.ts';
import { type Message, type OptionId, option, say } from '../../../src-shared/message/index.ts';
import { globTest, nearest } from '../../../src-shared/plan/index.ts';
import type { NeuronUnit, SpikingNetwork } from '../../../src-shared/spiking/index.ts';
import {
  leaveOut,
  mostSpikeBytes,
  type RecordedLayer,
  type SizedLayer,
  SPIKE_BUDGET,
  type SpikeChoice,
} from '../../../src-shared/spikes/index.ts';
import { sizeOf } from '../../../src-shared/tensor/index.ts';
import { sampleShape } from '../view/graph-view.ts';

const { bytes } = numberFormat(' ');

/** What a person asks for. */
export interface RecordingRequest {
  /** Names of neuron layers, or globs as in plans. */
  readonly layers: readonly string[];
  /** Samples by their index in the run, from 0. */
  readonly samples: readonly number[];
  /** Most bytes, if they can be chosen where this is asked for; 64 MB if undefined. */
  readonly budget?: number | undefined;
}

/** A recording that fits its budget. */
export interface PlannedRecording {
  /** Layers in the order of the network, samples ascending, both without repetitions. */
  readonly choice: SpikeChoice;
  readonly mostBytes: number;
}

/** The neuron layers of a network with their sizes. */
export const sizedLayers = ({ stages, network }: SpikingNetwork): (SizedLayer & { readonly unit: NeuronUnit })[] =>
  stages
    .filter((stage) => stage.kind === 'neuron')
    .map((unit) => {
      const neurons = sizeOf(sampleShape(network.shapes.get(unit.output)!));
      return { name: unit.name, model: unit.model, levels: unit.levels, neurons, unit };
    });

/** What is stored of a layer that is recorded. */
export const recordedLayer = ({ network, tau }: SpikingNetwork, unit: NeuronUnit): RecordedLayer => ({
  name: unit.name,
  shape: sampleShape(network.shapes.get(unit.output)!),
  model: unit.model,
  levels: unit.levels,
  coding: unit.coding,
  tau,
});

/** The run that records. */
export interface RecordingOf {
  readonly numbers?: 'int8' | undefined;
  readonly shard?: unknown;
  readonly steps: number;
  /** Number of samples of the run. */
  readonly samples: number;
}

/**
 * Plans a recording. Throws `option.invalid` for a layer or sample that is not there, for a run that cannot record, and for recordings
 * that may exceed the budget; the sentence says what to leave out.
 */
export function planRecording(network: SpikingNetwork, request: RecordingRequest, run: RecordingOf): PlannedRecording {
  const obstacle = obstacleOf(run);
  if (obstacle) throw invalid('record-spikes', obstacle);
  const all = sizedLayers(network);
  const names = new Set(request.layers.flatMap((key) => matching(key, all)));
  const layers = all.filter(({ name }) => names.has(name));
  const samples = [...new Set(request.samples)].sort((a, b) => a - b);
  const beyond = samples.find((sample) => sample >= run.samples);
  if (beyond !== undefined) {
    throw invalid('record-samples', `there is no sample ${beyond}; the run has the samples 0 to ${run.samples - 1}.`);
  }
  if (layers.length === 0 || samples.length === 0) {
    const which: OptionId = layers.length === 0 ? 'record-spikes' : 'record-samples';
    throw invalid(
      which,
      say`name at least one; a recording needs both ${option('record-spikes')} and ${option('record-samples')}.`,
    );
  }
  const mostBytes = mostSpikeBytes(layers, samples.length, run.steps);
  const budget = request.budget ?? SPIKE_BUDGET;
  const left = leaveOut(layers, samples.length, run.steps, budget);
  if (left) {
    const help =
      'samples' in left
        ? `leave out ${left.samples} of the ${samples.length} samples`
        : `leave out layers, ${left.layer} first, which takes ${bytes(left.bytes)} per sample`;
    const size = `spikes of ${counted(layers.length, 'layer')} and ${counted(samples.length, 'sample')} over ${counted(run.steps, 'step')} may take ${bytes(mostBytes)}, more than the budget of ${bytes(budget)}`;
    const raise = request.budget === undefined ? '' : say`, or raise ${option('spike-budget')}`;
    throw invalid('record-spikes', say`${size}; ${help}${raise}.`);
  }
  return { choice: { layers: layers.map(({ name }) => name), samples }, mostBytes };
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

/** Why a run cannot record spikes; null if it can. */
function obstacleOf({ numbers, shard }: RecordingOf): Message | null {
  if (numbers === 'int8') return 'spikes of int8 numbers are not recorded; run with floating-point numbers.';
  if (shard !== undefined) return say`a shard records no spikes; run it without ${option('shard')}.`;
  return null;
}

function matching(key: string, layers: readonly SizedLayer[]): string[] {
  const names = layers.map(({ name }) => name);
  const found = names.filter(globTest(key));
  if (found.length > 0) return found;
  const near = nearest(key, names);
  throw invalid('record-spikes', `no neuron layer is called ${key}${near === undefined ? '.' : `; did you mean ${near}?`}`);
}

const invalid = (of: OptionId, message: Message): SpikeloomError =>
  new SpikeloomError('option.invalid', say`${option(of)}: ${message}`, { at: { option: of } });
