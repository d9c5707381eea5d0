/**
 * The thresholds of a layer as the working plan would have them, as far as that is known without calibrating again: a fixed value, or the
 * calibrated ones with the plan's scale in place of the one they were calibrated with.
 */
import type { LayerStatistics } from '../../../src-shared/contract/index.ts';
import type { LayerSettings } from '../../../src-shared/plan/index.ts';
import { mostSpikesOf } from '../../../src-shared/units/index.ts';

export interface Thetas {
  /**
   * `fixed`: the plan's value. `calibrated`: what runs use. `scaled`: the calibrated ones in proportion to the new scale. `outdated`: the
   * same, though the plan asks for another statistic: an estimate.
   */
  readonly basis: 'fixed' | 'calibrated' | 'scaled' | 'outdated';
  /** How many there are in the layer: one alone where it is fixed. */
  readonly count: number;
  /** Least, middle and largest of the channel that is shown, or of all. */
  readonly low: number;
  readonly middle: number;
  readonly high: number;
  /** True if another scale moves them in proportion; false if the calibration's scale is unknown, or had no part in them. */
  readonly scalable: boolean;
}

export interface ThetaRequest {
  readonly settings: LayerSettings;
  /** What the calibration was made with; null while that is not known. */
  readonly calibrated: LayerSettings | null;
  readonly statistics: Pick<LayerStatistics, 'threshold' | 'thresholdCount'>;
  /** The services would set its thresholds anew. */
  readonly outdated: boolean;
}

export function thetasOf({ settings, calibrated, statistics, outdated }: ThetaRequest): Thetas {
  const { value, scale } = settings.threshold;
  if (value !== undefined) return { basis: 'fixed', count: 1, low: value, middle: value, high: value, scalable: false };
  const before = calibrated === null || calibrated.threshold.value !== undefined ? null : calibrated.threshold.scale;
  const factor = before === null ? 1 : scale / before;
  const scaled = (basis: Thetas['basis'], by: number, scalable: boolean): Thetas => {
    const [low, middle, high] = statistics.threshold;
    return { basis, count: statistics.thresholdCount, low: low * by, middle: middle * by, high: high * by, scalable };
  };
  if (!outdated) return scaled('calibrated', 1, true);
  const basis = calibrated && onlyScaleDiffers(settings, calibrated) ? 'scaled' : 'outdated';
  return scaled(basis, factor, before !== null);
}

/** The scale with which the middle threshold is `to`, four significant digits. `thetas` must be scalable. */
export const scaleFor = (to: number, { middle }: Pick<Thetas, 'middle'>, scale: number): number =>
  Number(((scale * to) / middle).toPrecision(4));

/** Whether the statistic is the same and only its factor differs; the neuron counts, since multi-spike ones spread θ over n bits. */
function onlyScaleDiffers(a: LayerSettings, b: LayerSettings): boolean {
  const [x, y] = [a.threshold, b.threshold];
  if (y.value !== undefined || x.method !== y.method || x.of !== y.of || x.level !== y.level) return false;
  if (x.method === 'percentile' && x.percentile !== y.percentile) return false;
  const levels = (settings: LayerSettings): string =>
    settings.neuron === 'ms' ? `ms ${settings.thresholds} ${mostSpikesOf(settings).mostSpikes ?? 'all'}` : 'others';
  // Threshold iteration also depends on the neuron's levels, and the least measured error on its coding too.
  if (x.method === 'measured' && a.coding !== b.coding) return false;
  const ofLevels = x.method === 'iteration' || x.method === 'measured';
  if (ofLevels && (a.neuron !== b.neuron || a.thresholds !== b.thresholds)) return false;
  return levels(a) === levels(b);
}
