/** Arithmetic of the linear operators that §7 does not count: additions of branches, averages, scalings. The rest only moves values. */
import type { Network, NetworkNode } from '../network/index.ts';
import { atBatch, sizeOf } from '../tensor/index.ts';
import type { Arithmetic } from './energy-table.ts';

const MOVES: ReadonlySet<string> = new Set(['Reshape', 'Transpose', 'Slice', 'Concat', 'Gather', 'Pad', 'Expand', 'Tile', 'Neg']);

/** True where every output value is one input value (or a constant): a spike stays one spike. */
export const onlyMoves = (node: NetworkNode): boolean => MOVES.has(node.op);

/** Of one evaluation for one sample. */
export function linearWork(network: Network, node: NetworkNode): Arithmetic {
  const elements = (value: string): number => sizeOf(atBatch(network.shapes.get(value)!, 1));
  const coded = node.inputs.filter((value) => !network.constants.has(value));
  const inputs = coded.reduce((sum, value) => sum + elements(value), 0);
  const outputs = elements(node.output);
  if (onlyMoves(node)) return { adds: 0, multiplies: 0, compares: 0 };
  switch (node.op) {
    case 'Add':
      // Adding a constant is the constant pass, not this.
      return { adds: (coded.length - 1) * outputs, multiplies: 0, compares: 0 };
    case 'Mul':
      return { adds: 0, multiplies: outputs, compares: 0 };
    case 'AveragePool': {
      const window = (node.attributes['kernel'] as readonly number[]).reduce((product, size) => product * size, 1);
      return { adds: (window - 1) * outputs, multiplies: outputs, compares: 0 };
    }
    case 'ReduceSum':
      return { adds: inputs - outputs, multiplies: 0, compares: 0 };
    case 'ReduceMean':
      return { adds: inputs - outputs, multiplies: outputs, compares: 0 };
    default:
      // Interpolation and anything new: one multiply-accumulate for each output value.
      return { adds: outputs, multiplies: outputs, compares: 0 };
  }
}
