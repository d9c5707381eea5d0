/** What tiles of a batch leave behind, added up over the batch. */
import type { BatchResult, Losses, NeuronCounts, OperationCounts } from '../src-shared/engine/index.ts';
import type { SpikingNetwork } from '../src-shared/spiking/index.ts';
import { LOSSES, lossRecord } from '../src-shared/units/index.ts';

export interface TileSums {
  readonly spikes: readonly Float64Array[];
  readonly bits: readonly Float64Array[];
  readonly squaredError: readonly Float64Array[];
  readonly squaredNorm: Float64Array;
  /** Of each neuron layer: count and Σ squared error of each loss in turn. */
  readonly losses: readonly Float64Array[];
  readonly operations: readonly Float64Array[];
  readonly accumulates: readonly Float64Array[];
}

/** Neuron layers and counted layers are known by their positions. */
export function emptySums({ stages, counted }: SpikingNetwork, steps: number): TileSums {
  const neurons = stages.filter(({ kind }) => kind === 'neuron').length;
  const arrays = (count: number, length: number): Float64Array[] => Array.from({ length: count }, () => new Float64Array(length));
  return {
    spikes: arrays(neurons, steps),
    bits: arrays(neurons, steps),
    squaredError: arrays(neurons, steps),
    squaredNorm: new Float64Array(neurons),
    losses: arrays(neurons, 2 * LOSSES.length),
    operations: arrays(counted.length, steps),
    accumulates: arrays(counted.length, steps),
  };
}

export function addTo(sum: Float64Array, values: Float64Array): void {
  for (let i = 0; i < sum.length; i++) sum[i]! += values[i]!;
}

/** By stage and by counted layer. */
export function countsOf(
  { stages, counted }: SpikingNetwork,
  sums: TileSums,
  errors: boolean,
): Pick<BatchResult, 'neurons' | 'counted'> {
  const neuron = (index: number): NeuronCounts => {
    const counts = { spikes: sums.spikes[index]!, bits: sums.bits[index]! };
    if (!errors) return counts;
    const losses: Losses = lossRecord((loss) => ({
      count: sums.losses[index]![2 * loss]!,
      squaredError: sums.losses[index]![2 * loss + 1]!,
    }));
    return { ...counts, squaredError: sums.squaredError[index]!, squaredNorm: sums.squaredNorm[index]!, losses };
  };
  const operations = (index: number): OperationCounts => ({
    operations: sums.operations[index]!,
    accumulates: sums.accumulates[index]!,
  });
  const layers = stages.filter((stage) => stage.kind === 'neuron');
  return {
    neurons: new Map(layers.map(({ id }, index) => [id, neuron(index)])),
    counted: new Map(counted.map(({ name }, index) => [name, operations(index)])),
  };
}
