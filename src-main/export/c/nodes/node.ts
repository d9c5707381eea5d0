/** An operator that is written as C: its node, and the places and shapes of its operands for one sample. */
import type { NetworkNode } from '../../../../src-shared/network/index.ts';
import type { Shape, Tensor } from '../../../../src-shared/tensor/index.ts';
import { sizeOf } from '../../../../src-shared/tensor/index.ts';
import type { AddressOf, Draft, Place } from '../draft.ts';

/** An operand of a node. */
export interface Operand {
  /** The place of its entries. A constant becomes data of the package when this is asked for. */
  readonly place: Place;
  /** For one sample. */
  readonly shape: Shape;
  /** Its numbers, if it is a constant of the network. */
  readonly constant: Tensor | undefined;
}

/** An operand seen in another shape. */
export const inShape = (operand: Operand, shape: Shape): Operand => ({
  shape,
  constant: operand.constant,
  get place() {
    return operand.place;
  },
});

/** A node that is being written. */
export interface NodeWriting {
  readonly draft: Draft;
  readonly node: NetworkNode;
  readonly inputs: readonly Operand[];
  /** Shape of its output for one sample. */
  readonly shape: Shape;
  /** True if the operations of its inputs that are not zero shall be added to the counter. */
  readonly counted: boolean;
}

/** The pointers that a call works on, as C. */
export const pointers = (
  at: AddressOf,
  reads: Readonly<Record<string, Place>>,
  writes: Readonly<Record<string, Place>>,
): string[] => [
  ...Object.entries(reads).map(([name, place]) => `const float *const ${name} = ${at(place)};`),
  ...Object.entries(writes).map(([name, place]) => `float *const ${name} = ${at(place)};`),
];

/** Adds a call that computes the node's output from all of its operands. Returns the output's place. */
export function callOn(
  { draft, node, inputs, shape }: NodeWriting,
  code: (at: AddressOf, y: Place, temporaries: readonly string[]) => readonly string[],
  { temporaries, inPlace = false }: { temporaries?: readonly number[]; inPlace?: boolean } = {},
): Place {
  const y = draft.buffer(sizeOf(shape));
  const read = inputs.filter(({ constant }) => !constant).map(({ place, shape: own }) => ({ place, size: sizeOf(own) }));
  const same = inPlace ? read.find(({ place, size }) => place.kind === 'buffer' && size === sizeOf(shape)) : undefined;
  draft.call({
    reads: read.map(({ place }) => place),
    writes: y,
    ...(same ? { replaces: same.place } : {}),
    ...(temporaries ? { temporaries } : {}),
    about: `${node.op} ${node.id}`,
    code: (at, scratch) => code(at, y, scratch),
  });
  return y;
}
