/** Applies a model to a workload, with the ratios to the network that is replaced and the firing rate at which both would be equal. */
import type { Workload } from '../workload.ts';
import { firingRates, paperRatio } from '../paper-ratio.ts';
import { type Baseline, type Estimate, exactly } from './estimate.ts';
import { eventEstimate } from './event-model.ts';
import { lemaireEstimate } from './lemaire-model.ts';
import { ledgerEstimate, paperEstimate, type Reuse } from './ledger-models.ts';
import type { EnergyModel } from './model-schema.ts';
import { accumulatesOf, spikesOf, withActivity } from './terms.ts';

/** The estimate of a model. `reuse` replaces the weight reuse of a model that has one. Throws a RangeError for steps beyond the run. */
export function estimate(model: EnergyModel, workload: Workload, steps: number, reuse?: Reuse): Estimate {
  if (!Number.isInteger(steps) || steps < 1 || steps > workload.steps)
    throw new RangeError(`a workload of ${workload.steps} steps has no step ${steps}`);
  switch (model.formula) {
    case 'events':
      return eventEstimate(model, workload, steps);
    case 'ledger':
      return ledgerEstimate(model, workload, steps, model.reuse === null ? null : (reuse ?? model.reuse));
    case 'paper-ratio':
      return paperEstimate(workload, steps);
    case 'lemaire':
      return lemaireEstimate(model, workload, steps);
  }
}

/**
 * Energy of the spiking network over that of a baseline, nominal; null if either has no price. The paper's ratio is computed as
 * reports do, so that both show the same figure to the last bit.
 */
export function ratioTo(model: EnergyModel, workload: Workload, { steps, total }: Estimate, baseline: Baseline): number | null {
  if (total === null || baseline.pj === null || baseline.pj.nom === 0) return null;
  if (model.formula !== 'paper-ratio') return total.nom / baseline.pj.nom;
  return paperRatio(firingRates(workload.layers, workload.samples, workload.steps)[steps - 1]!, steps);
}

/** How busy a spiking network is: the figures that published thresholds are about. */
export interface Activity {
  /** Accumulates of spikes per synapse and inference: their number over that of one dense pass of the same layers. */
  readonly spikes_per_synapse: number;
  /** Spikes per neuron and step, the mean over all neurons. */
  readonly firing_rate: number;
}

/** The activity of the first `steps` steps; 0 for a network without spikes. */
export function activityOf(workload: Workload, steps: number): Activity {
  const { layers, neurons, samples } = workload;
  const spiking = layers.filter(({ input }) => input === 'spikes');
  const dense = spiking.reduce((sum, layer) => sum + layer.dense, 0);
  const accumulates = spiking.reduce((sum, layer) => sum + accumulatesOf(layer, steps, samples), 0);
  const places = steps * neurons.reduce((sum, layer) => sum + layer.neurons, 0);
  return {
    spikes_per_synapse: dense === 0 ? 0 : accumulates / dense,
    firing_rate: places === 0 ? 0 : spikesOf(workload, steps) / places,
  };
}

/** The activity at which the spiking network costs as much as a baseline. */
export type BreakEven =
  /** The price of one of the two is not known, or the network sends no spikes. */
  | { readonly kind: 'unknown' }
  /** Even without a spike it costs more. */
  | { readonly kind: 'never'; readonly idle: number }
  | { readonly kind: 'at'; readonly firing_rate: number; readonly spikes_per_synapse: number; readonly factor: number };

/** Scales all spikes until the energies are equal. Every formula is linear in the number of spikes, so that two points suffice. */
export function breakEven(model: EnergyModel, workload: Workload, steps: number, id: Baseline['id'], reuse?: Reuse): BreakEven {
  const now = estimate(model, workload, steps, reuse);
  const baseline = now.baselines.find((one) => one.id === id)!.pj;
  const idle = estimate(model, withActivity(workload, 0), steps, reuse).total;
  if (now.total === null || idle === null || baseline === null) return { kind: 'unknown' };
  const bySpikes = now.total.nom - idle.nom;
  if (idle.nom >= baseline.nom) return { kind: 'never', idle: idle.nom };
  if (bySpikes <= 0) return { kind: 'unknown' };
  const factor = (baseline.nom - idle.nom) / bySpikes;
  const { firing_rate, spikes_per_synapse } = activityOf(workload, steps);
  return { kind: 'at', factor, firing_rate: firing_rate * factor, spikes_per_synapse: spikes_per_synapse * factor };
}

/** Total of an estimate in pJ; 0 if nothing is priced. */
export const nominal = ({ total }: Estimate): number => (total ?? exactly(0)).nom;
