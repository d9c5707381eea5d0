/**
 * A C program in the making: functions of layers with the calls that they make, the memory that these read and write, and constant
 * data. Where a buffer lies is known only when all calls are, so that a call gives its code as a function of places.
 */
import { createHash } from 'node:crypto';
import type { SpikingNetwork } from '../../../src-shared/spiking/index.ts';
import { identifiers } from '../identifiers.ts';
import { floatLiteral } from './literals.ts';
import type { KernelName } from './kernels/index.ts';
import { type Table, type TableNumbers, tableOf } from './tables.ts';

/** The type of states and of values between layers. */
export type Element = 'float' | 'int32_t';

/** Memory of the program. */
export type Place =
  | { readonly kind: 'buffer'; readonly index: number }
  /** Numbers that stay from step to step, from this offset on. */
  | { readonly kind: 'kept'; readonly offset: number }
  | { readonly kind: 'data'; readonly name: string };

/** The address of a place, as a C expression. */
export type AddressOf = (place: Place) => string;

/** A part of a layer's function. */
export interface Call {
  readonly reads: readonly Place[];
  /** The buffer that it writes. */
  readonly writes?: Place;
  /** A read place of the same size that may be overwritten. */
  readonly replaces?: Place;
  /** Lengths of buffers that it needs for itself. */
  readonly temporaries?: readonly number[];
  /** The work of the call in a few words, for a comment. */
  readonly about: string;
  code(at: AddressOf, temporaries: readonly string[]): readonly string[];
}

/** Constant data: an array of the package. */
export interface DataArray {
  readonly name: string;
  readonly type: 'float' | 'int32_t' | 'int8_t' | 'uint8_t';
  readonly values: ArrayLike<number>;
}

/** The function of a layer, with what it occupies. */
export interface LayerDraft {
  readonly layer: string;
  /** Name of its function. */
  readonly id: string;
  readonly about: string;
  /** The argument of `NAME_step` that it needs, if any. */
  readonly port: 'in' | 'out' | undefined;
  readonly calls: Call[];
  /** Statements that set its states to what they are before the first step, if that is not zero. */
  readonly resets: string[];
  /** Numbers of its states, and bytes of its data. */
  kept: number;
  flash: number;
}

export type Draft = ReturnType<typeof createDraft>;

/** Bytes of a number of constant data. */
const BYTES = { float: 4, int32_t: 4, int8_t: 1, uint8_t: 1 } as const;

/** Whole numbers of constant data. */
type Wholes = Int32Array | Int8Array | Uint8Array;

/** Starts a program. `name`: of the package, which all its names begin with. */
export function createDraft(name: string, { network }: SpikingNetwork, element: Element = 'float') {
  const unique = identifiers(['reset', 'step', 'operations', 'state']);
  const dataName = identifiers([]);
  const layers: LayerDraft[] = [];
  const data: DataArray[] = [];
  const known = new Map<string, string>();
  const buffers: number[] = [];
  const kernels = new Set<KernelName>();
  let kept = 0;
  const layer = (): LayerDraft => layers.at(-1)!;

  const array = (hint: string, type: DataArray['type'], values: ArrayLike<number>): Place & { kind: 'data' } => {
    const content = contentOf(type, values);
    const before = known.get(content);
    if (before !== undefined) return { kind: 'data', name: before };
    const own = `${name}_${dataName(`${layer().id.slice('layer_'.length)}_${hint}`)}`;
    data.push({ name: own, type, values });
    known.set(content, own);
    layer().flash += BYTES[type] * values.length;
    return { kind: 'data', name: own };
  };

  return {
    network,
    element,
    layers,
    data,
    buffers,
    kernels,
    keptLength: () => kept,
    /** Starts the function of a layer. */
    begin(named: string, about: string, port?: LayerDraft['port']): void {
      layers.push({ layer: named, id: `layer_${unique(named)}`, about, port, calls: [], resets: [], kept: 0, flash: 0 });
    },
    /** Constant numbers; equal arrays are stored once. */
    floats: (hint: string, values: ArrayLike<number>): Place => array(hint, 'float', values),
    wholes: (hint: string, values: Wholes): Place & { kind: 'data' } => array(hint, typeOf(values), values),
    buffer(length: number): Place {
      buffers.push(length);
      return { kind: 'buffer', index: buffers.length - 1 };
    },
    /** Memory that stays from step to step and is zero before the first. */
    state(length: number): Place & { kind: 'kept' } {
      const offset = kept;
      kept += length;
      layer().kept += length;
      return { kind: 'kept', offset };
    },
    /** A function of the library; returns its name. */
    kernel(named: KernelName): KernelName {
      kernels.add(named);
      return named;
    },
    call(one: Call): void {
      layer().calls.push(one);
    },
    reset(lines: readonly string[]): void {
      layer().resets.push(...lines);
    },
    /**
     * Numbers that belong to entries: `text` gives the number of an entry by its position. A single number is written where it is read.
     */
    table(hint: string, entries: ArrayLike<number>): EntryTable {
      return entryTable(tableOf(Float32Array.from(entries)), floatLiteral, (values) => array(hint, 'float', values));
    },
    /** The same for whole numbers. */
    wholeTable(hint: string, entries: Int32Array | Uint8Array): EntryTable {
      return entryTable(tableOf<Int32Array | Uint8Array>(entries), String, (values) => array(hint, typeOf(values), values));
    },
  };
}

const typeOf = (values: Wholes): DataArray['type'] =>
  values instanceof Int32Array ? 'int32_t' : values instanceof Int8Array ? 'int8_t' : 'uint8_t';

function entryTable<T extends TableNumbers>(
  { values, positions }: Table<T>,
  literal: (value: number) => string,
  stored: (values: T) => { readonly name: string },
): EntryTable {
  if (values.length === 1) {
    const text = literal(values[0]!);
    return { positions, text: () => text, allZero: values[0] === 0 };
  }
  const { name } = stored(values);
  return { positions, text: (index) => `${name}[${index}]`, allZero: false };
}

function contentOf(type: DataArray['type'], values: ArrayLike<number>): string {
  const bytes = new Uint8Array((type === 'float' ? Float32Array.from(values) : Int32Array.from(values)).buffer);
  return `${type} ${createHash('sha256').update(bytes).digest('base64')}`;
}

/** Numbers of entries in a program. */
export interface EntryTable {
  /** Position in the table of every entry. */
  readonly positions: Int32Array;
  /** The number at a position, as C. */
  text(position: string): string;
  readonly allZero: boolean;
}

/** The C expression of a state's address. */
export const keptAddress = ({ offset }: { readonly offset: number }): string => `s->kept + ${offset}`;
