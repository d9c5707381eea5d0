/**
 * Counts while the reference engine steps: the spikes of neuron layers and the synaptic operations of counted layers, per step
 * and summed over the batch (docs/algorithm.md §7, §9).
 */
import type { CountedLayer, NeuronUnit, SpikingNetwork, Stage } from '../../../src-shared/spiking/index.ts';
import { spikeQuanta } from '../../../src-shared/spiking/spike-quanta.ts';
import { countSpikeBits, type ProductStep } from '../../../src-shared/units/index.ts';
import type { NeuronCounts, OperationCounts } from '../../../src-shared/engine/index.ts';
import { type Entries, forBatch } from './for-batch.ts';
import { nonZero, productOperations, segmentOperations, sum } from './operation-counts.ts';
import type { Values } from './stages.ts';

/**
 * Counters for one batch. `constant` gives constant parts for the batch. `before` is called with a stage's inputs, `product` with
 * the operands of a product, `neuron` with the output of a layer.
 */
export function createCounters(spiking: SpikingNetwork, batch: number, steps: number, constant: Entries) {
  const { network } = spiking;
  const perStep = (): Float64Array => new Float64Array(steps);
  const neurons = new Map<string, NeuronCounts>();
  for (const stage of spiking.stages) {
    if (stage.kind !== 'neuron') continue;
    neurons.set(stage.id, { spikes: perStep(), bits: perStep() });
  }
  const counted = new Map<string, OperationCounts>(
    spiking.counted.map(({ name }) => [name, { operations: perStep(), accumulates: perStep() }]),
  );
  const layersOf = Map.groupBy(spiking.counted, (layer) => layer.stage);
  const quanta = forBatch(network, spikeQuanta(spiking), batch);
  const operationsOf = new Map<CountedLayer, (activity: ArrayLike<number>) => number>();
  const pairsOf = new Map<string, (step: ProductStep) => number>();
  for (const stage of spiking.stages) {
    for (const layer of layersOf.get(stage.id) ?? []) {
      if (stage.kind === 'segment') operationsOf.set(layer, segmentOperations(network, stage, layer));
      if (stage.kind === 'product') pairsOf.set(stage.id, productOperations(network, stage, batch));
    }
  }
  let step = 0;
  return {
    neurons,
    counted,
    before(stage: Stage, values: Values, t: number): void {
      step = t;
      if (stage.kind !== 'segment') return;
      for (const layer of layersOf.get(stage.id) ?? []) {
        const value = layer.inputs[0]!;
        const counts = counted.get(layer.name)!;
        const input = corrections(values.get(value)!, stage.coding === 'differential' ? constant(value) : undefined);
        const spikes = quanta(value);
        counts.operations[t] = operationsOf.get(layer)!(nonZero(input));
        counts.accumulates[t] = spikes ? operationsOf.get(layer)!(countSpikeBits(input, spikes)) : counts.operations[t]!;
      }
    },
    product(unit: { readonly id: string }, product: ProductStep): void {
      for (const layer of layersOf.get(unit.id) ?? []) {
        const counts = counted.get(layer.name)!;
        counts.operations[step] = pairsOf.get(unit.id)!(product);
        counts.accumulates[step] = counts.operations[step]!;
      }
    },
    neuron(unit: NeuronUnit, sent: Float64Array, t: number): void {
      const counts = neurons.get(unit.id)!;
      const spikes = quanta(unit.output);
      counts.spikes[t] = sum(nonZero(sent));
      counts.bits[t] = spikes ? sum(countSpikeBits(sent, spikes)) : counts.spikes[t]!;
    },
  };
}

/**
 * The part of a value that is presented at this step. In differential coding that is the value without its constant part, which
 * every receiver starts from and which is not sent again (§1).
 */
function corrections(values: Float64Array, constant: Float64Array | undefined): Float64Array {
  return constant ? values.map((entry, i) => entry - constant[i]!) : values;
}
