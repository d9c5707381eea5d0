/**
 * The quantities that the full ledger counts in a network and a run, as plain data (docs/algorithm.md §11, docs/energy.md): sizes
 * of units, and operations per counted layer and step.
 */
import { sizeOf, atBatch } from '../tensor/index.ts';
import {
  type CountedLayer,
  isMatrixProduct,
  type NeuronUnit,
  type SpikingNetwork,
  type Stage,
  type ValueCoding,
} from '../spiking/index.ts';
import type { Arithmetic, NetworkNode, OpName, ValueId } from '../network/index.ts';
import { linearWork, onlyMoves } from './linear-work.ts';
import type { NeuronKindOfWork } from './unit-work.ts';

/** Sums of a run over its samples, as services store them. */
export interface RunTotals {
  readonly samples: number;
  readonly steps: number;
  /** Operations by the name of the counted layer; each array has T values. */
  readonly counted: Readonly<Record<string, { readonly operations: readonly number[]; readonly accumulates: readonly number[] }>>;
}

/** A counted layer, with the operations of a run. */
export interface LedgerLayer {
  readonly name: string;
  readonly kind: CountedLayer['kind'];
  /** `spikes`: every non-zero input is a spike and costs an accumulate at each target. `real`: it costs a multiply-accumulate. */
  readonly input: 'spikes' | 'real';
  readonly dense: number;
  /** Size in words of the array that words are fetched from: the weights, or the estimates of both operands of a product. */
  readonly weights: number;
  readonly operations: readonly number[];
  readonly accumulates: readonly number[];
}

/** A neuron layer: its kind of neuron and its size. */
export interface LedgerNeurons extends NeuronKindOfWork {
  readonly name: string;
  /** Number of neurons per sample. */
  readonly neurons: number;
}

/** A unit that is not a neuron layer. Sizes are numbers of values per sample. */
export type LedgerUnit =
  | {
      readonly kind: 'expectation';
      readonly name: string;
      readonly op: OpName;
      readonly inputs: number;
      readonly outputs: number;
    }
  | {
      readonly kind: 'max-pool';
      readonly name: string;
      readonly form: 'residual' | 'estimate';
      readonly coding: ValueCoding;
      readonly inputs: number;
      readonly outputs: number;
      readonly window: number;
    }
  | {
      readonly kind: 'product';
      readonly name: string;
      /** The multiplications of a matrix product belong to its counted layer. Those of an elementwise product belong to the unit. */
      readonly form: 'matrix' | 'elementwise';
      readonly coding: ValueCoding;
      /** Size of both operands together. */
      readonly inputs: number;
      readonly outputs: number;
    }
  | { readonly kind: 'transcoder'; readonly name: string; readonly inputs: number; readonly outputs: number };

/** Everything that `fullLedger` needs to know of a network and a run. */
export interface LedgerInput {
  readonly samples: number;
  readonly steps: number;
  readonly layers: readonly LedgerLayer[];
  readonly neurons: readonly LedgerNeurons[];
  readonly units: readonly LedgerUnit[];
  /** Values with a constant part. It is added once for differential values, and at every step for values sent by rate. */
  readonly constants: readonly { readonly coding: ValueCoding; readonly elements: number }[];
  /** Arithmetic of one evaluation of the linear operators that are not counted layers. */
  readonly linear: Arithmetic;
  /** Sizes of the values that the float network keeps in memory between operators. */
  readonly activations: readonly number[];
}

/** Makes the ledger's input from a network and the sums of a run. */
export function ledgerInput(spiking: SpikingNetwork, totals: RunTotals): LedgerInput {
  const { network, stages } = spiking;
  const elements = (value: ValueId): number => sizeOf(atBatch(network.shapes.get(value)!, 1));
  const spikes = spikeSources(stages);
  const nodes = new Map(
    stages.flatMap((stage) => (stage.kind === 'segment' ? stage.nodes.map((node) => [node.id, node] as const) : [])),
  );
  const countedNodes = new Set(spiking.counted.map((layer) => layer.node));

  const layers = spiking.counted.map((layer): LedgerLayer => {
    const { operations, accumulates } = totals.counted[layer.name]!;
    const input = layer.inputs.every((value) => spikes.has(value)) ? 'spikes' : 'real';
    const weights =
      layer.kind === 'product'
        ? layer.inputs.reduce((sum, value) => sum + elements(value), 0)
        : weightsOf(spiking, nodes.get(layer.node)!);
    return { name: layer.name, kind: layer.kind, input, dense: layer.dense, weights, operations, accumulates };
  });
  const plainNodes = [...nodes.values()].filter((node) => !countedNodes.has(node.id));
  return {
    samples: totals.samples,
    steps: totals.steps,
    layers,
    neurons: stages.filter((stage) => stage.kind === 'neuron').map((unit) => neuronsOf(unit, elements(unit.input))),
    units: stages.flatMap((stage) => unitOf(stage, elements)),
    constants: stages.flatMap((stage) =>
      stage.kind === 'segment' && spiking.constantParts.has(stage.output) && !stage.nodes.every(onlyMoves)
        ? [{ coding: stage.coding, elements: elements(stage.output) }]
        : [],
    ),
    linear: plainNodes.map((node) => linearWork(network, node)).reduce(sumOf, { adds: 0, multiplies: 0, compares: 0 }),
    activations: [network.input.value, ...stages.flatMap(keptByFloatNetwork)].map(elements),
  };
}

const sumOf = (a: Arithmetic, b: Arithmetic): Arithmetic => ({
  adds: a.adds + b.adds,
  multiplies: a.multiplies + b.multiplies,
  compares: a.compares + b.compares,
});

/** Values of which every entry is the output of one neuron, at most moved, with the names of the neuron layers that send them. */
export function spikeSources(stages: readonly Stage[]): ReadonlyMap<ValueId, readonly string[]> {
  const sources = new Map<ValueId, readonly string[]>();
  for (const stage of stages) {
    if (stage.kind === 'neuron') sources.set(stage.output, [stage.name]);
    if (stage.kind === 'segment' && stage.nodes.every(onlyMoves) && stage.inputs.every((value) => sources.has(value)))
      sources.set(stage.output, [...new Set(stage.inputs.flatMap((value) => sources.get(value)!))]);
  }
  return sources;
}

/** Number of weights of a convolution or linear layer: the size of its largest constant. */
const weightsOf = ({ network }: SpikingNetwork, node: NetworkNode): number =>
  Math.max(...node.inputs.map((value) => network.constants.get(value)?.data.length ?? 0));

const neuronsOf = ({ name, model, rule, negative, inputCoding, coding }: NeuronUnit, neurons: number): LedgerNeurons => ({
  name,
  model,
  rule,
  negative,
  inputCoding,
  coding,
  neurons,
});

function unitOf(stage: Stage, elements: (value: ValueId) => number): LedgerUnit[] {
  switch (stage.kind) {
    case 'segment':
    case 'neuron':
      return [];
    case 'expectation':
      return [
        { kind: stage.kind, name: stage.name, op: stage.node.op, inputs: elements(stage.input), outputs: elements(stage.output) },
      ];
    case 'max-pool': {
      const window = (stage.node.attributes['kernel'] as readonly number[]).reduce((product, size) => product * size, 1);
      const { kind, name, form, coding } = stage;
      return [{ kind, name, form, coding, inputs: elements(stage.input), outputs: elements(stage.output), window }];
    }
    case 'product': {
      const { kind, name, coding } = stage;
      const form = isMatrixProduct(stage) ? 'matrix' : 'elementwise';
      const inputs = elements(stage.inputs[0]) + elements(stage.inputs[1]);
      return [{ kind, name, form, coding, inputs, outputs: elements(stage.output) }];
    }
    case 'transcoder':
      return [{ kind: stage.kind, name: stage.name, inputs: elements(stage.input), outputs: elements(stage.output) }];
  }
}

/**
 * Values that the float network keeps in memory. It has no signed neurons or transcoders, its ReLUs work in place, and operators
 * that only move values are views. Every other operator writes its output.
 */
function keptByFloatNetwork(stage: Stage): ValueId[] {
  if (stage.kind === 'neuron' || stage.kind === 'transcoder') return [];
  return stage.kind === 'segment' && stage.nodes.every(onlyMoves) ? [] : [stage.output];
}
