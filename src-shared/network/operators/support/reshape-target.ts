/**
 * The shape a Reshape asks for, with the batch axis followed: 0 and −1 resolved, and the batch size that a file exported at a
 * fixed batch F (usually 1) has in its target replaced by BATCH.
 *
 * Row-major, a batch axis is known by the product of the sizes to its left: splitting and joining axes keeps it. So the
 * batch of `[BATCH, 17, 32]` (nothing to its left) goes to the first axis of `[4, 17, 8]` (heads merged into the batch:
 * 4·BATCH), and that of `[17, BATCH, 32]` to the second axis of `[17, 4, 8]`.
 */
import type { Shape } from '../../../tensor/index.ts';
import { BATCH, describeShape, isBatchSize, sizeOf } from '../../../tensor/index.ts';
import { batchAxis } from './batch.ts';

/** Number of values per sample: a size k · BATCH counts as k. */
export const samplesSize = (shape: Shape): number => sizeOf(shape.map((size) => (isBatchSize(size) ? size / BATCH : size)));

/** Facts about the input and the file that `reshapeTarget` needs. */
export interface TargetOptions {
  /** True if 0 in the target is a size, and does not stand for the input's size. */
  readonly allowZero?: boolean;
  /** The batch size at which the file was exported; 1 if unknown, since graphs with a dynamic batch are often traced at batch 1. */
  readonly fixedBatch?: number | undefined;
  /** The size `outer` of the input's layout `[outer, B, inner]`, if it is known. */
  readonly outer?: number | undefined;
  /** Called if the sizes allow several positions of the batch. */
  readonly ambiguous?: () => void;
}

/**
 * Resolves a Reshape's target for an input shape. Throws an Error if the sizes do not fit. The message starts with `batch:` if
 * samples would be mixed or the batch would be lost.
 */
export function reshapeTarget(input: Shape, target: readonly number[], options: TargetOptions = {}): Shape {
  const { allowZero = false, fixedBatch: batch = 1 } = options;
  const sizes = target.map((size, axis) => (size === 0 && !allowZero ? (input[axis] ?? 0) : size));
  const unknown = sizes.indexOf(-1);
  const fault = (why: string) => new Error(`${why}: ${describeShape(input)} to ${describeShape(target)}`);
  if (sizes.some((size) => size < -1 || !Number.isInteger(size)) || sizes.indexOf(-1, unknown + 1) > unknown) {
    throw fault('this is no shape to reshape to');
  }
  const known = samplesSize(sizes.filter((size) => size !== -1));
  const total = samplesSize(input);
  const carriesBatch = batchAxis(sizes) >= 0;

  if (batchAxis(input) < 0 || carriesBatch) {
    if (batchAxis(input) < 0 && carriesBatch) throw fault('batch: a value without the batch is reshaped to one with it');
    const filled = unknown < 0 ? sizes : sizes.with(unknown, total / known);
    if (samplesSize(filled) !== total || !Number.isInteger(filled[unknown] ?? 0)) throw fault('the sizes do not fit');
    if (carriesBatch && positionsOf(input, options).every((position) => !batchPositions(filled).includes(position))) {
      throw fault('batch: this reshape mixes samples');
    }
    return filled;
  }

  // The target does not contain the batch, so its sizes are right at the batch size of the export.
  const filled = unknown < 0 ? sizes : sizes.with(unknown, (total * batch) / known);
  if (samplesSize(filled) !== total * batch || !Number.isInteger(filled[unknown] ?? 0)) throw fault('the sizes do not fit');
  const positions = positionsOf(input, options);
  if (placesOfBatch(positions, filled, batch) > 1) options.ambiguous?.();
  const axis = axisOfBatch(positions, filled, batch);
  if (axis < 0) throw fault('batch: the batch axis cannot be followed through this reshape');
  return filled.with(axis, (filled[axis] / batch) * BATCH);
}

/** Products of sizes that may lie to the left of the batch: an axis k·BATCH may hold some of its k there; batch first is first. */
function batchPositions(shape: Shape): number[] {
  const axis = batchAxis(shape);
  const left = sizeOf(shape.slice(0, axis));
  const k = shape[axis] / BATCH;
  return Array.from({ length: k }, (_, i) => i + 1)
    .filter((divisor) => k % divisor === 0)
    .map((divisor) => left * divisor);
}

/** Possible positions of the input's batch: the known one, or several. */
const positionsOf = (input: Shape, { outer = NaN }: TargetOptions): number[] =>
  Number.isNaN(outer) ? batchPositions(input) : [outer];

/** Number of `positions` at which `sizes`, at batch size `batch`, can hold the batch. */
const placesOfBatch = (positions: readonly number[], sizes: Shape, batch: number): number =>
  positions.filter((position) => axisOfBatch([position], sizes, batch) >= 0).length;

/**
 * The axis of `sizes` (at batch size `batch`) that holds a batch at one of `positions`; −1 if there is none. If several axes are
 * possible, the order of preference is: an axis that is exactly the batch; one that begins with it (heads merged into the batch);
 * one that has it further inside (`[17, BATCH, 4, 8]` to `[17, 32]` merges tokens and batch: 17·BATCH). The last axis, which
 * holds the features, is used only if no other is possible.
 */
function axisOfBatch(positions: readonly number[], sizes: Shape, batch: number): number {
  const left = sizes.map((_, axis) => sizeOf(sizes.slice(0, axis)));
  const alone = sizes.findIndex((size, axis) => size === batch && positions.includes(left[axis]));
  if (alone >= 0) return alone;
  for (const axes of [sizes.length - 1, sizes.length]) {
    for (const position of positions) {
      const begins = (size: number, axis: number) => axis < axes && left[axis] === position && size % batch === 0;
      const inside = (size: number, axis: number) =>
        axis < axes && position % left[axis] === 0 && size % ((position / left[axis]) * batch) === 0;
      const found = sizes.findIndex(begins);
      if (found >= 0) return found;
      const further = sizes.findIndex(inside);
      if (further >= 0) return further;
    }
  }
  return -1;
}
