/**
 * Plans where the buffers of a program are in one piece of memory. Buffers that are not needed at the same time share memory, so
 * that data that was just written is still in the cache when it is read.
 */

/** The buffers that one operation reads and writes, by their indices. */
export interface BufferUse {
  readonly reads: readonly number[];
  readonly writes: number | undefined;
  /** One of `reads`, as large as the written buffer, which the operation may overwrite if no later operation reads it. */
  readonly replaces: number | undefined;
  /** Bytes of each buffer that is needed during this operation only. */
  readonly temporaries: readonly number[];
}

/** Addresses in bytes, multiples of the alignment. */
export interface BufferPlan {
  /** Address of each buffer. */
  readonly buffers: readonly number[];
  /** Addresses of each operation's temporary buffers. */
  readonly temporaries: readonly (readonly number[])[];
  readonly bytes: number;
}

/**
 * The plan of a program. `sizes` are the bytes of each buffer; `kept` are the buffers that are read after the last operation;
 * `alignment` is in bytes. A buffer that no operation writes has its memory from the start.
 */
export function planBuffers(
  sizes: readonly number[],
  uses: readonly BufferUse[],
  kept: readonly number[],
  alignment: number,
): BufferPlan {
  const lastRead = new Array<number>(sizes.length).fill(-1);
  uses.forEach(({ reads }, index) => {
    for (const buffer of reads) lastRead[buffer] = index;
  });
  for (const buffer of kept) lastRead[buffer] = uses.length;

  const space = createSpace(alignment);
  const buffers = new Array<number>(sizes.length).fill(-1);
  const written = new Set(uses.map(({ writes }) => writes));
  sizes.forEach((bytes, buffer) => {
    if (!written.has(buffer)) buffers[buffer] = space.take(bytes);
  });
  const temporaries = uses.map(({ reads, writes, replaces, temporaries: own }, index) => {
    const replaced = replaces !== undefined && lastRead[replaces] === index ? replaces : undefined;
    if (writes !== undefined) buffers[writes] = replaced === undefined ? space.take(sizes[writes]!) : buffers[replaced]!;
    const taken = own.map((bytes) => [space.take(bytes), bytes] as const);
    for (const [address, bytes] of taken) space.give(address, bytes);
    for (const buffer of new Set(reads)) {
      if (lastRead[buffer] === index && buffer !== replaced) space.give(buffers[buffer]!, sizes[buffer]!);
    }
    // A buffer that no operation reads is freed at once.
    if (writes !== undefined && lastRead[writes]! < 0) space.give(buffers[writes]!, sizes[writes]!);
    return taken.map(([address]) => address);
  });
  return { buffers, temporaries, bytes: space.bytes() };
}

/** First-fit allocation. */
function createSpace(alignment: number) {
  const aligned = (bytes: number): number => Math.ceil(bytes / alignment) * alignment;
  let free: { start: number; end: number }[] = [{ start: 0, end: Number.POSITIVE_INFINITY }];
  let high = 0;
  return {
    take(bytes: number): number {
      const size = aligned(bytes);
      const gap = free.find(({ start, end }) => end - start >= size)!;
      const address = gap.start;
      gap.start += size;
      high = Math.max(high, gap.start);
      return address;
    },
    give(address: number, bytes: number): void {
      const size = aligned(bytes);
      if (size === 0) return;
      const merged: { start: number; end: number }[] = [];
      for (const gap of [...free, { start: address, end: address + size }].sort((a, b) => a.start - b.start || a.end - b.end)) {
        const last = merged.at(-1);
        if (last && last.end === gap.start) last.end = gap.end;
        else merged.push({ ...gap });
      }
      free = merged;
    },
    bytes: () => high,
  };
}
