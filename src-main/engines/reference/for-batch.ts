/** Repeats entries that a SpikingNetwork has for one sample, for a whole batch, in the order of the batch's values in memory. */
import type { Network, ValueId } from '../../../src-shared/network/index.ts';
import { batchOuter, repeatSample } from '../../../src-shared/spiking/batch-layout.ts';

/** Entries of a value for a batch, of the length of the batch's value; undefined if the value has none. */
export type Entries = (value: ValueId) => Float64Array | undefined;

/**
 * Repeats entries of one sample (constant parts, docs/algorithm.md §1) for a batch. Each value is repeated once, when it is first
 * asked for.
 */
export function forBatch(network: Network, samples: ReadonlyMap<ValueId, Float64Array>, batch: number): Entries {
  const outers = batchOuter(network);
  const whole = new Map<ValueId, Float64Array>();
  return (value) => {
    const sample = samples.get(value);
    if (!sample || whole.has(value)) return whole.get(value);
    // Values that the network does not know come from neurons and transcoders: they have the batch first, or no entries.
    const all = repeatSample(sample, outers.get(value) ?? 1, batch);
    whole.set(value, all);
    return all;
  };
}
