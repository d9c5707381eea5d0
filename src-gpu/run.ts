/** Runs a tile of a program: input encoded, operations in order, outputs decoded. */
import type { LoweredOutput } from '../src-shared/lowering/index.ts';
import type { ValueId } from '../src-shared/network/index.ts';
import { decodeOutput, type TileCounts } from '../src-shared/engine/index.ts';
import type { GpuProgram } from './program.ts';
import { createTile, type Tile } from './tile.ts';
import type { Workspace } from './workspace.ts';

export interface TileRequest {
  /** `[b, …]`. */
  readonly samples: Float32Array;
  readonly batch: number;
  readonly steps: number;
  readonly activation: ((value: ValueId) => GPUBuffer) | undefined;
  /** Takes the spikes of a neuron layer, `[T, b, …]`, by the value that it writes. */
  readonly recorded: ReadonlyMap<ValueId, (sent: Float32Array) => void>;
  /** Throws when the work is no longer wanted; called between operations. */
  readonly check: () => void;
}

/** Adds to the tile's counts. Returns each decoded output, `[T, b, outer · inner]`. */
export async function runTile(
  workspace: Workspace,
  program: GpuProgram,
  request: TileRequest,
  counts: TileCounts,
): Promise<Float64Array[]> {
  const { batch, steps, recorded, check } = request;
  const tile = createTile(workspace, program, steps, batch, request.activation);
  try {
    encode(tile, program, request.samples);
    for (const operation of program.operations) {
      check();
      await operation.run(tile, counts);
      const record = recorded.get(operation.writes);
      if (record) tile.readBackValue(operation.writes, record);
      tile.done(operation.reads);
    }
    const decoded = program.outputs.map((output) => decode(tile, program, output));
    check();
    await tile.finish();
    return decoded.map((read) => read());
  } finally {
    tile.dispose();
  }
}

/** Puts the samples where the network's input lies (docs/algorithm.md §2). */
function encode(tile: Tile, { spiking }: GpuProgram, samples: Float32Array): void {
  const { value } = spiking.network.input;
  const stored = tile.stored(value);
  const all = new Float32Array(stored * samples.length);
  for (let t = 0; t < stored; t++) {
    const factor = spiking.tau ** t;
    all.set(t === 0 ? samples : samples.map((entry) => entry * factor), t * samples.length);
  }
  tile.workspace.device.queue.writeBuffer(tile.write(value), 0, all);
}

/** Asks for an output to be read back. The function it returns gives the decoded output once the tile is finished. */
function decode(tile: Tile, { spiking }: GpuProgram, { value, coding }: LoweredOutput): () => Float64Array {
  const constant = spiking.constantParts.get(value);
  const output = {
    coding,
    layout: tile.layout(value),
    stored: tile.stored(value),
    repeats: tile.time(value) === 'constant',
    constant,
  };
  let decoded: Float64Array | undefined;
  tile.readBackValue(value, (values) => {
    decoded = decodeOutput(values, output, spiking.tau, tile.steps, tile.batch);
  });
  return () => decoded!;
}
