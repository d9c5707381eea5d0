/** The selected layers beside each other: their thresholds, and their part in the shown run. */
import type { CalibrationSummary, NeuronLayerInfo } from '../../../src-shared/contract/index.ts';
import {
  conversionErrorOf,
  firingRateOf,
  isNeuronLayer,
  type RunReport,
  thresholdLossesOf,
} from '../../../src-shared/results/index.ts';

export interface LayerSummary {
  readonly name: string;
  readonly node: string;
  /** Middle base threshold of the calibration; null before one. */
  readonly threshold: number | null;
  /** Figures of the layer in the run, one number each (`FIGURES`); null if the run did not record them. */
  readonly firingRate: number | null;
  readonly error: number | null;
  readonly thresholdCost: number | null;
  readonly energyShare: number | null;
}

/** One row per layer, in the order of the network. */
export function layerSummaries(
  layers: readonly NeuronLayerInfo[],
  calibration: Pick<CalibrationSummary, 'layers'> | null,
  report: Pick<RunReport, 'layers'> | null,
): LayerSummary[] {
  const thresholds = new Map(calibration?.layers.map(({ layer, threshold }) => [layer, threshold[1]]));
  const results = new Map((report?.layers ?? []).filter(isNeuronLayer).map((layer) => [layer.name, layer]));
  return layers.map(({ name, node }) => {
    const result = results.get(name);
    return {
      name,
      node,
      threshold: thresholds.get(name) ?? null,
      firingRate: result ? firingRateOf(result) : null,
      error: result ? conversionErrorOf(result) : null,
      thresholdCost: (result && thresholdLossesOf(result)?.cost) ?? null,
      energyShare: result?.energy_share ?? null,
    };
  });
}
