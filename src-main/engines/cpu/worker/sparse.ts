/**
 * Rows (samples at a step) of a segment's input that are mostly zero are computed from their non-zero entries, the others by ONNX Runtime.
 * Which way a row goes depends on that row alone, so that results do not depend on what else is in the batch.
 */
import type { SegmentOperation, SparseConvolution } from '../program/program.ts';
import { FLOAT_BYTES, type Tile } from './tile.ts';

/**
 * Largest share of non-zero entries for which listing them pays: it breaks even between 0.31 and 0.40, depending on the
 * convolution's size.
 */
const SPARSE_SHARE = 1 / 3;
/** What the lists of entries have room for beyond their entries: the kernel writes whole vectors. */
const SLACK_BYTES = 16;

/** Rows of a value `[rows, inner]` that follow each other. */
export interface RowRange {
  readonly first: number;
  readonly count: number;
}

/** Sizes of the lists of one sample: offsets, values, and where each position's entries begin. */
export function sparseBytes({ channels, height, width }: SparseConvolution): [number, number, number] {
  const list = channels * height * width * FLOAT_BYTES + SLACK_BYTES;
  return [list, list, width * (height + 1) * Int32Array.BYTES_PER_ELEMENT];
}

/**
 * Computes the sparse ones of the first `rows` rows. `addresses`: of the inputs and the output; `lists`: room for sparseBytes. Returns the
 * other rows.
 */
export function runSparseRows(
  { memory, workspace, addressOf }: Tile,
  { channels, outBlocks, height, width, weights, ...form }: SparseConvolution,
  spikes: Float64Array,
  rows: number,
  addresses: { readonly inputs: readonly number[]; readonly output: number },
  [offsets, values, pointers]: readonly [number, number, number],
): RowRange[] {
  const { kernels } = memory;
  const plane = height * width;
  const bytes = channels * plane * FLOAT_BYTES;
  const outBytes = outBlocks * 16 * plane * FLOAT_BYTES;
  const most = SPARSE_SHARE * channels * plane;
  const input = addresses.inputs[form.input]!;
  const addend = form.addend === undefined ? undefined : addresses.inputs[form.addend]!;
  const kernelWeights = addressOf(weights);
  const dense: RowRange[] = [];
  for (let row = 0; row < rows; row++) {
    if (spikes[row]! > most) {
      const last = dense.at(-1);
      if (last && last.first + last.count === row) dense[dense.length - 1] = { first: last.first, count: last.count + 1 };
      else dense.push({ first: row, count: 1 });
      continue;
    }
    kernels.listEntries(input + row * bytes, channels / 16, height, width, workspace.lanes, offsets, values, pointers);
    const to = addresses.output + row * outBytes;
    const added = addend === undefined ? 0 : addend + row * outBytes;
    kernels.sparseConvolution(offsets, values, pointers, kernelWeights, added, to, channels, outBlocks, height, width);
  }
  return dense;
}

/** Spikes of each row of the input of a segment's sparse form; undefined where they are not known. */
export function spikesOf(tile: Tile, { inputs, sparse }: SegmentOperation): Float64Array | undefined {
  return sparse && tile.rowSpikes[inputs[sparse.input]!.slot];
}
