/**
 * Where synaptic operations are counted (docs/algorithm.md §7). Cheapest first: spikes times a fan-out that is the same
 * everywhere; sums that the neuron kernel forms on the way, for one reader of each neuron layer; a pass over the value.
 */
import type { ValueId } from '../../../../src-shared/network/index.ts';
import { operatorOf } from '../../../../src-shared/network/operators/index.ts';
import { fanOutOf } from '../../../../src-shared/spiking/fan-out.ts';
import { spikeQuanta } from '../../../../src-shared/spiking/spike-quanta.ts';
import type { CountedLayer, NeuronUnit, ProductUnit, Segment, SpikingNetwork } from '../../../../src-shared/spiking/index.ts';
import type { Layout } from './layout.ts';
import { fitsPacked, type NeuronPlaces } from './neuron.ts';
import { floatParameters, integerParameters } from './parameters.ts';
import type { CountOperation, Operand, ScaleOperation } from './program.ts';

export interface Counting {
  /** What counts the counted layers of a segment, to run before it. */
  before(segment: Segment): (CountOperation | ScaleOperation)[];
  /** Index of a neuron layer, and the counted layer that its kernel counts for. */
  neuron(unit: NeuronUnit): Pick<NeuronPlaces, 'neuron' | 'fanOut'>;
  /** Index of the counted layer that a product is; undefined for an elementwise product. */
  product(unit: ProductUnit): number | undefined;
}

export function createCounting(
  spiking: SpikingNetwork,
  layouts: ReadonlyMap<ValueId, Layout>,
  operand: (value: ValueId) => Operand,
): Counting {
  const { counted } = spiking;
  const neuronIds = spiking.stages.filter((stage) => stage.kind === 'neuron').map((stage) => stage.id);
  const spikes = spikeValues(spiking);
  const quanta = spikeQuanta(spiking);
  const fanOuts = new Map(counted.filter((layer) => layer.kind !== 'product').map((layer) => [layer, fanOut(spiking, layer)]));
  const fused = new Map<string, CountedLayer>();
  for (const [layer, map] of fanOuts) {
    const source = spikes.get(layer.inputs[0]!);
    if (source && !fused.has(source.id) && !isUniform(map) && fitsPacked(source, map)) fused.set(source.id, layer);
  }

  const count = (segment: Segment, layer: CountedLayer): (CountOperation | ScaleOperation)[] => {
    const value = layer.inputs[0]!;
    const source = spikes.get(value);
    const map = fanOuts.get(layer)!;
    const index = counted.indexOf(layer);
    if (source && fused.get(source.id) === layer) return [];
    if (source && isUniform(map))
      return [{ kind: 'scale', counted: index, neuron: neuronIds.indexOf(source.id), factor: map[0]! }];
    const worth = quanta.get(value);
    const layout = layouts.get(value)!;
    const constant = segment.coding === 'rate' ? spiking.constantParts.get(value) : undefined;
    return [
      {
        kind: 'count',
        counted: index,
        input: operand(value),
        weights: integerParameters(layout, (entry) => map[entry % map.length]!),
        silent: floatParameters(layout, (entry) => (constant ? -constant[entry]! : 0)),
        resting: constant?.reduce((sum, part, entry) => sum + (part === 0 ? 0 : map[entry % map.length]!), 0) ?? 0,
        reciprocal: worth && floatParameters(layout, (entry) => (worth[entry]! > 0 ? 1 / worth[entry]! : 0)),
      },
    ];
  };

  return {
    before: (segment) => counted.filter((layer) => layer.stage === segment.id).flatMap((layer) => count(segment, layer)),
    neuron(unit) {
      const layer = fused.get(unit.id);
      return {
        neuron: neuronIds.indexOf(unit.id),
        fanOut: layer && { counted: counted.indexOf(layer), map: fanOuts.get(layer)! },
      };
    },
    product(unit) {
      const index = counted.findIndex((layer) => layer.stage === unit.id);
      return index < 0 ? undefined : index;
    },
  };
}

/** Values that are a neuron layer's output, reshaped or not. */
function spikeValues(spiking: SpikingNetwork): Map<ValueId, NeuronUnit> {
  const spikes = new Map<ValueId, NeuronUnit>();
  for (const stage of spiking.stages) {
    if (stage.kind === 'neuron') spikes.set(stage.output, stage);
    if (stage.kind !== 'segment' || stage.nodes.some((node) => operatorOf(node.op).moves !== 'view')) continue;
    const source = spikes.get(stage.inputs[0]!);
    if (source) spikes.set(stage.output, source);
  }
  return spikes;
}

/** Operations per non-zero entry: one number, or one for every position of a channel. */
function fanOut({ network, stages }: SpikingNetwork, layer: CountedLayer): Float64Array {
  const nodes = stages.flatMap((stage) => (stage.kind === 'segment' && stage.id === layer.stage ? stage.nodes : []));
  const map = fanOutOf(network, nodes.find((node) => node.id === layer.node)!);
  return typeof map === 'number' ? Float64Array.of(map) : map;
}

const isUniform = (map: Float64Array): boolean => map.every((value) => value === map[0]);
