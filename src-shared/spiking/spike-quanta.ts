/**
 * Which values are spikes of neurons, moved around or not, and what one threshold spike of each entry is worth: a multi-spike
 * neuron may send several at once, each an accumulate at every target (docs/algorithm.md §9, §11).
 */
import type { Network, NetworkNode, ValueId } from '../network/network.ts';
import { operatorOf } from '../network/operators/index.ts';
import { atBatch, type Tensor, tensor64 } from '../tensor/index.ts';
import { neuronThresholds } from '../units/thresholds.ts';
import type { Segment, SpikingNetwork } from './spiking-network.ts';

/** True for a node that passes on spikes as spikes, given that all it reads are spikes. */
export function isMoving(node: NetworkNode): boolean {
  const { moves } = operatorOf(node.op);
  return moves !== undefined && moves !== 'negate';
}

/**
 * For every value that is spikes of multi-spike neurons, moved or not: λ = θ/2ⁿ⁻¹ of each entry of one sample (its shape at
 * batch 1), 0 for entries of other neurons, whose spikes are one each. Values without multi-spike neurons are absent.
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

/** What becomes of one sample's entries in a segment that moves them. */
function movedBy(network: Network, segment: Segment, entries: ReadonlyMap<ValueId, Float64Array>): Float64Array {
  const values = new Map<ValueId, Tensor>();
  const valueOf = (value: ValueId): Tensor =>
    values.get(value) ?? tensor64(atBatch(network.shapes.get(value)!, 1), entries.get(value)!);
  for (const node of segment.nodes) {
    values.set(node.output, operatorOf(node.op).evaluate(node.inputs.map(valueOf), node.attributes));
  }
  return Float64Array.from(valueOf(segment.output).data);
}
