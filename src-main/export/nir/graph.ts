/** A NIR graph as plain data, as a file holds it: nodes with their fields, and edges. Several edges into one node add up. */
import type { Shape } from '../../../src-shared/tensor/index.ts';

/** The types of nodes that exports use. */
export const NIR_TYPES = [
  ...['Input', 'Output', 'Affine', 'Linear', 'Conv1d', 'Conv2d', 'SumPool2d', 'AvgPool2d', 'Flatten', 'IF', 'LIF'],
] as const;
export type NirType = (typeof NIR_TYPES)[number];

/** A field of a node: numbers of 32 bits, or integers of 64. A scalar has the shape `[]`. */
export interface NirArray {
  readonly shape: Shape;
  readonly data: Float32Array | BigInt64Array;
}

export interface NirNode {
  readonly type: NirType;
  readonly fields: ReadonlyMap<string, NirArray>;
}

export type NirEdge = readonly [from: string, to: string];

/** A graph. `metadata` is for people: no reader looks at it. */
export interface NirGraph {
  readonly nodes: ReadonlyMap<string, NirNode>;
  readonly edges: readonly NirEdge[];
  readonly metadata: Readonly<Record<string, string | number>>;
}

/** Names of the only input and the only output. */
export const [INPUT, OUTPUT] = ['input', 'output'];

/** A field of numbers with 32 bits. */
export const floats = (shape: Shape, data: ArrayLike<number>): NirArray => ({ shape, data: Float32Array.from(data) });

/** A field of numbers with 32 bits that are all the same. */
export const filled = (shape: Shape, value: number): NirArray => ({
  shape,
  data: new Float32Array(shape.reduce((product, size) => product * size, 1)).fill(value),
});

/** A field of integers. */
export const integers = (values: readonly number[]): NirArray => ({
  shape: [values.length],
  data: BigInt64Array.from(values, BigInt),
});

/** A field of one integer. */
export const integer = (value: number): NirArray => ({ shape: [], data: BigInt64Array.of(BigInt(value)) });

export const nirNode = (type: NirType, fields: Readonly<Record<string, NirArray>>): NirNode => ({
  type,
  fields: new Map(Object.entries(fields)),
});
