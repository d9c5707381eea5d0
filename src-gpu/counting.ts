/** Counts of a tile: kernels sum the entries of each row on the device, the host adds up rows in float64. */
import type { ValueId } from '../src-shared/network/index.ts';
import { oneBits } from '../src-shared/units/index.ts';
import { countBitsKernel, countKernel, type Groups, sumKernel } from './kernels/counts.ts';
import type { KernelText, View } from './gpu-js.ts';
import type { Tile } from './tile.ts';
import { repeated } from './workspace.ts';

/** A float32 counts whole numbers exactly up to here. */
const EXACT = 2 ** 24;
/** Entries that a thread sums at least, and threads of a row at most. */
const LEAST_ENTRIES = 64;
const MOST_GROUPS = 256;

export interface Counted {
  /** Sums of each stored step over the samples of the tile. */
  (perStep: Float64Array): void;
}

/** Cuts rows of `size` entries, each at most `most`, so that every group is exact. */
export function groupsOf(size: number, most: number): Groups {
  const exact = Math.ceil((size * most) / EXACT);
  return { size, groups: Math.max(exact, Math.min(MOST_GROUPS, Math.ceil(size / LEAST_ENTRIES))) };
}

/**
 * Sums a kernel's groups of every row `[outer, steps · B]` and hands the totals of the steps to `take`. `total`: largest sum of a row, if it is
 * a whole number; rows are summed on the device where that is exact.
 */
export async function sumRows(
  tile: Tile,
  text: KernelText,
  arrays: readonly View[],
  numbers: readonly number[],
  { groups }: Groups,
  { outer, steps, total }: { readonly outer: number; readonly steps: number; readonly total: number },
  take: Counted,
): Promise<void> {
  const rows = outer * steps * tile.batch;
  const inOne = groups === 1 || total < EXACT;
  const columns = inOne ? 1 : groups;
  const result = tile.readBack(rows * columns, (values) => {
    const sums = new Float64Array(steps);
    for (let row = 0; row < rows; row++) {
      const t = Math.floor(row / tile.batch) % steps;
      for (let column = 0; column < columns; column++) sums[t]! += values[row * columns + column]!;
    }
    take(sums);
  });
  if (groups === columns) {
    await tile.dispatch(text, arrays, numbers, { buffer: result, columns, rows });
    return;
  }
  const partial = { buffer: tile.temporary(rows * groups), columns: groups, rows };
  await tile.dispatch(text, arrays, numbers, partial);
  await tile.dispatch(sumKernel(groups), [partial], [], { buffer: result, columns: rows, rows: 1 });
}

export interface CountRequest {
  readonly value: ValueId;
  /** Names the parameters, which stay on the device. */
  readonly name: string;
  /** Of each entry of a sample; one for each if absent. */
  readonly weights?: Float32Array | undefined;
  /** The stored value of an entry at which nothing was sent: 0, or minus the constant part if the value is rate-coded. */
  readonly silent?: Float32Array | undefined;
  /** 1/λ of entries that are spikes of multi-spike neurons, to count spikes instead of entries, of which one stands for up to 2ⁿ − 1. */
  readonly bits?: { readonly reciprocal: Float32Array; readonly levels: number } | undefined;
}

/** Counts the entries of a value, as it is stored. */
export async function count(tile: Tile, { value, name, weights, silent, bits }: CountRequest, take: Counted): Promise<void> {
  const { workspace } = tile;
  const { outer, inner } = tile.layout(value);
  const steps = tile.stored(value);
  const most = (weights ? weights.reduce((a, b) => Math.max(a, b), 0) : 1) * (bits?.levels ?? 1);
  const groups = groupsOf(inner, most);
  const size = outer * inner;
  const view = (buffer: GPUBuffer, rows: number): View => ({ buffer, columns: inner, rows });
  const own = (what: string, values: Float32Array | undefined, otherwise: number): View =>
    view(values ? workspace.resident(`${name}: ${what}`, () => values) : repeated(workspace, otherwise, size), outer);
  const x = view(tile.read(value), outer * steps * tile.batch);
  const place = { outer, steps, total: inner * most };
  const numbers = [steps * tile.batch];
  if (!bits) {
    const arrays = [x, own('silent', silent, 0), own('weights', weights, 1)];
    return sumRows(tile, countKernel(groups), arrays, numbers, groups, place, take);
  }
  const { levels, reciprocal } = bits;
  const table = workspace.resident(`bits of ${levels}`, () =>
    Float32Array.from({ length: 2 ** levels }, (_, number) => oneBits(number)),
  );
  const tableView = { buffer: table, columns: 2 ** levels, rows: 1 };
  const arrays = [x, own('reciprocal', reciprocal, 0), own('weights', weights, 1), tableView];
  return sumRows(tile, countBitsKernel(groups), arrays, numbers, groups, place, take);
}

/** Adds figures of a tile, step by step. */
export function addTo(sum: Float64Array, values: Float64Array): void {
  for (let i = 0; i < sum.length; i++) sum[i]! += values[i]!;
}
