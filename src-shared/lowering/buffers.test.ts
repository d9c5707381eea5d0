/** Buffers that live at the same time never share memory, whatever the program; those that do not may. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type BufferUse, planBuffers } from './buffers.ts';

const ALIGNMENT = 64;

interface Case {
  readonly sizes: readonly number[];
  readonly uses: readonly BufferUse[];
  readonly kept: readonly number[];
}

/** Programs in which buffer 0 is there from the start and each operation writes the next one; some write nothing. */
const programs = fc
  .array(
    fc.record({
      size: fc.integer({ min: 0, max: 500 }),
      reads: fc.array(fc.nat(), { minLength: 1, maxLength: 3 }),
      writes: fc.boolean(),
      replaces: fc.boolean(),
      temporaries: fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 2 }),
    }),
    { minLength: 1, maxLength: 12 },
  )
  .chain((operations) => {
    const sizes = [operations[0]!.size];
    const uses = operations.map(({ size, reads, writes, replaces, temporaries }): BufferUse => {
      const read = reads.map((one) => one % sizes.length);
      const replaced = writes && replaces ? read[0]! : undefined;
      const written = writes ? sizes.push(replaced === undefined ? size : sizes[replaced]!) - 1 : undefined;
      return { reads: read, writes: written, replaces: replaced, temporaries };
    });
    return fc.record({
      sizes: fc.constant(sizes),
      uses: fc.constant(uses),
      kept: fc.array(fc.nat({ max: sizes.length - 1 }), { maxLength: 2 }),
    });
  });

/** Addresses and sizes of all that lives during an operation. */
function alive({ sizes, uses, kept }: Case, index: number): readonly { readonly buffer: number; readonly bytes: number }[] {
  return sizes.flatMap((bytes, buffer) => {
    const from = uses.findIndex(({ writes }) => writes === buffer);
    const read = uses.findLastIndex(({ reads }) => reads.includes(buffer));
    const until = kept.includes(buffer) ? uses.length : Math.max(read, from);
    return from <= index && index <= until ? [{ buffer, bytes }] : [];
  });
}

it('what lives at the same time lies apart', () => {
  fc.assert(
    fc.property(programs, (program) => {
      const { sizes, uses, kept } = program;
      const plan = planBuffers(sizes, uses, kept, ALIGNMENT);
      uses.forEach(({ reads, writes, replaces, temporaries }, index) => {
        const dies =
          replaces !== undefined &&
          !kept.includes(replaces) &&
          uses.slice(index + 1).every((use) => !use.reads.includes(replaces));
        const places = [
          ...alive(program, index)
            // A buffer that the operation replaces and what it writes are one.
            .filter(({ buffer }) => !(dies && buffer === replaces && writes !== undefined))
            .map(({ buffer, bytes }) => [plan.buffers[buffer]!, bytes] as const),
          ...temporaries.map((bytes, temporary) => [plan.temporaries[index]![temporary]!, bytes] as const),
        ]
          .filter(([, bytes]) => bytes > 0)
          .sort(([a], [b]) => a - b);
        places.forEach(([address, bytes], at) => {
          expect(address % ALIGNMENT).toBe(0);
          expect(address + bytes).toBeLessThanOrEqual(places[at + 1]?.[0] ?? plan.bytes);
        });
        if (dies) expect(plan.buffers[writes!]).toBe(plan.buffers[replaces]);
        expect(reads.every((buffer) => plan.buffers[buffer]! >= 0)).toBe(true);
      });
    }),
  );
});

it('a chain of operations takes the room of two buffers, or of one if it may overwrite', () => {
  const sizes = [64, 64, 64, 64, 64];
  const chain = (replaces: boolean): BufferUse[] =>
    [0, 1, 2, 3].map((buffer) => ({
      reads: [buffer],
      writes: buffer + 1,
      replaces: replaces ? buffer : undefined,
      temporaries: [],
    }));
  expect(planBuffers(sizes, chain(false), [4], ALIGNMENT).bytes).toBe(128);
  expect(planBuffers(sizes, chain(true), [4], ALIGNMENT).bytes).toBe(64);
});
