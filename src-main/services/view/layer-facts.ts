/** What the calibration of a run says about its layers: thresholds that were not found, or are 0, or are large beside the activations. A job. */
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import type { LayerCalibrationFacts } from '../../../src-shared/results/index.ts';
import { openProject, type StoredLayer } from '../../project/index.ts';
import { leastMiddleLargest } from './calibration-brief.ts';

/** The run of a project. */
export interface LayerFactsRequest {
  readonly project: string;
  readonly run: number;
  /** Layers whose neurons replace a ReLU: only what their input has above 0 is an activation. */
  readonly relu: readonly string[];
}

/** The facts of each layer, in the order of the network. Throws `run.missing` for a run without a calibration. */
export function layerFacts({ project: path, run: id, relu }: LayerFactsRequest): LayerCalibrationFacts[] {
  using project = openProject(path, { readOnly: true });
  const run = project.run(id);
  const calibration = typeof run?.calibration === 'number' ? project.calibration(run.calibration) : undefined;
  if (!calibration) throw new SpikeloomError('run.missing', `Run ${id} has no calibration; choose another run.`);
  const rectified = new Set(relu);
  return calibration.layers.map((one) => {
    const middle = medianActivation(one, rectified.has(one.layer));
    const [, theta] = leastMiddleLargest(one.thresholds.values);
    const overMedian = middle === null || theta === 0 ? null : theta / middle;
    return { layer: one.layer, unsolved: one.unsolved.length, silent: one.silent.length, overMedian };
  });
}

/** The median magnitude of the activations that are not 0, from the histograms of all channels; null without histograms or activations. */
export function medianActivation({ statistics }: Pick<StoredLayer, 'statistics'>, isRectified: boolean): number | null {
  const { histogram, range } = statistics;
  if (!histogram || !range) return null;
  const bins = histogram.shape[1]!;
  const found: { readonly size: number; readonly count: number }[] = [];
  range.values.forEach((most, channel) => {
    for (let bin = 0; bin < bins; bin++) {
      const count = histogram.values[channel * bins + bin]!;
      const value = most * ((2 * bin + 1) / bins - 1);
      if (count > 0 && most > 0 && (value > 0 || !isRectified)) found.push({ size: Math.abs(value), count });
    }
  });
  found.sort((a, b) => a.size - b.size);
  const half = found.reduce((sum, { count }) => sum + count, 0) / 2;
  let sum = 0;
  return found.find(({ count }) => (sum += count) >= half)?.size ?? null;
}
