/**
 * Computes rows (one sample at one step) that are mostly zero from their non-zero entries. ONNX Runtime computes the other rows.
 * The choice depends on the row alone, so that results do not depend on the other samples of the batch.
 */
import type { SegmentOperation, SparseConvolution, SparseForm, SparseLinear } from '../program/program.ts';
import { hasWideVectors } from '../../../runtime/wide-vectors.ts';
import { sizesOf } from './sparse-lists.ts';
import { FLOAT_BYTES, type Tile } from './tile.ts';

/**
 * Largest share of non-zero entries for which a list is faster than ONNX Runtime: for kernels as wide as ONNX Runtime's own, and
 * for kernels half as wide (BENCHMARKS.md).
 */
const SPARSE_SHARE = hasWideVectors ? { convolution: 0.7, linear: 0.5 } : { convolution: 1 / 3, linear: 1 / 4 };

/** Consecutive rows of a value `[rows, inner]`. */
export interface RowRange {
  readonly first: number;
  readonly count: number;
}

/**
 * Computes the sparse ones of the first `rows` rows and returns the others. `addresses` are those of the inputs and the output;
 * `lists` is the address of `sparseBytes` bytes.
 */
export function runSparseRows(
  tile: Tile,
  form: SparseForm,
  spikes: Float64Array,
  rows: number,
  addresses: { readonly inputs: readonly number[]; readonly output: number },
  lists: readonly [number, number, number],
): RowRange[] {
  const [size, outSize] = sizesOf(form);
  const most = SPARSE_SHARE[form.kind] * size;
  const input = addresses.inputs[form.input]!;
  const addend = form.addend === undefined ? undefined : addresses.inputs[form.addend]!;
  const dense: RowRange[] = [];
  for (let row = 0; row < rows; row++) {
    if (spikes[row]! > most) {
      const last = dense.at(-1);
      if (last && last.first + last.count === row) dense[dense.length - 1] = { first: last.first, count: last.count + 1 };
      else dense.push({ first: row, count: 1 });
      continue;
    }
    const outBytes = row * outSize * FLOAT_BYTES;
    const added = addend === undefined ? 0 : addend + outBytes;
    const from = input + row * size * FLOAT_BYTES;
    if (form.kind === 'linear') runLinear(tile, form, from, added, addresses.output + outBytes, lists);
    else runConvolution(tile, form, from, added, addresses.output + outBytes, lists);
  }
  return dense;
}

function runConvolution(
  { memory: { kernels }, workspace, addressOf }: Tile,
  { stride, channels, outBlocks, height, width, weights }: SparseConvolution,
  input: number,
  added: number,
  output: number,
  [offsets, values, pointers]: readonly [number, number, number],
): void {
  kernels.listEntries(input, channels / 16, height, width, workspace.lanes, offsets, values, pointers);
  const convolve = stride === 1 ? kernels.sparseConvolution : kernels.stridedConvolution;
  convolve(offsets, values, pointers, addressOf(weights), added, output, channels, outBlocks, height, width);
}

function runLinear(
  { memory: { kernels }, workspace, addressOf }: Tile,
  { groups, outGroups, tokens, strides, weights }: SparseLinear,
  input: number,
  added: number,
  output: number,
  [offsets, values, pointers]: readonly [number, number, number],
): void {
  const [token, group, outToken, outGroup] = [strides.token, strides.group, strides.outToken, strides.outGroup].map(
    (stride) => stride * FLOAT_BYTES,
  ) as [number, number, number, number];
  kernels.listTokens(input, token, group, groups, tokens, workspace.lanes, offsets, values, pointers);
  const to = [output, outToken, outGroup, outGroups] as const;
  kernels.sparseLinear(offsets, values, pointers, tokens, addressOf(weights), groups * 16, added, ...to);
}

/** Spikes of each row of the input of a segment's sparse form; undefined if they are not known. */
export function spikesOf(tile: Tile, { inputs, sparse }: SegmentOperation): Float64Array | undefined {
  return sparse && tile.rowSpikes[inputs[sparse.input]!.slot];
}
