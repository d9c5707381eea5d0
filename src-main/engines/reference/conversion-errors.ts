/**
 * Conversion error: the distance of each neuron layer's running estimate from the float activation that it stands for, after
 * every step, and the part of it that θ loses.
 */
import type { ValueId } from '../../../src-shared/network/index.ts';
import type { NeuronUnit, SpikingNetwork } from '../../../src-shared/spiking/index.ts';
import type { NeuronCounts } from '../../../src-shared/engine/index.ts';
import {
  advanceEstimate,
  carriedRange,
  lossBounds,
  lossOf,
  lossRecord,
  neuronThresholds,
  reachAfterSteps,
} from '../../../src-shared/units/index.ts';

/**
 * Follows the estimates of all neuron layers of a batch. `activations` are float values `[B, …]` by the value that a layer
 * writes.
 */
export function createConversionErrors(spiking: SpikingNetwork, activations: ReadonlyMap<ValueId, Float64Array>, steps: number) {
  const layers = new Map(
    spiking.stages.flatMap((stage) => {
      if (stage.kind !== 'neuron') return [];
      const activation = activations.get(stage.output)!;
      const squaredNorm = activation.reduce((sum, value) => sum + value * value, 0);
      const theta = neuronThresholds(stage.thresholds, spiking.network.shapes.get(stage.output)!);
      const state = {
        activation,
        theta,
        bounds: lossBounds(carriedRange(stage, steps, spiking.tau)),
        losses: lossRecord(() => ({ count: 0, squaredError: 0 })),
        reach: reachAfterSteps(stage, steps, spiking.tau),
        clipped: new Float64Array(steps),
        estimate: new Float64Array(activation.length),
        squaredError: new Float64Array(steps),
        squaredNorm,
      };
      return [[stage.id, state] as const];
    }),
  );
  return {
    add(unit: NeuronUnit, sent: Float64Array, t: number): void {
      const { activation, estimate, squaredError, theta, bounds, losses, reach, clipped } = layers.get(unit.id)!;
      advanceEstimate(estimate, sent, t, { coding: unit.coding, tau: spiking.tau });
      let error = 0;
      for (let i = 0; i < sent.length; i++) {
        const squared = (estimate[i]! - activation[i]!) ** 2;
        error += squared;
        const [magnitude, base] = [Math.abs(activation[i]!), theta[i % theta.length]!];
        if (magnitude > base * reach[t]! && magnitude <= base * bounds[1]) clipped[t]!++;
        if (t < steps - 1) continue;
        const loss = lossOf(activation[i]!, base, bounds);
        if (loss === null) continue;
        losses[loss].count++;
        losses[loss].squaredError += squared;
      }
      squaredError[t] = error;
    },
    of(id: string): Required<Pick<NeuronCounts, 'squaredError' | 'squaredNorm' | 'losses' | 'clipped'>> {
      const { squaredError, squaredNorm, losses, clipped } = layers.get(id)!;
      return { squaredError, squaredNorm, losses, clipped };
    },
  };
}
