/** Looks up values with one table per axis. Gathering, tiling, padding and nearest-neighbour resizing all use it. */
import type { Tensor } from '../../../tensor/index.ts';
import { sizeOf, stridesOf } from '../../../tensor/index.ts';
import { sameKind } from './arrays.ts';

/** Table of an axis: for every index of the result, the index in x, or −1 for zero. `undefined` keeps the axis. */
export type AxisTable = readonly number[] | undefined;

/** `out[i₀, i₁, …] = x[t₀[i₀], t₁[i₁], …]`, and zero if a table entry is −1. */
export function lookup(x: Tensor, tables: readonly AxisTable[]): Tensor {
  const shape = x.shape.map((size, axis) => tables[axis]?.length ?? size);
  const data = sameKind(x.data, sizeOf(shape));
  const strides = stridesOf(x.shape);
  // Axes after the last table are copied in one piece.
  const last = tables.findLastIndex((table) => table !== undefined);
  const piece = sizeOf(x.shape.slice(last + 1));
  let at = 0;
  const walk = (axis: number, from: number): void => {
    if (axis > last) {
      if (from >= 0) data.set(x.data.subarray(from, from + piece), at);
      at += piece;
      return;
    }
    const table = tables[axis];
    if (axis === last && piece === 1 && table && from >= 0) {
      for (const index of table) data[at++] = index < 0 ? 0 : x.data[from + index];
      return;
    }
    for (let i = 0; i < shape[axis]; i++) {
      const index = table ? table[i] : i;
      walk(axis + 1, index < 0 || from < 0 ? -1 : from + index * strides[axis]);
    }
  };
  walk(0, 0);
  return { shape, data, dtype: x.dtype };
}

/** Tables that keep every axis but one. */
export const onAxis = (rank: number, axis: number, table: readonly number[]): AxisTable[] =>
  Array.from({ length: rank }, (_, i) => (i === axis ? table : undefined));
