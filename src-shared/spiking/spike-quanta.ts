/**
 * Finds the values that consist of spikes, moved or not, and the worth of one threshold spike of each entry: a multi-spike neuron
 * may send several at once, each an accumulate at every target (docs/algorithm.md §9, §11).
 */
import type { Network, NetworkNode, ValueId } from '../network/network.ts';
import { operatorOf } from '../network/operators/index.ts';
import { atBatch, type Tensor, tensor64 } from '../tensor/index.ts';
import { neuronThresholds } from '../units/thresholds.ts';
import type { Segment, SpikingNetwork } from './spiking-network.ts';

/** True for a node whose output consists of spikes if all its inputs do. */
export function isMoving(node: NetworkNode): boolean {
  const { moves } = operatorOf(node.op);
  return moves !== undefined && moves !== 'negate';
}

/**
 * For every value that consists of spikes of multi-spike neurons, moved or not: λ = θ/2ⁿ⁻¹ of each entry of one sample (its shape
 * at batch 1). Entries of other neurons, which send one spike at a time, have 0. Values without multi-spike neurons are absent.
 */
export function spikeQuanta({ network, stages }: SpikingNetwork): Map<ValueId, Float64Array> {
  const quanta = new Map<ValueId, Float64Array>();
  for (const stage of stages) {
    if (stage.kind === 'neuron') {
      const worth = stage.model === 'ms' ? 2 ** (1 - stage.levels) : 0;
      quanta.set(
        stage.output,
        neuronThresholds(stage.thresholds, network.shapes.get(stage.input)!).map((theta) => theta * worth),
      );
    } else if (stage.kind === 'segment' && stage.nodes.every(isMoving) && stage.inputs.every((value) => quanta.has(value))) {
      quanta.set(stage.output, movedBy(network, stage, quanta));
    }
  }
  return new Map([...quanta].filter(([, worths]) => worths.some((worth) => worth > 0)));
}

/** The entries of one sample after a segment that moves them. */
function movedBy(network: Network, segment: Segment, entries: ReadonlyMap<ValueId, Float64Array>): Float64Array {
  const values = new Map<ValueId, Tensor>();
  const valueOf = (value: ValueId): Tensor =>
    values.get(value) ?? tensor64(atBatch(network.shapes.get(value)!, 1), entries.get(value)!);
  for (const node of segment.nodes) {
    values.set(node.output, operatorOf(node.op).evaluate(node.inputs.map(valueOf), node.attributes));
  }
  return Float64Array.from(valueOf(segment.output).data);
}
