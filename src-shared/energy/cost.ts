/** From operations and accesses to picojoules, by an energy table. */
import type { Arithmetic } from '../network/index.ts';
import type { EnergyTable, Precision } from './energy-table.ts';

/** Energy of single operations and accesses, in picojoules. */
export interface Cost {
  /** pJ of one accumulate: an addition in the accumulator's precision. */
  readonly accumulate: number;
  /** pJ of one multiply-accumulate. */
  readonly multiplyAccumulate: number;
  /** pJ of arithmetic on states and real values, in the accumulator's precision. */
  readonly arithmetic: (work: Arithmetic) => number;
  /** pJ to read or write one of `words` weights or activations, stored in this precision. */
  readonly word: (words: number) => number;
  /** pJ to read or write one of `words` states or sums, stored in the accumulator's precision. */
  readonly wideWord: (words: number) => number;
}

/** Costs of arithmetic in one precision. Weights are stored in it; states and sums in its accumulator's. */
export function costOf(table: EnergyTable, precision: Precision): Cost {
  const own = table.arithmetic[precision];
  const wide = table.arithmetic[own.accumulator];
  const access = (words: number, bits: number): number => (readEnergy(table, (words * bits) / 8) * bits) / 64;
  return {
    accumulate: wide.add,
    multiplyAccumulate: own.multiply + wide.add,
    arithmetic: ({ adds, multiplies, compares }) => (adds + compares) * wide.add + multiplies * wide.multiply,
    word: (words) => access(words, own.bits),
    wideWord: (words) => access(words, wide.bits),
  };
}

/** pJ per 64 bits of the smallest memory level that holds so many bytes. */
function readEnergy(table: EnergyTable, bytes: number): number {
  const level = table.memory.find((one) => one.bytes === null || one.bytes >= bytes)!;
  return typeof level.read64 === 'number' ? level.read64 : (level.read64[0] + level.read64[1]) / 2;
}
