/** Arithmetic of the linear operators that §7 does not count: additions of branches, averages, scalings. Other linear operators only move values. */
import type { Arithmetic, Network, NetworkNode, ValueId } from '../network/index.ts';
import { operatorOf } from '../network/operators/index.ts';
import { atBatch, type Shape } from '../tensor/index.ts';

/** True if every output value is one input value (perhaps negated) or a constant, so that a spike stays one spike. */
export const onlyMoves = (node: NetworkNode): boolean => operatorOf(node.op).moves !== undefined;

/** Arithmetic of one evaluation for one sample. Throws a TypeError for an operator that is not linear or is counted. */
export function linearWork(network: Network, node: NetworkNode): Arithmetic {
  if (onlyMoves(node)) return { adds: 0, multiplies: 0, compares: 0 };
  const { arithmetic } = operatorOf(node.op);
  if (arithmetic === undefined) throw new TypeError(`${node.id}: ${node.op} does not say what its arithmetic is`);
  const shapeOf = (value: ValueId): Shape => atBatch(network.shapes.get(value)!, 1);
  const coded = node.inputs.filter((value) => !network.constants.has(value));
  return arithmetic(coded.map(shapeOf), shapeOf(node.output), node.attributes);
}
