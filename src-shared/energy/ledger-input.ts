/**
 * What the full ledger counts of a network and a run, as plain data (docs/algorithm.md §11, docs/energy.md): sizes of
 * units, and operations per counted layer and step.
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
  /** By counted layer's name, each `[T]`. */
  readonly counted: Readonly<Record<string, { readonly operations: readonly number[]; readonly accumulates: readonly number[] }>>;
}

/** A counted layer of a ledger. */
export interface LedgerLayer {
  readonly name: string;
  readonly kind: CountedLayer['kind'];
  /** `spikes`: every non-zero input is a spike, an accumulate at each target; `real`: a multiply-accumulate. */
  readonly input: 'spikes' | 'real';
  readonly dense: number;
  /** Words fetched from: weights, or both operands' estimates of a product. */
  readonly weights: number;
  readonly operations: readonly number[];
  readonly accumulates: readonly number[];
}

/** A neuron layer of a ledger. */
export interface LedgerNeurons extends NeuronKindOfWork {
  readonly name: string;
  /** Per sample. */
  readonly neurons: number;
}

/** A unit that is not a neuron layer; sizes are values per sample. */
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
      /** A matrix product's multiplications are those of its counted layer; an elementwise product's are the unit's own. */
      readonly form: 'matrix' | 'elementwise';
      readonly coding: ValueCoding;
      /** Both operands together. */
      readonly inputs: number;
      readonly outputs: number;
    }
  | { readonly kind: 'transcoder'; readonly name: string; readonly inputs: number; readonly outputs: number };

/** All that a ledger is computed from. */
export interface LedgerInput {
  readonly samples: number;
  readonly steps: number;
  readonly layers: readonly LedgerLayer[];
  readonly neurons: readonly LedgerNeurons[];
  readonly units: readonly LedgerUnit[];
  /** Values that have a constant part: added once where they are differential, at every step where they are sent by rate. */
  readonly constants: readonly { readonly coding: ValueCoding; readonly elements: number }[];
  /** Linear operators that are not counted layers: arithmetic of one evaluation. */
  readonly linear: Arithmetic;
  /** Sizes of the values that the float network keeps in memory between operators. */
  readonly activations: readonly number[];
}

/** Fills a ledger's input from a network and the sums of a run. */
export function ledgerInput(spiking: SpikingNetwork, totals: RunTotals): LedgerInput {
  const { network, stages } = spiking;
  const elements = (value: ValueId): number => sizeOf(atBatch(network.shapes.get(value)!, 1));
  const spikes = spikeValues(stages);
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

/** Values whose every entry is one neuron's output, moved about at most. */
function spikeValues(stages: readonly Stage[]): Set<ValueId> {
  const spikes = new Set<ValueId>();
  for (const stage of stages) {
    if (stage.kind === 'neuron') spikes.add(stage.output);
    if (stage.kind === 'segment' && stage.nodes.every(onlyMoves) && stage.inputs.every((value) => spikes.has(value)))
      spikes.add(stage.output);
  }
  return spikes;
}

/** Words of a convolution's or linear layer's weights: its largest constant. */
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
 * Signed neurons and transcoders are nothing in the float network; a ReLU works in place, and what only moves values is a
 * view; the rest writes its output.
 */
function keptByFloatNetwork(stage: Stage): ValueId[] {
  if (stage.kind === 'neuron' || stage.kind === 'transcoder') return [];
  return stage.kind === 'segment' && stage.nodes.every(onlyMoves) ? [] : [stage.output];
}
