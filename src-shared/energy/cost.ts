/** Turns operations and memory accesses into picojoules, according to an energy table. */
import type { Arithmetic } from '../network/index.ts';
import type { EnergyTable, Precision } from './energy-table.ts';

/** Prices in picojoules for one precision of an energy table. */
export interface Cost {
  /** pJ of one accumulate: an addition in the accumulator's precision. */
  readonly accumulate: number;
  /** pJ of one multiply-accumulate. */
  readonly multiplyAccumulate: number;
  /** pJ of arithmetic on states and real values, in the accumulator's precision. */
  readonly arithmetic: (work: Arithmetic) => number;
  /** pJ to read one word of an array of `words` weights in this precision. A larger array lies in a larger, dearer memory. */
  readonly word: (words: number) => number;
  /** pJ to read or write one word of an array of `words` activations. */
  readonly activation: (words: number) => number;
  /** pJ to read or write one word of an array of `words` states or sums in the accumulator's precision. */
  readonly wideWord: (words: number) => number;
}

/** Costs of arithmetic in one precision. Weights are stored in that precision; states and sums are stored in the precision of its accumulator. */
export function costOf(table: EnergyTable, precision: Precision): Cost {
  const own = table.arithmetic[precision];
  const wide = table.arithmetic[own.accumulator];
  const access = (words: number, bits: number): number => (readEnergy(table, (words * bits) / 8) * bits) / 64;
  return {
    accumulate: wide.add,
    multiplyAccumulate: own.multiply + wide.add,
    arithmetic: ({ adds, multiplies, compares }) => (adds + compares) * wide.add + multiplies * wide.multiply,
    word: (words) => access(words, own.bits),
    activation: (words) => access(words, own.bits),
    wideWord: (words) => access(words, wide.bits),
  };
}

/**
 * Costs of a network with `bits`-bit activations and 8-bit weights: the prices of 8-bit integers, in which a product and a stored
 * activation cost in proportion to the bits of the activation. An estimate: the table has no such precision.
 */
export function quantisedCost(table: EnergyTable, bits: number): Cost {
  const { int8 } = table.arithmetic;
  const share = bits / int8.bits;
  const scaled = { ...int8, multiply: int8.multiply * share };
  const weights = costOf({ ...table, arithmetic: { ...table.arithmetic, int8: scaled } }, 'int8');
  const activations = costOf({ ...table, arithmetic: { ...table.arithmetic, int8: { ...int8, bits } } }, 'int8');
  return { ...weights, activation: activations.activation };
}

/** pJ per 64 bits read from the smallest memory level that holds this many bytes. */
function readEnergy(table: EnergyTable, bytes: number): number {
  const level = table.memory.find((one) => one.bytes === null || one.bytes >= bytes)!;
  return typeof level.read64 === 'number' ? level.read64 : (level.read64[0] + level.read64[1]) / 2;
}
