/**
 * The operator Where. With a constant condition it chooses between constants, or masks coded values, which is linear. With a
 * comparison of coded values as condition, it becomes arithmetic with the mask of that comparison.
 */
import type { Tensor } from '../../../tensor/index.ts';
import type { ValueId } from '../../network.ts';
import type { NetworkBuilder, OnnxRead } from '../../operator.ts';
import { allEqual, truths } from '../support/arrays.ts';
import { elementwise, rowsOf } from '../support/broadcast.ts';
import { emitAdd, emitMul, emitSub } from '../support/operands.ts';
import { input } from '../support/reading.ts';

/** The entries of `tensor` at which `mask` is 1, and zero elsewhere, even for infinite entries. */
const masked = (mask: Tensor, tensor: Tensor): Tensor =>
  elementwise(
    mask,
    tensor,
    tensor.dtype,
    rowsOf((m, x) => (m === 0 ? 0 : x)),
  );

const isZero = (build: NetworkBuilder, value: ValueId): boolean => {
  const constant = build.constantOf(value);
  return constant !== undefined && allEqual(constant, 0);
};

/** mask · x + (1 − mask) · y, computed as y + mask · (x − y), or shorter if x or y is 0. */
function chosenBy(build: NetworkBuilder, mask: ValueId, x: ValueId, y: ValueId): ValueId {
  if ([x, y].some((value) => build.constantOf(value)?.data.some((entry: number) => !Number.isFinite(entry))))
    throw new Error(
      'Where puts an infinite constant among coded values, which spikes cannot carry; export the mask with a large finite number',
    );
  if (isZero(build, y)) return emitMul(build, x, mask);
  const difference = isZero(build, x) ? build.emit('Neg', [y]) : emitSub(build, x, y);
  return emitAdd(build, y, emitMul(build, difference, mask));
}

const where: OnnxRead = (node, build) => {
  const x = input(node, 1);
  const y = input(node, 2);
  const condition = build.constantOf(input(node, 0));
  if (!condition) return [chosenBy(build, input(node, 0), x, y)];
  const chosen = truths(condition);
  const others: Tensor = { ...chosen, data: Float64Array.from(chosen.data, (c) => 1 - c) };
  const [left, right] = [build.constantOf(x), build.constantOf(y)];
  if (left && right) {
    const kernel = rowsOf((a, b) => a + b);
    return [build.constant(elementwise(masked(chosen, left), masked(others, right), left.dtype, kernel))];
  }
  return [emitAdd(build, part(build, chosen, x), part(build, others, y))];
};

/** The contribution of one branch: a coded value times its mask, or the masked constant. */
function part(build: NetworkBuilder, mask: Tensor, value: ValueId): ValueId {
  const constant = build.constantOf(value);
  if (!constant) return emitMul(build, value, build.constant(mask));
  return build.constant(masked(mask, constant));
}

/** The reader of Where. */
export const whereReaders: Readonly<Record<string, OnnxRead>> = { Where: where };
