/** The terms that a device pays for, and their counts in a workload without prices: what a model does not price is listed by them. */
import { charges, LEDGER_LABELS, type LedgerTerm } from '../ledger.ts';
import { DEFAULT_TABLE } from '../default-table.ts';
import type { Workload, WorkloadLayer } from '../workload.ts';

/** Labels of all terms. The first are those of the full ledger. */
export const TERM_LABELS = {
  ...LEDGER_LABELS,
  addressing: 'Addresses of weights and targets computed',
  'activation-memory': 'Activation memory: values read and written',
  spike: 'Spikes sent',
  routing: 'Routing of spikes between cores',
  static: 'Static power during the steps',
} as const;

/** Terms within a sentence: "82 % of the energy goes into weight memory". */
export const TERM_NAMES: Readonly<Record<TermName, string>> = {
  accumulate: 'accumulates of spikes',
  'multiply-accumulate': 'multiply-accumulates of real values',
  constant: 'constant parts',
  'neuron-update': 'neuron updates',
  expectation: 'expectation units',
  pooling: 'max pooling',
  product: 'products',
  transcoder: 'transcoders',
  linear: 'branches, averages and scalings',
  'state-memory': 'state memory',
  'weight-memory': 'weight memory',
  addressing: 'addressing',
  'activation-memory': 'activation memory',
  spike: 'sending spikes',
  routing: 'routing of spikes',
  static: 'static power',
};

/** The name of a term. */
export type TermName = LedgerTerm | 'addressing' | 'activation-memory' | 'spike' | 'routing' | 'static';

/** The layer that a charge belongs to. */
export interface Owner {
  readonly kind: 'counted' | 'neuron';
  readonly name: string;
}

/** A count per sample. */
export interface Count {
  readonly term: TermName;
  readonly owner?: Owner;
  readonly count: number;
}

/** A sum of steps 1…`steps`, per sample. */
export const perSample = (perStep: readonly number[], steps: number, samples: number): number =>
  perStep.slice(0, steps).reduce((sum, value) => sum + value, 0) / samples;

/** Number of spike-driven accumulates of the first `steps` steps, per sample; 0 for a layer of real-valued input. */
export const accumulatesOf = (layer: WorkloadLayer, steps: number, samples: number): number =>
  layer.input === 'spikes' ? perSample(layer.accumulates, steps, samples) : 0;

/** Number of multiply-accumulates of the first `steps` steps, per sample; 0 for a layer that receives spikes. */
export const macsOf = (layer: WorkloadLayer, steps: number, samples: number): number =>
  layer.input === 'real' ? perSample(layer.operations, steps, samples) : 0;

/** Number of spikes of all neuron layers in the first `steps` steps, per sample. */
export const spikesOf = ({ neurons, samples }: Workload, steps: number): number =>
  neurons.reduce((sum, { spikes }) => sum + perSample(spikes, steps, samples), 0);

/** Everything that happens in the first `steps` steps, by term. Static power is counted in steps, since their time is not known. */
export function countsOf(workload: Workload, steps: number): readonly Count[] {
  const { neurons, samples } = workload;
  return [
    ...charges(workload, DEFAULT_TABLE, steps).map(({ term, owner, count }) =>
      owner ? { term, owner, count } : { term, count },
    ),
    ...neurons.map(
      ({ name, spikes }): Count => ({
        term: 'routing',
        owner: { kind: 'neuron', name },
        count: perSample(spikes, steps, samples),
      }),
    ),
    { term: 'static', count: steps },
  ];
}

/** The same workload with `factor` times its spikes, and the operations that they cause. Real-valued input stays. */
export const withActivity = (workload: Workload, factor: number): Workload => {
  const scaled = (values: readonly number[]): number[] => values.map((value) => value * factor);
  return {
    ...workload,
    layers: workload.layers.map((layer) =>
      layer.input === 'spikes'
        ? { ...layer, operations: scaled(layer.operations), accumulates: scaled(layer.accumulates) }
        : layer,
    ),
    neurons: workload.neurons.map((layer) => ({ ...layer, spikes: scaled(layer.spikes) })),
  };
};
