/** One operation of a program on the device. */
import type { ValueId } from '../src-shared/network/index.ts';
import type { Tile } from './tile.ts';
import type { TileCounts } from '../src-shared/engine/index.ts';

export interface GpuOperation {
  /** Values that it reads; they may go once it and all others have read them. */
  readonly reads: readonly ValueId[];
  /** The value that it writes. */
  readonly writes: ValueId;
  /** Enqueues its work. Adds what it counts to the tile's counts when the tile is done. */
  run(tile: Tile, counts: TileCounts): Promise<void>;
}
