/**
 * Statistics of values of the float network. Workers take them where the values are: only the summaries of a batch's parts are
 * sent back.
 */
import type { ValueId } from '../../../src-shared/network/index.ts';
import type { Summary } from '../../../src-shared/statistics/index.ts';
import { atBatch, type Shape, sizeOf } from '../../../src-shared/tensor/index.ts';
import { rowsPerSample } from '../../../src-shared/units/index.ts';
import { partRanges, type SummaryTap } from '../../../src-shared/engine/index.ts';
import type { Pool, TileRequest } from './pool.ts';
import { PART_BYTES } from './tiling.ts';
import type { FloatNetwork, TapRequest } from './worker/protocol.ts';

/** A batch in shared memory. */
export interface SharedBatch {
  readonly inputs: Float32Array;
  readonly samples: number;
}

/** Gives a float network with these values as outputs, and for each value the index of its output (−1: the network's input). */
export type FloatNetworks = (values: readonly ValueId[]) => {
  readonly network: FloatNetwork;
  readonly indices: readonly number[];
};

/**
 * Summaries of each tap's parts, in the order of the samples. Parts do not depend on the number of workers, nor does any result.
 * Throws the pool's errors.
 */
export async function summarise(
  pool: Pool,
  floatNetworks: FloatNetworks,
  shapes: ReadonlyMap<ValueId, Shape>,
  { inputs, samples }: SharedBatch,
  taps: readonly SummaryTap[],
  signal?: AbortSignal,
): Promise<Summary[][]> {
  const { network, indices } = floatNetworks(taps.map(({ value }) => value));
  const requests = taps.map(({ value, request }, index): TapRequest => {
    return { output: indices[index]!, rows: rowsPerSample(shapes.get(value)!), request };
  });
  const tapped = [...new Set(taps.map(({ value }) => value))];
  const sampleBytes = tapped.reduce((sum, value) => sum + sizeOf(atBatch(shapes.get(value)!, 1)), 0) * inputs.BYTES_PER_ELEMENT;
  const parts = partRanges(samples, sampleBytes, PART_BYTES);
  const found = taps.map(() => new Array<Summary>(parts.length));
  await pool.work({
    inputs,
    tiles: parts.map((part): TileRequest => ({ kind: 'summarise', ...part, batch: samples, network, taps: requests })),
    signal,
    onTile: (response, part) => {
      if (response.kind !== 'summarise') return;
      response.summaries.forEach((summary, tap) => {
        found[tap]![part] = summary;
      });
    },
  });
  return found;
}
