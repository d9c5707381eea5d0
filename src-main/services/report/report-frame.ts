/**
 * The part of a run's report that does not depend on the run: model, settings, layers, sizes for the energy ledger, notes. Plain
 * JSON, so that a shard can carry it to the machine that merges.
 */
import { type LedgerInput, ledgerInput } from '../../../src-shared/energy/index.ts';
import type { Note } from '../../../src-shared/message/index.ts';
import { formatPlan, readoutFromOf, stepsOf, type ThresholdSettings } from '../../../src-shared/plan/index.ts';
import type { CountedLayerResult, ModelResult, NeuronLayerResult, SettingsResult } from '../../../src-shared/results/index.ts';
import type { NeuronUnit, SpikingNetwork } from '../../../src-shared/spiking/index.ts';
import { atBatch, sizeOf } from '../../../src-shared/tensor/index.ts';
import { thresholdNotes } from '../calibrate/calibrate-model.ts';
import { defaultNotes } from '../model/choices.ts';
import { networkNotes } from '../model/network-notes.ts';
import type { EngineRequest } from '../run/load-engine.ts';
import type { PreparedNetwork } from '../model/prepared-network.ts';

/** A neuron layer and a counted layer, without the figures that a run adds. */
export type NeuronFrame = Omit<
  NeuronLayerResult,
  'firing_rate' | 'conversion_error' | 'lost' | 'clipped' | 'energy_share' | 'energy'
>;
export type CountedFrame = Omit<CountedLayerResult, 'sop' | 'energy_share' | 'energy'>;

export interface ReportFrame {
  readonly model: ModelResult;
  readonly settings: Omit<SettingsResult, 'dataset'>;
  readonly neurons: readonly NeuronFrame[];
  /** Counted layers. Their `dense` is per sample here. */
  readonly counted: readonly CountedFrame[];
  /** Input of the ledger for zero samples. A run fills in the operations. */
  readonly ledger: LedgerInput;
  /** The first output. A shape `[K]` with K ≥ 2 means class scores; for other shapes accuracy has no meaning. */
  readonly output: { readonly name: string; readonly shape: readonly number[] };
  readonly notes: readonly Note[];
}

/** The parts of a request that a report names. */
type FrameRequest = EngineRequest & { readonly numbers?: 'int8' | undefined };

/** The frame of a prepared network that runs for `steps` steps (the plan's number, unless the user asked for another). */
export function reportFrame(prepared: PreparedNetwork, request: FrameRequest, steps: number): ReportFrame {
  const { model, plan, choices, calibrated, network, notes } = prepared;
  const { layers } = calibrated;
  const first = network.network.outputs[0]!;
  return {
    model: { name: model.placed.network.name, file: model.file, sha256: model.sha256, bytes: model.bytes },
    settings: settingsOf(prepared, request, steps),
    neurons: network.stages.filter((stage) => stage.kind === 'neuron').map((unit) => neuronFrame(prepared, unit)),
    counted: network.counted.map(({ kind, name, node, dense }) => ({ kind, name, node: onnxNode(network, node), dense })),
    ledger: ledgerInput(network, { samples: 0, steps, counted: noOperations(network, steps) }),
    output: { name: first.name, shape: network.network.shapes.get(first.value)!.slice(1) },
    notes: [
      ...notes,
      ...calibrated.notes,
      ...defaultNotes(model.placed, plan, choices),
      ...(steps === stepsOf(plan) ? [] : [`Run for ${steps} steps; the plan and its thresholds are for ${stepsOf(plan)}.`]),
      ...thresholdNotes(layers),
      ...(network.network.outputs.length > 1 ? [`Accuracy and agreement are those of the first output, ${first.name}.`] : []),
      ...networkNotes(network),
    ],
  };
}

function settingsOf(
  { plan, choices, calibrated, network }: PreparedNetwork,
  request: FrameRequest,
  steps: number,
): ReportFrame['settings'] {
  const { source, samples, batch } = calibrated;
  return {
    engine: request.engine,
    ...(request.threads === undefined ? {} : { threads: request.threads }),
    ...(request.numbers ? { numbers: request.numbers } : {}),
    steps,
    coding: choices.coding,
    tau: network.tau,
    ...(readoutFromOf(plan) === 1 ? {} : { readout: plan.readout! }),
    ...(samples === 0 ? {} : { calibration: { source, samples, batch } }),
    plan: JSON.parse(formatPlan(plan)) as SettingsResult['plan'],
  };
}

function neuronFrame({ choices, network }: PreparedNetwork, unit: NeuronUnit): NeuronFrame {
  const { coding, neuron, threshold } = choices.layers.get(unit.name)!;
  const { level, values } = unit.thresholds;
  return {
    kind: 'neuron',
    name: unit.name,
    node: onnxNode(network, unit.node),
    coding,
    neuron,
    thresholds: unit.levels,
    ...(unit.initial === undefined ? {} : { initial: unit.initial }),
    threshold: { level, values: [...values], ...statisticOf(threshold, unit) },
    neurons: sizeOf(atBatch(network.network.shapes.get(unit.input)!, 1)),
  };
}

function statisticOf(
  { method, of, scale, percentile, value }: ThresholdSettings,
  { rule }: NeuronUnit,
): Pick<NeuronFrame['threshold'], 'statistic'> {
  if (value !== undefined) return {};
  const taken = method === 'percentile' ? { percentile } : {};
  return { statistic: { method, ...(rule === 'signed' ? { of } : {}), scale, ...taken } };
}

/** The ONNX node that a node of the network came from: the first, if it came from several. */
function onnxNode({ network }: SpikingNetwork, id: string): string {
  return network.nodes.find((node) => node.id === id)?.from[0] ?? id;
}

const noOperations = ({ counted }: SpikingNetwork, steps: number) => {
  const zeros = new Array<number>(steps).fill(0);
  return Object.fromEntries(counted.map(({ name }) => [name, { operations: zeros, accumulates: zeros }]));
};
