/** Cuts a batch into tiles that are small enough for the cache, the same number for every worker. */
import { evenRanges, type SampleRange } from '../../../src-shared/engine/index.ts';
import type { ValueId } from '../../../src-shared/network/index.ts';
import { type SpikingNetwork, stageInputs } from '../../../src-shared/spiking/index.ts';
import { atBatch, sizeOf } from '../../../src-shared/tensor/index.ts';

/**
 * Upper limit for the bytes of a tile's widest stage. Smaller tiles pay more for each call of ONNX Runtime; larger ones do not
 * fit into the cache.
 */
const TILE_BYTES = 8 * 2 ** 20;

/** Ranges of samples. `sampleBytes` is the size of one sample in the widest stage, with all its steps. */
export function tileRanges(batch: number, threads: number, sampleBytes: number): SampleRange[] {
  const fitting = Math.max(1, Math.min(batch, Math.floor(TILE_BYTES / sampleBytes)));
  // The batch is done in rounds, with one tile for each worker in a round.
  const rounds = Math.ceil(batch / (fitting * threads));
  const count = Math.min(batch, rounds * threads);
  return evenRanges(batch, count);
}

/** Upper limit for the bytes of a part's values, which are walked right after they were computed. */
export const PART_BYTES = 16 * 2 ** 20;

/**
 * Bytes of one sample at one step in the stage that reads and writes most. The inputs of a function count twice, since their
 * estimates are stored too.
 */
export function widestStage({ network, stages }: SpikingNetwork): number {
  const bytesOf = (value: ValueId): number => sizeOf(atBatch(network.shapes.get(value)!, 1)) * Float32Array.BYTES_PER_ELEMENT;
  const widths = stages.map((stage) => {
    const inputs = [...new Set(stageInputs(stage))];
    const copies = stage.kind === 'expectation' || stage.kind === 'product' ? 2 : 1;
    return inputs.reduce((sum, value) => sum + copies * bytesOf(value), bytesOf(stage.output));
  });
  return Math.max(...widths, bytesOf(network.input.value));
}
