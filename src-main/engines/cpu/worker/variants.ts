/**
 * Runs a tile through a program and its variants (program/variants.ts). The base program goes operation by operation. When it reaches the
 * operation at which a variant begins to differ, the values that the variant still needs are copied to a second place in memory, and the
 * variant runs there from that operation on. So every operation in front of a variant runs once for all variants, and no more values are
 * kept than those that one tile needs at one point of the program.
 */
import type { InferenceSession } from 'onnxruntime-node';
import type { TileCounts, TileResult } from '../../../../src-shared/engine/collect.ts';
import type { Family, Variant } from '../program/variants.ts';
import {
  createArenas,
  createSessions,
  createTile,
  encode,
  placeParameters,
  resultOf,
  runOperation,
  type TileInputs,
} from './executor.ts';
import { aligned, loadKernels } from './kernels.ts';
import { addressOfSlot, type Tile } from './tile.ts';
import { createWorkspace, workspaceBytes } from './workspace.ts';

export interface VariantExecutor {
  /** The base program's result, then those of the variants in order. `onVariant` is called after each variant. */
  run(inputs: TileInputs, onVariant: () => void): Promise<readonly TileResult[]>;
}

interface PreparedVariant extends Variant {
  /** Sessions of all operations; those before `from` are absent. */
  readonly sessions: readonly (InferenceSession | undefined)[];
  readonly arenaFor: ReturnType<typeof createArenas>;
}

export async function createVariantExecutor({ base, variants }: Family): Promise<VariantExecutor> {
  const memory = await loadKernels();
  const rests = variants.map(({ program, from }) => program.operations.slice(from));
  const addressOf = placeParameters(memory, { operations: [...base.operations, ...rests.flat()] });
  const known = new Map<Uint8Array, InferenceSession>();
  const sessions = await createSessions(base, known);
  const held = new Map<number, readonly number[]>();
  const starting = new Map<number, (PreparedVariant & { readonly index: number })[]>();
  for (const [index, variant] of variants.entries()) {
    const { program, from, crossing } = variant;
    const own = await createSessions({ operations: rests[index]! }, known);
    const arenaFor = createArenas(program, { from, held: new Map() });
    const prepared = { ...variant, index, arenaFor, sessions: [...new Array<undefined>(from).fill(undefined), ...own] };
    starting.set(from, [...(starting.get(from) ?? []), prepared]);
    if (from > 0) held.set(from, [...(held.get(from) ?? []), ...crossing]);
  }
  const arenaFor = createArenas(base, { from: 0, held });
  return {
    async run(inputs, onVariant) {
      const { steps, batch, check } = inputs;
      const arena = arenaFor(steps, batch, false);
      const own = aligned(workspaceBytes(steps)) + aligned(arena.bytes);
      const arenas = [...starting.values()].flat().map((one) => one.arenaFor(steps, batch, false).bytes);
      const start = memory.arena(own + workspaceBytes(steps) + Math.max(0, ...arenas));
      const place = { program: base, memory, addressOf, workspace: createWorkspace(memory, start, steps), arena };
      const besides = createWorkspace(memory, start + own, steps);
      const tile = createTile(place, inputs);
      encode(tile, inputs.samples);
      const results: TileResult[] = new Array<TileResult>(1 + variants.length);
      for (let at = 0; at <= base.operations.length; at++) {
        for (const variant of starting.get(at) ?? []) {
          const { program, index } = variant;
          const other = createTile(
            { ...place, program, workspace: besides, arena: variant.arenaFor(steps, batch, false) },
            inputs,
          );
          if (at === 0) encode(other, inputs.samples);
          else takeOver(tile, other, variant.crossing);
          for (let next = at; next < program.operations.length; next++) {
            check();
            await runOperation(other, program.operations[next]!, next, variant.sessions[next]);
          }
          results[1 + index] = resultOf(other);
          onVariant();
        }
        if (at === base.operations.length) break;
        check();
        await runOperation(tile, base.operations[at]!, at, sessions[at]);
      }
      results[0] = resultOf(tile);
      return results;
    },
  };
}

/** Copies the values of some slots, and what has been counted so far. */
function takeOver(from: Tile, to: Tile, slots: readonly number[]): void {
  for (const slot of slots) {
    const { outer, inner } = from.program.slots[slot]!;
    const length = outer * inner * from.batch * from.present[slot]!;
    to.memory.floats(addressOfSlot(to, slot), length).set(from.memory.floats(addressOfSlot(from, slot), length));
    to.present[slot] = from.present[slot]!;
    to.rowSpikes[slot] = from.rowSpikes[slot];
  }
  for (const name of ['spikes', 'bits', 'operations', 'accumulates'] as const) copyCounts(from.counts[name], to.counts[name]);
}

function copyCounts(from: TileCounts['spikes'], to: TileCounts['spikes']): void {
  from.forEach((counts, index) => to[index]!.set(counts));
}
