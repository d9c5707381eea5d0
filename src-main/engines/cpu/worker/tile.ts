/** A tile: some samples of a batch, which go through the program with all their steps at once. */
import type { Operand, Parameters, Program } from '../program/program.ts';
import type { Arena } from './arena.ts';
import type { KernelMemory } from './kernels.ts';
import type { TileCounts } from '../../../../src-shared/engine/collect.ts';
import type { RecordedLayer } from '../../../../src-shared/engine/recorder.ts';
import type { Workspace } from './workspace.ts';

export const FLOAT_BYTES = Float32Array.BYTES_PER_ELEMENT;

export interface Tile {
  readonly program: Program;
  readonly memory: KernelMemory;
  readonly workspace: Workspace;
  readonly arena: Arena;
  readonly steps: number;
  readonly batch: number;
  /** For each slot, the number of stored steps. Later steps are zero; in a `constant` slot they are equal to the stored one. */
  readonly present: number[];
  /** For each slot of spikes, the number of spikes in each row `[T · B]`, if a reader needs it. */
  readonly rowSpikes: (Float64Array | undefined)[];
  readonly counts: TileCounts;
  /** Address of parameters that were placed in memory. */
  readonly addressOf: (parameters: Parameters<Float32Array | Int32Array>) => number;
  /** Float activations of the neuron layers `[B, …]`, if conversion errors are recorded. */
  readonly activations: readonly Float32Array[] | undefined;
  /** Neuron layers to record, and what was recorded of them, by their index in the program. */
  readonly recording?: { readonly layers: readonly number[]; readonly found: Map<number, RecordedLayer> };
}

/** The steps of a slot as a kernel walks them: `[outer][present][length]`. */
export interface Walk {
  readonly outer: number;
  /** Values of one step inside one outer block, all samples. */
  readonly length: number;
  /** Bytes from one step to the next; 0 if all steps are the same. */
  readonly step: number;
  /** Steps that are not known to be zero. */
  readonly present: number;
  /** Address of an outer block. */
  readonly at: (block: number) => number;
}

export function walkOf(tile: Tile, { slot }: Operand): Walk {
  const { outer, inner, time } = tile.program.slots[slot]!;
  const length = inner * tile.batch;
  const stored = tile.present[slot]!;
  const start = addressOfSlot(tile, slot);
  return {
    outer,
    length,
    step: time === 'constant' ? 0 : length * FLOAT_BYTES,
    present: time === 'constant' && stored > 0 ? tile.steps : stored,
    at: (block) => start + block * stored * length * FLOAT_BYTES,
  };
}

export const addressOfSlot = (tile: Tile, slot: number): number => tile.workspace.end + tile.arena.slots[slot]!;

/** Addresses of the temporary buffers of an operation. */
export const temporariesOf = (tile: Tile, operation: number): number[] =>
  tile.arena.temporaries[operation]!.map((address) => tile.workspace.end + address);

/**
 * Address of the parameters of an outer block, and the number of values after which they repeat. Without parameters: the address
 * of zeros.
 */
export function parametersAt(
  tile: Tile,
  parameters: Parameters<Float32Array | Int32Array> | undefined,
  block: number,
): readonly [address: number, period: number] {
  if (!parameters) return [tile.workspace.zeros, 32];
  return [tile.addressOf(parameters) + block * parameters.period * FLOAT_BYTES, parameters.period];
}
