/** Runs a tile of a program: input encoded, operations in order, outputs decoded. */
import type { LoweredOutput } from '../src-shared/lowering/index.ts';
import type { ValueId } from '../src-shared/network/index.ts';
import { createDecoder } from '../src-shared/units/index.ts';
import type { GpuProgram } from './program.ts';
import type { TileSums } from './sums.ts';
import { createTile, type Tile } from './tile.ts';
import type { Workspace } from './workspace.ts';

export interface TileRequest {
  /** `[b, …]`. */
  readonly samples: Float32Array;
  readonly batch: number;
  readonly steps: number;
  readonly activation: ((value: ValueId) => GPUBuffer) | undefined;
  /** Throws when the work is no longer wanted; called between operations. */
  readonly check: () => void;
}

/** Adds the tile's counts to the sums. Returns each decoded output, `[T, b, outer · inner]`. */
export async function runTile(
  workspace: Workspace,
  program: GpuProgram,
  request: TileRequest,
  sums: TileSums,
): Promise<Float64Array[]> {
  const { batch, steps, check } = request;
  const tile = createTile(workspace, program, steps, batch, request.activation);
  try {
    encode(tile, program, request.samples);
    for (const operation of program.operations) {
      check();
      await operation.run(tile, sums);
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

/** Asks for an output to be read back. What is returned gives it decoded, after the tile is finished. */
function decode(tile: Tile, { spiking }: GpuProgram, { value, coding }: LoweredOutput): () => Float64Array {
  const { steps, batch } = tile;
  const { outer, inner } = tile.layout(value);
  const constant = spiking.constantParts.get(value);
  const stored = tile.stored(value);
  const repeats = tile.time(value) === 'constant';
  const size = outer * inner;
  const decoded = new Float64Array(steps * batch * size);
  tile.readBackValue(value, (values) => {
    const decoder = createDecoder(coding, spiking.tau, constant, batch);
    for (let t = 0; t < steps; t++) {
      const step = repeats ? 0 : t;
      const y = new Float64Array(batch * size);
      for (let sample = 0; sample < batch; sample++) {
        for (let block = 0; block < outer; block++) {
          const from = ((block * stored + step) * batch + sample) * inner;
          const to = sample * size + block * inner;
          for (let i = 0; i < inner; i++)
            y[to + i] = (step < stored ? values[from + i]! : 0) + (constant?.[block * inner + i] ?? 0);
        }
      }
      decoded.set(decoder(y, t), t * batch * size);
    }
  });
  return () => decoded;
}
