/**
 * Counts what flows while the reference engine steps: spikes of neuron layers and synaptic operations of counted layers,
 * both per step and summed over the batch (docs/algorithm.md §7, §9).
 */
import type { ValueId } from '../../../src-shared/network/index.ts';
import type { CountedLayer, NeuronUnit, SpikingNetwork, Stage, ValueCoding } from '../../../src-shared/spiking/index.ts';
import { countSpikeBits, type ProductStep } from '../../../src-shared/units/index.ts';
import type { NeuronCounts, OperationCounts } from '../engine.ts';
import { nonZero, productOperations, segmentOperations } from './operation-counts.ts';
import { neuronThresholds, type Values } from './stages.ts';

/** Counters for one batch. `before` sees a stage's inputs, `product` what a product multiplied, `neuron` what a layer sent. */
export function createCounters(spiking: SpikingNetwork, batch: number, steps: number) {
  const { network } = spiking;
  const perStep = (): Float64Array => new Float64Array(steps);
  const neurons = new Map<string, NeuronCounts>();
  const thresholds = new Map<string, Float64Array>();
  for (const stage of spiking.stages) {
    if (stage.kind !== 'neuron') continue;
    neurons.set(stage.id, { spikes: perStep(), bits: perStep() });
    thresholds.set(stage.id, neuronThresholds(network, stage));
  }
  const counted = new Map<string, OperationCounts>(spiking.counted.map(({ name }) => [name, { operations: perStep(), accumulates: perStep() }]));
  const layersOf = Map.groupBy(spiking.counted, (layer) => layer.stage);
  const bitsOf = createSpikeBits(spiking, thresholds);
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
        const input = corrections(spiking, value, stage.coding, values.get(value)!);
        counts.operations[t] = operationsOf.get(layer)!(nonZero(input));
        counts.accumulates[t] = operationsOf.get(layer)!(bitsOf(value)?.(input) ?? nonZero(input));
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
      const bits = countSpikeBits(sent, unit, thresholds.get(unit.id)!);
      counts.spikes[t] = sent.reduce((count, value) => count + (value === 0 ? 0 : 1), 0);
      counts.bits[t] = bits.reduce((count, value) => count + value, 0);
    },
  };
}

/**
 * What of a value is presented at this step: with differential coding without its constant part, which every receiver
 * starts from and which is not sent again (§1).
 */
function corrections(spiking: SpikingNetwork, value: ValueId, coding: ValueCoding, values: Float64Array): Float64Array {
  const constant = coding === 'differential' ? spiking.constantParts.get(value) : undefined;
  return constant ? values.map((entry, i) => entry - constant[i % constant.length]!) : values;
}

/** For values that multi-spike neurons write (reshaped or not): the spikes that each entry stands for. */
function createSpikeBits(spiking: SpikingNetwork, thresholds: ReadonlyMap<string, Float64Array>) {
  const bits = new Map<ValueId, (values: Float64Array) => ArrayLike<number>>();
  for (const stage of spiking.stages) {
    if (stage.kind === 'neuron' && stage.model === 'ms') {
      bits.set(stage.output, (values) => countSpikeBits(values, stage, thresholds.get(stage.id)!));
    }
    if (stage.kind !== 'segment' || stage.nodes.some((node) => node.op !== 'Reshape')) continue;
    const passed = bits.get(stage.inputs[0]!);
    if (passed) bits.set(stage.output, passed);
  }
  return (value: ValueId) => bits.get(value);
}
