/**
 * The position of the batch in memory. A value of a batch is `[outer, B, inner]`, flat. `outer` is 1 if the batch is the
 * outermost axis, which is nearly always so. In a sequence-first network a value `[N, B, C]` has the outer N, and still has it
 * after a reshape to `[N·B, C]`: the shape alone does not tell.
 */
import type { Network, ValueId } from '../network/network.ts';
import type { OpName } from '../network/op-names.ts';
import { operatorOf } from '../network/operators/index.ts';
import { BATCH, isBatchSize, type Shape, sizeOf } from '../tensor/index.ts';

/** Number of values before the batch axis. This is `outer` if that axis is nothing but the batch. */
export const outerOfAxis = (shape: Shape): number => sizeOf(shape.slice(0, Math.max(0, shape.findIndex(isBatchSize))));

/**
 * `outer` of every coded value (a value that depends on the network's input). NaN if a value's batch cannot be told from its
 * other axes, and for all values that depend on it.
 */
export function batchOuter(network: Pick<Network, 'input' | 'nodes' | 'shapes'>): Map<ValueId, number> {
  const outers = new Map<ValueId, number>([[network.input.value, outerOfAxis(network.shapes.get(network.input.value)!)]]);
  for (const node of network.nodes) {
    const source = node.inputs.find((value) => outers.has(value));
    const shapeOf = (value: ValueId) => network.shapes.get(value)!;
    if (source !== undefined)
      outers.set(node.output, outerAfter(node.op, shapeOf(source), shapeOf(node.output), outers.get(source)!));
  }
  return outers;
}

/** `outer` of the output of an operator with one coded operand; NaN if it cannot be told. */
export function outerAfter(op: OpName, from: Shape, to: Shape, outer: number): number {
  // A view keeps `outer`. Any other operator keeps the part of `outer` that is within the batch axis (the N of N·B).
  const lead = operatorOf(op).moves === 'view' ? outer / outerOfAxis(to) : outer / outerOfAxis(from);
  const multiple = (to.find(isBatchSize) ?? NaN) / BATCH;
  return Number.isInteger(lead) && multiple % lead === 0 ? outerOfAxis(to) * lead : NaN;
}

/** The constant part `[outer, inner]` of one sample, repeated for a batch: `[outer, B, inner]`. */
export function repeatSample(sample: Float64Array, outer: number, batch: number): Float64Array {
  const inner = sample.length / outer;
  const whole = new Float64Array(sample.length * batch);
  for (let block = 0; block < outer; block++) {
    const part = sample.subarray(block * inner, (block + 1) * inner);
    for (let n = 0; n < batch; n++) whole.set(part, (block * batch + n) * inner);
  }
  return whole;
}
