/** The paper's firing rate and energy ratio (docs/algorithm.md §7). */
import { DEFAULT_TABLE } from './default-table.ts';
import type { EnergyTable } from './energy-table.ts';

/** Operations of one counted layer over a run. */
export interface LayerOperations {
  /** Operations of one step per sample, if no input were zero. */
  readonly dense: number;
  /** Synaptic operations of each step `[T]`, summed over the samples. */
  readonly operations: readonly number[];
}

/** Σ sop / Σ dense over layers and steps up to each step `[T]`. 0 for a network without counted layers. */
export function firingRates(layers: readonly LayerOperations[], samples: number, steps: number): number[] {
  const dense = samples * layers.reduce((sum, layer) => sum + layer.dense, 0);
  let operations = 0;
  return Array.from({ length: steps }, (_, t) => {
    for (const layer of layers) operations += layer.operations[t]!;
    return dense === 0 ? 0 : operations / (dense * (t + 1));
  });
}

/** n · E_AC/E_MAC · rate after n steps, in 32-bit floating point: with the default table 0.9 pJ and 0.9 + 3.7 = 4.6 pJ. */
export function paperRatio(firingRate: number, steps: number, table: EnergyTable = DEFAULT_TABLE): number {
  const { add, multiply } = table.arithmetic.float32;
  return steps * (add / (add + multiply)) * firingRate;
}
