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

/** Number of values per sample: multiples k of the batch count as k. */
export const samplesSize = (shape: Shape): number => sizeOf(shape.map((size) => (isBatchSize(size) ? size / BATCH : size)));

/** Options of reading the target of a Reshape. */
export interface TargetOptions {
  /** 0 is a size, and does not mean that of the input. */
  readonly allowZero?: boolean;
  /** The batch size the file was exported at; 1 unless known, since graphs with a dynamic batch are often traced at batch 1. */
  readonly fixedBatch?: number | undefined;
  /** How many values lie outside of the input's batch, where that is known. */
  readonly outer?: number | undefined;
  /** Called where the sizes leave the batch's place open. */
  readonly ambiguous?: () => void;
}

/**
 * Resolves a Reshape's target for an input shape.
 * Throws an Error where the sizes do not fit, starting with `batch:` where samples would be mixed or the batch lost.
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

  // The target does not name the batch: the file's sizes are right at the batch it was exported at.
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

/** Where the input's batch may lie: at the place that is known, or at one of several. */
const positionsOf = (input: Shape, { outer = NaN }: TargetOptions): number[] =>
  Number.isNaN(outer) ? batchPositions(input) : [outer];

/** In how many places in memory, out of `positions`, `sizes` at batch `batch` can have the batch. */
const placesOfBatch = (positions: readonly number[], sizes: Shape, batch: number): number =>
  positions.filter((position) => axisOfBatch([position], sizes, batch) >= 0).length;

/**
 * The axis of `sizes` (at batch `batch`) that holds a batch at one of `positions`, −1 where there is none. Where the sizes allow
 * several, in this order: an axis that is the batch and nothing else; one that begins with it (heads merged into the batch);
 * one that has it further inside (`[17, BATCH, 4, 8]` to `[17, 32]` is tokens and batch merged: 17·BATCH). The last axis,
 * the features, only where no other can.
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
