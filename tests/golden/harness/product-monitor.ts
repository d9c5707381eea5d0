/**
 * How the golden files count products. algorithm.md §7 counts the non-zero pairs of x∘y, x∘B and A∘y with the A, B that are
 * multiplied; our engines do. The paper's monitor reconstructs A, B instead, so that zeros are miscounted: with rate coding it
 * sums x/(t+1) where the product sums x (x = θ, then −θ: A = 0, but θ − θ/2 ≠ 0); with differential coding it subtracts x/(t+1) from
 * the estimate after the step, which leaves rounding errors where A was 0. This counts as the monitor does, to show that
 * nothing else differs: counted so, every golden number is met exactly.
 */
import { operatorOf } from '../../../src-shared/network/operators/index.ts';
import { nonZero } from '../../../src-main/engines/reference/operation-counts.ts';
import { createStage } from '../../../src-main/engines/reference/stages.ts';
import type { SpikingNetwork } from '../../../src-shared/spiking/index.ts';
import { atBatch, tensor64 } from '../../../src-shared/tensor/index.ts';
import { encodeInput } from '../../../src-shared/units/index.ts';

/** Operations per step of every product, by counted layer's name, counted as the paper's monitor does. */
export function monitoredProducts(
  spiking: SpikingNetwork,
  inputs: Float64Array,
  batch: number,
  steps: number,
): Map<string, number[]> {
  const counts = new Map<string, number[]>();
  const estimates = new Map<string, { a: Float64Array; b: Float64Array }>();
  const names = new Map(spiking.counted.map((layer) => [layer.stage, layer.name]));
  let t = 0;
  const stages = spiking.stages.map((stage) =>
    createStage(spiking, stage, batch, (unit, { x, y, estimateX, estimateY }) => {
      const rate = unit.coding === 'rate';
      const sums = estimates.get(unit.id) ?? { a: new Float64Array(x.length), b: new Float64Array(y.length) };
      const a = rate ? sums.a : subtracted(estimateX, x, t);
      const b = rate ? sums.b : subtracted(estimateY, y, t);
      const [left, right] = unit.inputs.map((value) => atBatch(spiking.network.shapes.get(value)!, batch));
      const pairs = (p: Float64Array, q: Float64Array): number => {
        const product = operatorOf(unit.node.op).evaluate(
          [tensor64(left!, nonZero(p)), tensor64(right!, nonZero(q))],
          unit.node.attributes,
        );
        return Float64Array.from(product.data).reduce((sum, value) => sum + value, 0);
      };
      const name = names.get(unit.id)!;
      counts.set(name, [...(counts.get(name) ?? []), pairs(x, y) + pairs(x, b) + pairs(a, y)]);
      const next = (sum: Float64Array, value: Float64Array) => sum.map((entry, i) => entry + value[i]! / (t + 1));
      if (rate) estimates.set(unit.id, { a: next(a, x), b: next(b, y) });
    }),
  );
  for (; t < steps; t++) {
    const values = new Map([[spiking.network.input.value, encodeInput(spiking.coding, spiking.tau, inputs, t)]]);
    spiking.stages.forEach((stage, index) => values.set(stage.output, stages[index]!(values, t)));
  }
  return counts;
}

/** The estimate after a step less what the step added to it: the estimate before, but for rounding. */
const subtracted = (estimate: Float64Array, sent: Float64Array, t: number): Float64Array =>
  estimate.map((value, i) => value + sent[i]! / (t + 1) - sent[i]! / (t + 1));
