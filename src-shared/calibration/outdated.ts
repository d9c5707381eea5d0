/**
 * Finds the layers whose thresholds a plan changes, and whether the new thresholds need a pass over the calibration samples. The
 * statistics of an earlier pass give every threshold that depends on the same statistics (docs/algorithm.md §6). Pure.
 */
import type { LayerSettings } from '../plan/types.ts';
import { mostSpikesOf } from '../units/index.ts';
import { iterationLevels } from './iteration-levels.ts';
import { staircaseSteps } from './measured-threshold.ts';

/** The settings that a plan gives every layer, and its number of time steps T. */
export interface ResolvedSettings {
  readonly layers: ReadonlyMap<string, LayerSettings>;
  readonly steps: number;
}

/** A layer whose threshold a plan changes, and the work that the new threshold needs. */
export interface OutdatedLayer {
  readonly layer: string;
  /** `derive`: existing statistics give the threshold, exactly as a new pass would. `pass`: a pass over the samples is needed. */
  readonly needs: 'derive' | 'pass';
}

/**
 * Layers whose thresholds differ between `now` and `calibrated`, the settings of the present thresholds. `measured`: the settings
 * that the statistics were collected for; undefined if there are none because the plan gave every threshold.
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

/** All settings that the thresholds of a plan depend on, as one text. Two plans of a network with equal signatures have equal thresholds. */
export const thresholdSignature = ({ layers, steps }: ResolvedSettings): string =>
  [...layers].map(([layer, settings]) => `${JSON.stringify(layer)} ${thresholdKey(settings, steps)}`).join('\n');

/** All settings that the base thresholds of a layer and their mean error depend on, as text. */
function thresholdKey(settings: LayerSettings, steps: number): string {
  const base = baseKey(settings, steps);
  return settings.correction === 'mean' ? [base, 'mean', ...staircaseKey(settings, steps)].join(' ') : base;
}

/** All settings that the staircase of a neuron depends on. */
function staircaseKey(settings: LayerSettings, steps: number): (string | number)[] {
  const { coding, neuron, initial } = settings;
  return [...[coding, neuron, levelsKey(settings), staircaseSteps(steps)], ...(initial === undefined ? [] : [`from ${initial}`])];
}

/** All settings that the base thresholds of a layer depend on, as text. */
function baseKey(settings: LayerSettings, steps: number): string {
  const { neuron, threshold } = settings;
  const levels = levelsKey(settings);
  const { method, percentile, of, level, scale, value } = threshold;
  if (value !== undefined) return `value ${value}`;
  if (method === 'measured') return [method, level, scale, ...staircaseKey(settings, steps)].join(' ');
  if (method === 'balanced') return [method, level, scale, neuron === 'ms' ? levels : ''].join(' ');
  const statistic = method === 'percentile' ? percentile : method === 'iteration' ? iterationLevels(settings, steps) : '';
  // All bits of a multi-spike neuron that one step may send together reach the statistic, so their numbers matter.
  return [method, statistic, of, level, scale, neuron === 'ms' ? levels : ''].join(' ');
}

/** The number of thresholds, and the limit of spikes in one step if the neurons have one. */
function levelsKey(settings: LayerSettings): string {
  const { mostSpikes } = mostSpikesOf(settings);
  return mostSpikes === undefined ? String(settings.thresholds) : `${settings.thresholds} at most ${mostSpikes}`;
}

/**
 * True if the measured statistics give the threshold. Statistics exist for one threshold level. Maxima and percentiles also depend on
 * the quantity that they were taken of (values or magnitudes), and percentiles on the percentage.
 */
function isDerivable({ threshold }: LayerSettings, measured: LayerSettings | undefined): boolean {
  if (threshold.value !== undefined) return true;
  if (measured?.threshold.level !== threshold.level) return false;
  if (threshold.method !== 'max' && threshold.method !== 'percentile') return true;
  if (measured.threshold.of !== threshold.of) return false;
  if (threshold.method === 'max') return true;
  return measured.threshold.method === 'percentile' && measured.threshold.percentile === threshold.percentile;
}
