/** The baseline: the energy that the float network itself would need for one inference, under the same rules (docs/energy.md). */
import { type Cost, costOf } from './cost.ts';
import type { Arithmetic, OpName } from '../network/index.ts';
import type { EnergyTable, Precision } from './energy-table.ts';
import type { LedgerInput, LedgerLayer } from './ledger-input.ts';

/** Operations of a function per input value, by canonical operator. */
export const functionCost = (table: EnergyTable, op: OpName): Arithmetic => table.functions[op] ?? table.functions['default']!;

/**
 * pJ per sample in the given precision, or at the given cost: multiply-accumulates with one weight fetched for each, functions,
 * pooling, other linear operators, biases, and one write and one read of every activation. `uses`: how often a layer uses a
 * weight that it has fetched.
 */
export function floatEnergy(
  input: LedgerInput,
  table: EnergyTable,
  precision: Precision | Cost,
  uses: (layer: LedgerLayer) => number = () => 1,
): number {
  const cost = typeof precision === 'string' ? costOf(table, precision) : precision;
  let energy = cost.arithmetic(input.linear);
  for (const layer of input.layers) {
    const word = layer.kind === 'product' ? cost.wideWord(layer.weights) : cost.word(layer.weights);
    energy += layer.dense * (cost.multiplyAccumulate + word / uses(layer));
  }
  for (const { rule, neurons } of input.neurons)
    if (rule === 'relu') energy += neurons * cost.arithmetic(functionCost(table, 'Relu'));
  for (const unit of input.units) {
    if (unit.kind === 'expectation') energy += unit.inputs * cost.arithmetic(functionCost(table, unit.op));
    if (unit.kind === 'product' && unit.form === 'elementwise')
      energy += unit.outputs * cost.arithmetic({ adds: 0, multiplies: 1, compares: 0 });
    if (unit.kind === 'max-pool') energy += unit.outputs * cost.arithmetic({ adds: 0, multiplies: 0, compares: unit.window - 1 });
  }
  for (const { elements } of input.constants) energy += elements * cost.accumulate;
  for (const elements of input.activations) energy += 2 * elements * cost.activation(elements);
  return energy;
}
