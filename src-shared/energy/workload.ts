/**
 * The workload of a run: everything that an energy model may charge, as counts per layer and step and as sizes, without any price.
 * It extends the input of the full ledger by the spikes of neuron layers and the sizes around each counted layer.
 */
import { z } from 'zod';
import type { SpikingNetwork } from '../spiking/index.ts';
import { atBatch, sizeOf } from '../tensor/index.ts';
import type { ValueId } from '../network/index.ts';
import { ledgerInput, type RunTotals, spikeSources } from './ledger-input.ts';
import { ledgerInputSchema, ledgerLayerSchema, ledgerNeuronsSchema } from './ledger-schema.ts';

const amount = z.number().nonnegative();

/** A counted layer with the sizes that addresses and activations are charged by. */
export const workloadLayerSchema = ledgerLayerSchema.extend({
  /** Numbers of values that it reads and writes per sample and step. */
  inputs: amount,
  outputs: amount,
  /** Number of filter positions of a convolution, C_out·k²; 0 for other layers. */
  filters: amount,
  /** The neuron layers whose spikes it receives; empty if it receives real values. */
  sources: z.array(z.string()),
});

/** A neuron layer with the spikes of each step, summed over the samples. */
export const workloadNeuronsSchema = ledgerNeuronsSchema.extend({
  /** Number n of thresholds of multi-threshold and multi-spike neurons; 1 for the others. */
  thresholds: z.int().min(1),
  spikes: z.array(amount),
});

/** The schema of a workload. Arrays of operations, accumulates and spikes have one entry for each step. */
export const workloadSchema = ledgerInputSchema.extend({
  layers: z.array(workloadLayerSchema),
  neurons: z.array(workloadNeuronsSchema),
});

/** A workload, as `workloadSchema` describes it. */
export type Workload = Readonly<z.infer<typeof workloadSchema>>;
/** A counted layer of a workload. */
export type WorkloadLayer = Readonly<z.infer<typeof workloadLayerSchema>>;
/** A neuron layer of a workload. */
export type WorkloadNeurons = Readonly<z.infer<typeof workloadNeuronsSchema>>;

/** Sums of a run over its samples, with the spikes of neuron layers by name. */
export interface WorkloadTotals extends RunTotals {
  readonly neurons: Readonly<Record<string, { readonly spikes: readonly number[] }>>;
}

/** Makes the workload from a network and the sums of a run. */
export function workloadOf(spiking: SpikingNetwork, totals: WorkloadTotals): Workload {
  const { network, stages, counted } = spiking;
  const ledger = ledgerInput(spiking, totals);
  const elements = (value: ValueId): number => sizeOf(atBatch(network.shapes.get(value)!, 1));
  const sources = spikeSources(stages);
  const units = new Map(stages.flatMap((stage) => (stage.kind === 'neuron' ? [[stage.name, stage] as const] : [])));
  const stageOutputs = new Map(stages.map(({ id, output }) => [id, output]));
  const nodeOutputs = new Map(
    stages.flatMap((stage) => (stage.kind === 'segment' ? stage.nodes.map(({ id, output }) => [id, output] as const) : [])),
  );
  return {
    ...ledger,
    layers: ledger.layers.map((layer, at) => {
      const { node, stage, inputs, kind } = counted[at]!;
      const output = nodeOutputs.get(node) ?? stageOutputs.get(stage)!;
      return {
        ...layer,
        inputs: inputs.reduce((sum, value) => sum + elements(value), 0),
        outputs: elements(output),
        filters: kind === 'conv' ? filterPositions(spiking, node) : 0,
        sources: layer.input === 'spikes' ? [...new Set(inputs.flatMap((value) => sources.get(value) ?? []))] : [],
        operations: [...layer.operations],
        accumulates: [...layer.accumulates],
      };
    }),
    neurons: ledger.neurons.map((layer) => ({
      ...layer,
      thresholds: units.get(layer.name)!.levels,
      spikes: [...totals.neurons[layer.name]!.spikes],
    })),
    units: [...ledger.units],
    constants: [...ledger.constants],
    activations: [...ledger.activations],
  };
}

/** C_out·k² of a convolution: the size of its weights divided by the channels that one filter reads. */
function filterPositions({ network, stages }: SpikingNetwork, id: string): number {
  const node = stages.flatMap((stage) => (stage.kind === 'segment' ? stage.nodes : [])).find((one) => one.id === id)!;
  const weights = node.inputs.flatMap((value) => network.constants.get(value) ?? []);
  const [outputs, channels, ...kernel] = weights.toSorted((a, b) => b.data.length - a.data.length)[0]!.shape;
  return channels === undefined ? 0 : [outputs!, ...kernel].reduce((product, size) => product * size, 1);
}
