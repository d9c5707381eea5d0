/** The size of a tile: as many samples as the device's memory and limits allow, computed before anything runs. */
import { SpikeloomError } from '../src-shared/errors/index.ts';
import type { ValueId } from '../src-shared/network/index.ts';
import { megabytes, mostBytes, type OpenDevice } from './device.ts';
import { mostThreads } from './gpu-js.ts';
import type { GpuOperation } from './operation.ts';
import type { GpuProgram } from './program.ts';
import type { Workspace } from './workspace.ts';

/** Memory that a tile may take. WebGPU does not say how much a device has; a software adapter takes the computer's own. */
const BUDGET = 2 * 2 ** 30;
const SOFTWARE_BUDGET = 2 ** 29;
/** Larger tiles gain nothing, and cancelling waits for all work that is enqueued. */
const MOST_SAMPLES = 1024;
const MOST_SOFTWARE_SAMPLES = 64;
const FLOAT_BYTES = Float32Array.BYTES_PER_ELEMENT;

export interface TileSize {
  readonly steps: number;
  /** Values whose float activations are beside the tile. */
  readonly activations: readonly ValueId[];
  /** Values that are read back with all of their steps. */
  readonly recorded: readonly ValueId[];
}

type SizedDevice = OpenDevice & { readonly workspace: Pick<Workspace, 'partsOf'> };
type SizedProgram = Pick<GpuProgram, 'layouts' | 'holder' | 'reads'> & {
  readonly operations: readonly Pick<GpuOperation, 'reads' | 'writes'>[];
  /** The network's input. */
  readonly input: ValueId;
};

/** Samples of a tile. Throws `engine.failed` with the figure if not even one fits. */
export function samplesPerTile({ device, facts, workspace }: SizedDevice, program: SizedProgram, size: TileSize): number {
  const { steps } = size;
  const budget = facts.software ? SOFTWARE_BUDGET : BUDGET;
  const need = needOf(workspace, program, size);
  const most = Math.min(
    budget / need.bytes,
    mostBytes(device) / need.largest,
    mostThreads(device) / need.rows,
    facts.software ? MOST_SOFTWARE_SAMPLES : MOST_SAMPLES,
  );
  if (most >= 1) return Math.floor(most);
  throw new SpikeloomError(
    'engine.failed',
    `The gpu engine needs, for one sample over ${steps} steps, ${excess()}. Use fewer time steps, or the cpu engine.`,
  );

  function excess(): string {
    if (need.bytes > budget) return `${megabytes(need.bytes)} in all, and ${megabytes(budget)} are the most`;
    if (need.largest > mostBytes(device))
      return `${megabytes(need.largest)} in one piece, and this device allows ${megabytes(mostBytes(device))}`;
    const [rows, allowed] = [need.rows, mostThreads(device)].map((count) => count.toLocaleString('en'));
    return `${rows} rows of threads, and this device runs ${allowed}`;
  }
}

/** The needs of one sample: most bytes at the same time, bytes of the largest buffer, rows of the longest buffer. */
export function needOf(workspace: Pick<Workspace, 'partsOf'>, program: SizedProgram, { steps, activations, recorded }: TileSize) {
  const { layouts, holder, reads, operations } = program;
  const bytesOf = (value: ValueId): number => {
    const { outer, inner } = layouts.get(value)!;
    return outer * inner * FLOAT_BYTES * steps;
  };
  const left = new Map(reads);
  const live = new Set<ValueId>([program.input]);
  // All that is recorded is copied into one buffer, and from there to the host.
  const copied = recorded.reduce((sum, value) => sum + bytesOf(value), 0);
  const kept = activations.reduce((sum, value) => sum + bytesOf(value) / steps, 3 * copied);
  let [bytes, largest, rows] = [1, Math.max(1, copied), 1];
  for (const { reads: read, writes } of operations) {
    live.add(holder(writes));
    // Estimates and results of functions, codes of neurons, values spread over their steps: each as large as a value, at most.
    const beside = [...read, writes].reduce((sum, value) => sum + 2 * bytesOf(value), 0);
    bytes = Math.max(bytes, kept + beside + [...live].reduce((sum, value) => sum + bytesOf(value), 0));
    for (const value of [...read, writes]) {
      const { outer, inner } = layouts.get(value)!;
      // Codes take 16 bytes a neuron, however few steps there are.
      largest = Math.max(largest, bytesOf(value), outer * inner * 16);
      rows = Math.max(rows, outer * steps * workspace.partsOf(inner));
    }
    for (const value of read.map(holder)) {
      left.set(value, left.get(value)! - 1);
      if (left.get(value) === 0) live.delete(value);
    }
  }
  return { bytes, largest, rows };
}

/** Bytes of the values of a part that statistics are taken of. */
export const PART_BYTES = 64 * 2 ** 20;
