/**
 * Which thresholds a plan would set anew, and whether that needs a pass over the calibration samples: the statistics of an
 * earlier pass give every threshold that depends on the same of them (docs/algorithm.md §6). Pure.
 */
import type { LayerSettings } from '../plan/types.ts';
import { iterationLevels } from './iteration-levels.ts';

/** The settings of every layer by a plan, and its number of time steps T. */
export interface ResolvedSettings {
  readonly layers: ReadonlyMap<string, LayerSettings>;
  readonly steps: number;
}

/** A layer whose thresholds the settings would set in another way than the calibration. */
export interface OutdatedLayer {
  readonly layer: string;
  /** `derive`: from the statistics there are, exactly as a pass would; `pass`: only a pass over the samples tells. */
  readonly needs: 'derive' | 'pass';
}

/**
 * Layers whose thresholds `now` sets otherwise than `calibrated`, the settings that the present thresholds are for.
 * `measured`: the settings that the statistics were collected for; undefined where there are none (every threshold was given).
 */
export function outdatedLayers(
  now: ResolvedSettings,
  calibrated: ResolvedSettings,
  measured: ResolvedSettings | undefined,
): OutdatedLayer[] {
  return [...now.layers].flatMap(([layer, settings]): OutdatedLayer[] => {
    const before = calibrated.layers.get(layer);
    if (before && thresholdKey(settings, now.steps) === thresholdKey(before, calibrated.steps)) return [];
    const statistics = measured?.layers.get(layer);
    return [{ layer, needs: isDerivable(settings, statistics) ? 'derive' : 'pass' }];
  });
}

/** All that the thresholds of a plan depend on, as one text: two plans of a network with the same one have the same thresholds. */
export const thresholdSignature = ({ layers, steps }: ResolvedSettings): string =>
  [...layers].map(([layer, settings]) => `${JSON.stringify(layer)} ${thresholdKey(settings, steps)}`).join('\n');

/** Everything that the base thresholds of a layer depend on, besides the samples. */
function thresholdKey({ neuron, thresholds, threshold }: LayerSettings, steps: number): string {
  const { method, percentile, of, level, scale, value } = threshold;
  if (value !== undefined) return `value ${value}`;
  const statistic =
    method === 'percentile' ? percentile : method === 'iteration' ? iterationLevels(neuron, thresholds, steps) : '';
  // The bits of a multi-spike neuron reach the statistic together.
  return [method, statistic, of, level, scale, neuron === 'ms' ? thresholds : ''].join(' ');
}

/** Means and variances are there for one level; maxima also for what they were taken of; percentiles also for the one asked for. */
function isDerivable({ threshold }: LayerSettings, measured: LayerSettings | undefined): boolean {
  if (threshold.value !== undefined) return true;
  if (measured?.threshold.level !== threshold.level) return false;
  if (threshold.method === 'iteration') return true;
  if (measured.threshold.of !== threshold.of) return false;
  if (threshold.method === 'max') return true;
  return measured.threshold.method === 'percentile' && measured.threshold.percentile === threshold.percentile;
}
