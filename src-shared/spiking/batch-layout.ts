/**
 * Where the batch lies in memory. A value of a batch is `[outer, B, inner]` flat: `outer` is 1 where the batch is outermost,
 * as almost always. A sequence-first network has values `[N, B, C]`, whose outer is N, and still is once reshaped to
 * `[N·B, C]`: the shape alone does not tell.
 */
import type { Network, ValueId } from '../network/network.ts';
import type { OpName } from '../network/op-names.ts';
import { operatorOf } from '../network/operators/index.ts';
import { BATCH, isBatchSize, type Shape, sizeOf } from '../tensor/index.ts';

/** Number of values in front of the batch axis: `outer`, where that axis holds nothing but the batch. */
export const outerOfAxis = (shape: Shape): number => sizeOf(shape.slice(0, Math.max(0, shape.findIndex(isBatchSize))));

/**
 * `outer` of every coded value (one that depends on the network's input); NaN where a value's batch cannot be told from its
 * other axes, and for all that depends on it.
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

/** `outer` of what a coded value becomes by an operator of one coded operand; NaN where it cannot be told. */
export function outerAfter(op: OpName, from: Shape, to: Shape, outer: number): number {
  // A view keeps all that lies outside of the batch, any other operator what the batch axis itself holds outside of it.
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
