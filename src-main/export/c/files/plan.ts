/** The memory of a program: where its buffers are, and what each layer occupies. */
import type { PackageMemory } from '../../../../src-shared/export/index.ts';
import { type BufferUse, planBuffers } from '../../../../src-shared/lowering/index.ts';
import { type AddressOf, type Call, type Draft, keptAddress, type Place } from '../draft.ts';

/** A program with its memory. */
export interface PlannedProgram {
  readonly draft: Draft;
  /** Floats of the states and of the buffers; their sum is even, so that the structure has no padding. */
  readonly kept: number;
  readonly buffers: number;
  /** Bytes of the structure of the state. */
  readonly stateBytes: number;
  readonly address: AddressOf;
  /** Addresses of the temporary memory of every call, layer by layer. */
  readonly temporaries: readonly (readonly (readonly string[])[])[];
}

/** Alignment of buffers, in bytes. */
const ALIGNMENT = 16;
/** Bytes in front of the floats: a counter of 64 bits, and two numbers of 32. */
const HEADER = 16;
const FLOAT = 4;

const bufferOf = (place: Place | undefined): number | undefined => (place?.kind === 'buffer' ? place.index : undefined);

/** Plans the memory of a program. */
export function planned(draft: Draft): PlannedProgram {
  const calls = draft.layers.flatMap((layer) => layer.calls);
  const uses = calls.map(
    ({ reads, writes, replaces, temporaries = [] }): BufferUse => ({
      reads: reads.flatMap((place) => bufferOf(place) ?? []),
      writes: bufferOf(writes),
      replaces: bufferOf(replaces),
      temporaries: temporaries.map((floats) => FLOAT * floats),
    }),
  );
  const sizes = draft.buffers.map((floats) => FLOAT * floats);
  const plan = planBuffers(sizes, uses, [], ALIGNMENT);
  const inBuffers = (bytes: number): string => `s->buffers + ${bytes / FLOAT}`;
  const kept = draft.keptLength();
  const buffers = Math.max(1, plan.bytes / FLOAT);
  const padded = buffers + ((kept + buffers) % 2);
  let at = 0;
  const temporaries = draft.layers.map((layer) => layer.calls.map(() => plan.temporaries[at++]!.map(inBuffers)));
  return {
    draft,
    kept,
    buffers: padded,
    stateBytes: HEADER + FLOAT * (Math.max(1, kept) + padded),
    address: (place) => {
      if (place.kind === 'data') return place.name;
      return place.kind === 'kept' ? keptAddress(place) : inBuffers(plan.buffers[place.index]!);
    },
    temporaries,
  };
}

/** The memory of a program. The buffers of a layer are the most that one of its calls reads and writes. */
export function memoryOf({ draft, stateBytes }: PlannedProgram): PackageMemory {
  const bytesOf = ({ reads, writes, temporaries = [] }: Call): number => {
    const touched = new Set([...reads, ...(writes ? [writes] : [])].flatMap((place) => bufferOf(place) ?? []));
    const floats = [...[...touched].map((buffer) => draft.buffers[buffer]!), ...temporaries];
    return FLOAT * floats.reduce((sum, count) => sum + count, 0);
  };
  const layers = draft.layers
    .filter(({ calls }) => calls.length > 0)
    .map(({ layer, calls, kept, flash }) => ({
      layer,
      states: FLOAT * kept,
      buffers: Math.max(...calls.map(bytesOf)),
      flash,
    }));
  return { ram: stateBytes, flash: layers.reduce((sum, { flash }) => sum + flash, 0), layers };
}
