/** What a run says of one layer, step by step: its neurons' firing and error, and the operations that its spikes cause. */
import type { Graph } from '../../../src-shared/contract/index.ts';
import {
  conversionErrorOf,
  type CountedLayerResult,
  firingRateOf,
  isNeuronLayer,
  type NeuronLayerResult,
  type RunReport,
  type ThresholdLosses,
  thresholdLossesOf,
  thresholdRemedy,
} from '../../../src-shared/results/index.ts';

export interface LayerStep {
  readonly step: number;
  /** Share of neurons that sent something at this step; null for a layer without neurons. */
  readonly firingRate: number | null;
  /** Relative error after this step; null where it was not recorded. */
  readonly error: number | null;
  /** Synaptic operations per image at this step; null where nothing is counted. */
  readonly operations: number | null;
}

export interface LayerFigures {
  readonly steps: readonly LayerStep[];
  /** The figures of a neuron layer in one number each (`FIGURES`); null for a layer without neurons, or an error that was not recorded. */
  readonly firingRate: number | null;
  readonly conversionError: number | null;
  /** What its thresholds lose; null for a layer without neurons, or where it was not measured. */
  readonly losses: ThresholdLosses | null;
  /** What to change; null where nothing that matters is lost. */
  readonly remedy: string | null;
  /** Share of the full ledger's energy; null where the ledger does not divide it by layer. */
  readonly energyShare: number | null;
  /** Counted layers whose operations these are. */
  readonly counted: readonly string[];
}

/** The figures of a node of the graph: of its neurons, if it has some, and of the counted layers it is or feeds. Null where the run knows neither. */
export function layerFigures(report: RunReport, graph: Graph, nodeId: string): LayerFigures | null {
  const node = graph.nodes.find(({ id }) => id === nodeId);
  if (!node) return null;
  const neurons = report.layers.find((layer): layer is NeuronLayerResult => isNeuronLayer(layer) && layer.name === node.layer);
  const names = node.counted === null ? countedBelow(graph, nodeId) : [node.counted];
  const counted = report.layers.filter(
    (layer): layer is CountedLayerResult => !isNeuronLayer(layer) && names.includes(layer.name),
  );
  if (!neurons && counted.length === 0) return null;
  const samples = report.settings.dataset.samples;
  const own = neurons ?? (counted.length === 1 ? counted[0] : undefined);
  return {
    steps: report.steps.map(({ step }, t) => ({
      step,
      firingRate: neurons?.firing_rate[t] ?? null,
      error: neurons?.conversion_error?.[t] ?? null,
      operations:
        counted.length === 0 || samples === 0 ? null : counted.reduce((sum, { sop }) => sum + (sop[t] ?? 0), 0) / samples,
    })),
    firingRate: neurons ? firingRateOf(neurons) : null,
    conversionError: neurons ? conversionErrorOf(neurons) : null,
    losses: neurons ? thresholdLossesOf(neurons) : null,
    remedy: neurons ? thresholdRemedy(neurons) : null,
    energyShare: own?.energy_share ?? null,
    counted: counted.map(({ name }) => name),
  };
}

/** Counted layers that receive a node's spikes, through operators that count nothing themselves. */
export function countedBelow(graph: Graph, nodeId: string): string[] {
  const found: string[] = [];
  const seen = new Set([nodeId]);
  const queue = [nodeId];
  for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
    for (const node of graph.nodes) {
      if (!node.inputs.includes(id) || seen.has(node.id)) continue;
      seen.add(node.id);
      if (node.counted !== null) found.push(node.counted);
      // Neurons further down send spikes of their own.
      else if (node.form !== 'neuron') queue.push(node.id);
    }
  }
  return found;
}

/** Every n-th step, the last one always among them, at most `most`; and n. */
export function thinned<T>(steps: readonly T[], most: number): { readonly rows: readonly T[]; readonly every: number } {
  const every = Math.ceil(steps.length / most);
  return { rows: steps.filter((_, index) => (steps.length - 1 - index) % every === 0), every };
}
