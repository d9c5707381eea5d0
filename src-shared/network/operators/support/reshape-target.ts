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

/**
 * Resolves a Reshape's target for an input shape. `fixedBatch`: the batch size the file was exported at, if known.
 * Throws an Error where the sizes do not fit, starting with `batch:` where samples would be mixed or the batch lost.
 */
export function reshapeTarget(input: Shape, target: readonly number[], allowZero: boolean, fixedBatch?: number): Shape {
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
    if (carriesBatch && batchPositions(input).every((position) => !batchPositions(filled).includes(position))) {
      throw fault('batch: this reshape mixes samples');
    }
    return filled;
  }

  // The target does not name the batch: at batch F the file's sizes were consistent, so F can be told where there is no −1.
  const batch = unknown < 0 ? known / total : (fixedBatch ?? 1);
  if (!(batch >= 1)) throw fault('the sizes do not fit');
  const filled = unknown < 0 ? sizes : sizes.with(unknown, (total * batch) / known);
  if (!Number.isInteger(batch) || !Number.isInteger(filled[unknown] ?? 0)) throw fault('the sizes do not fit');
  const axis = axisOfBatch(input, filled, batch);
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

/** The axis of `sizes` (at batch `batch`) that holds the batch of `input`, −1 where there is none. */
function axisOfBatch(input: Shape, sizes: Shape, batch: number): number {
  const left = sizes.map((_, axis) => sizeOf(sizes.slice(0, axis)));
  for (const position of batchPositions(input)) {
    const exact = sizes.findIndex((size, axis) => left[axis] === position && size % batch === 0);
    if (exact >= 0) return exact;
    const inside = sizes.findIndex((size, axis) => position % left[axis] === 0 && size % ((position / left[axis]) * batch) === 0);
    if (inside >= 0) return inside;
  }
  return -1;
}
