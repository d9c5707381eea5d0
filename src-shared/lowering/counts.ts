/**
 * Finds the data that each counted layer's count needs (docs/algorithm.md §7): the fan-out of its input, and the neuron layer
 * whose spikes the input is.
 */
import type { ValueId } from '../network/index.ts';
import { operatorOf } from '../network/operators/index.ts';
import { fanOutOf } from '../spiking/fan-out.ts';
import { spikeQuanta } from '../spiking/spike-quanta.ts';
import type { CountedLayer, NeuronUnit, SpikingNetwork } from '../spiking/index.ts';
import type { LoweredCount } from './program.ts';

/** The counts of all counted layers, in their order. */
export function countsOf(spiking: SpikingNetwork): LoweredCount[] {
  const spikes = spikeValues(spiking);
  const quanta = spikeQuanta(spiking);
  return spiking.counted.map((layer) => ({
    layer,
    fanOut: layer.kind === 'product' ? undefined : fanOut(spiking, layer),
    source: spikes.get(layer.inputs[0]!),
    quanta: quanta.get(layer.inputs[0]!),
  }));
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
