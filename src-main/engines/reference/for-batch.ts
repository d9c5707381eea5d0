/** What a SpikingNetwork says of one sample, for a whole batch, in the order in which the values of the batch lie in memory. */
import type { Network, ValueId } from '../../../src-shared/network/index.ts';
import { batchOuter, repeatSample } from '../../../src-shared/spiking/batch-layout.ts';

/** Entries of a value for a batch, as long as the value of the batch; undefined where there are none. */
export type Entries = (value: ValueId) => Float64Array | undefined;

/** Repeats entries of one sample (constant parts, docs/algorithm.md §1) for a batch, each value once and when asked for. */
export function forBatch(network: Network, samples: ReadonlyMap<ValueId, Float64Array>, batch: number): Entries {
  const outers = batchOuter(network);
  const whole = new Map<ValueId, Float64Array>();
  return (value) => {
    const sample = samples.get(value);
    if (!sample || whole.has(value)) return whole.get(value);
    // Values that are not the network's own are neurons' and transcoders' (batch-first, or without entries).
    const all = repeatSample(sample, outers.get(value) ?? 1, batch);
    whole.set(value, all);
    return all;
  };
}
