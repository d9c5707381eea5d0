/** Where by a constant condition: a choice between constants, or masks on coded values, which are linear. */
import type { Tensor } from '../../../tensor/index.ts';
import type { ValueId } from '../../network.ts';
import type { NetworkBuilder, OnnxRead } from '../../operator.ts';
import { elementwise, rowsOf } from '../support/broadcast.ts';
import { emitAdd, emitMul } from '../support/operands.ts';
import { constantInput, input } from '../support/reading.ts';

/** The entries of `tensor` where `mask` is 1, zero elsewhere (also for infinite entries). */
const masked = (mask: Tensor, tensor: Tensor): Tensor =>
  elementwise(
    mask,
    tensor,
    tensor.dtype,
    rowsOf((m, x) => (m === 0 ? 0 : x)),
  );

const where: OnnxRead = (node, build) => {
  const condition = constantInput(node, build, 0, 'the condition of Where');
  if (!condition) throw new Error('Where lacks its condition');
  const x = input(node, 1);
  const y = input(node, 2);
  const chosen: Tensor = { ...condition, data: Float64Array.from(condition.data, (c) => (c === 0 ? 0 : 1)), dtype: 'float' };
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
  if (constant.data.some((x: number) => !Number.isFinite(x))) {
    throw new Error(
      'Where puts an infinite constant among coded values, which spikes cannot carry; export the mask with a large finite number',
    );
  }
  return build.constant(masked(mask, constant));
}

export const whereReaders: Readonly<Record<string, OnnxRead>> = { Where: where };
