/** Cuts a batch into tiles that are small enough for the cache, the same number for every worker. */
import type { ValueId } from '../../../src-shared/network/index.ts';
import { type SpikingNetwork, stageInputs } from '../../../src-shared/spiking/index.ts';
import { atBatch, sizeOf } from '../../../src-shared/tensor/index.ts';

/**
 * Upper limit for the bytes of a tile's widest stage. Smaller tiles pay more for each call of ONNX Runtime; larger ones do not
 * fit into the cache.
 */
const TILE_BYTES = 8 * 2 ** 20;

export interface TileRange {
  readonly first: number;
  readonly samples: number;
}

/** Ranges of samples. `sampleBytes` is the size of one sample in the widest stage, with all its steps. */
export function tileRanges(batch: number, threads: number, sampleBytes: number): TileRange[] {
  const fitting = Math.max(1, Math.min(batch, Math.floor(TILE_BYTES / sampleBytes)));
  // The batch is done in rounds, with one tile for each worker in a round.
  const rounds = Math.ceil(batch / (fitting * threads));
  const count = Math.min(batch, rounds * threads);
  return Array.from({ length: count }, (_, tile) => {
    const first = Math.floor((tile * batch) / count);
    return { first, samples: Math.floor(((tile + 1) * batch) / count) - first };
  });
}

/**
 * Upper limit for the bytes of a part's values, which are walked right after they were computed. There are at least LEAST_PARTS
 * parts on any machine: other parts would change the last bits of a result.
 */
const PART_BYTES = 16 * 2 ** 20;
const LEAST_PARTS = 8;

/** Parts of a batch for its statistics. `sampleBytes` is the size of one sample's values. */
export function partRanges(batch: number, sampleBytes: number): TileRange[] {
  const samples = Math.max(1, Math.min(Math.ceil(batch / LEAST_PARTS), Math.floor(PART_BYTES / sampleBytes)));
  return Array.from({ length: Math.ceil(batch / samples) }, (_, part) => {
    const first = part * samples;
    return { first, samples: Math.min(samples, batch - first) };
  });
}

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
