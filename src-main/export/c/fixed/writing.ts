/** The state of writing a program in whole numbers, which its parts share. */
import {
  everyEntry,
  type FixedIntake,
  type FixedNetwork,
  type FixedWindows,
  type PerEntry,
} from '../../../../src-shared/fixed/index.ts';
import type { Draft, EntryTable, Place } from '../draft.ts';
import { inOrder, walkOf } from '../loops.ts';

/** Memory that holds a state of the simulator. */
export interface KeptState {
  /** Name of the layer. */
  readonly layer: string;
  /** The states of the simulator's layer or output, and the name of this state among them. */
  readonly unit: { readonly kind: 'layer' | 'output'; readonly index: number };
  readonly state: string;
  readonly offset: number;
  readonly size: number;
}

/** A program while it is written. `places`: where the values are, by their position in the network. */
export interface FixedWriting {
  readonly network: FixedNetwork;
  readonly draft: Draft;
  readonly places: Place[];
  readonly kept: KeptState[];
}

export const sizeAt = ({ network }: FixedWriting, value: number): number => network.values[value]!.size;

/** Numbers per entry as a table of the program. */
export function tableOfEntries(draft: Draft, hint: string, numbers: PerEntry<Int32Array | Uint8Array>, size: number): EntryTable {
  return draft.wholeTable(hint, everyEntry(numbers, size));
}

/** A loop over the entries of a value and of tables. The body receives the index of the entry, and a text for each table. */
export function overEntries(
  draft: Draft,
  size: number,
  tables: readonly EntryTable[],
): (body: (index: string, numbers: readonly string[]) => readonly string[]) => string[] {
  const walk = walkOf(draft, [inOrder(size), ...tables.map(({ positions }) => positions)]);
  return (body) =>
    walk((index, ...at) =>
      body(
        index!,
        tables.map((table, i) => table.text(at[i]!)),
      ),
    );
}

/** The input of a unit at a step, and the tables that it needs. */
export interface Intake {
  readonly tables: readonly EntryTable[];
  /** The constant part has a table of its own, since layers may not need it. */
  readonly constant: EntryTable;
  /** d of an entry, as C. `numbers`: the texts of `tables`. */
  d(index: string, numbers: readonly string[]): string;
}

export function intakeOf(draft: Draft, { factor, clamp, constant }: FixedIntake, size: number): Intake {
  draft.kernel('whole_scaled');
  const tables = [
    tableOfEntries(draft, 'multiplier', factor.multiplier, size),
    tableOfEntries(draft, 'shift', factor.shift, size),
    tableOfEntries(draft, 'most', clamp, size),
  ];
  return {
    tables,
    constant: tableOfEntries(draft, 'constant', constant, size),
    d: (index, [multiplier, shift, most]) => `whole_scaled(x[${index}], ${multiplier}, ${shift}, ${most})`,
  };
}

/**
 * The change of an estimate, d * F / (t + 1): up to 10 steps it is a whole number of parts, otherwise it is rounded. Returns the statements in
 * front of the loop, and the change as C. Without an estimate, `isNeeded` is false, and there is neither.
 */
export function changeOf({ draft, network }: FixedWriting, parts: number, isNeeded: boolean) {
  if (!isNeeded) return { before: [], text: (): string => '' };
  const exact = Array.from({ length: network.steps }, (_, t) => parts % (t + 1) === 0).every(Boolean);
  if (!exact) draft.kernel('whole_quotient');
  return {
    before: exact ? [COUNT, `const int32_t share = ${parts} / count;`] : [COUNT],
    text: (d: string): string => (exact ? `${d} * share` : `whole_quotient((int64_t)(${d}) * ${parts}, count)`),
  };
}

/** The number of steps with this one. */
export const COUNT = 'const int32_t count = (int32_t)s->step + 1;';

/** Fields of windows for a C structure. */
export const windowFields = ({ input, output, kernel, strides, dilations, pads }: FixedWindows) => ({
  from: input,
  to: output,
  kernel,
  stride: strides,
  dilation: dilations,
  pad: pads,
});
