/**
 * The thresholds of a layer as the working plan would have them, as far as that is known without calibrating again: a fixed value, the
 * calibrated ones, or those scaled where only the scale was changed.
 */
import type { LayerStatistics } from '../../../src-shared/contract/index.ts';
import type { LayerSettings } from '../../../src-shared/plan/index.ts';

export interface Thetas {
  /**
   * `fixed`: the plan's value. `calibrated`: what runs use. `scaled`: the calibrated ones in proportion to the new scale. `outdated`: the
   * calibrated ones, though the plan asks for others.
   */
  readonly basis: 'fixed' | 'calibrated' | 'scaled' | 'outdated';
  /** One per group, as in the statistics; one alone where it is fixed. */
  readonly values: readonly number[];
}

export interface ThetaRequest {
  readonly settings: LayerSettings;
  /** What the calibration was made with; null while that is not known. */
  readonly calibrated: LayerSettings | null;
  readonly statistics: Pick<LayerStatistics, 'thresholds'>;
  /** The services would set its thresholds anew. */
  readonly outdated: boolean;
}

export function thetasOf({ settings, calibrated, statistics, outdated }: ThetaRequest): Thetas {
  const { threshold } = settings;
  if (threshold.value !== undefined) return { basis: 'fixed', values: [threshold.value] };
  const { thresholds } = statistics;
  if (!outdated) return { basis: 'calibrated', values: thresholds };
  if (calibrated && onlyScaleDiffers(settings, calibrated)) {
    const factor = threshold.scale / calibrated.threshold.scale;
    return { basis: 'scaled', values: thresholds.map((theta) => theta * factor) };
  }
  return { basis: 'outdated', values: thresholds };
}

/** Whether the statistic is the same and only its factor differs; the neuron counts, since multi-spike ones spread θ over n bits. */
function onlyScaleDiffers(a: LayerSettings, b: LayerSettings): boolean {
  const [x, y] = [a.threshold, b.threshold];
  if (y.value !== undefined || x.method !== y.method || x.level !== y.level) return false;
  if (x.method === 'percentile' && x.percentile !== y.percentile) return false;
  const levels = (settings: LayerSettings): string => (settings.neuron === 'ms' ? `ms ${settings.thresholds}` : 'others');
  // Threshold iteration also depends on the neuron's levels.
  return x.method === 'iteration' ? a.neuron === b.neuron && a.thresholds === b.thresholds : levels(a) === levels(b);
}

/** The thresholds that stand for one channel, or for all (null): those of its groups. */
export function thetasOfChannel(
  values: readonly number[],
  level: LayerStatistics['level'],
  channel: number | null,
  channels: number,
): readonly number[] {
  if (channel === null || values.length === 1 || level === 'layer') return values;
  if (level === 'channel') return values.slice(channel, channel + 1);
  const inner = values.length / channels;
  return values.slice(channel * inner, (channel + 1) * inner);
}

/** Least, middle and largest; needs at least one. */
export function spread(values: readonly number[]): { readonly low: number; readonly middle: number; readonly high: number } {
  const sorted = [...values].sort((a, b) => a - b);
  return { low: sorted[0]!, middle: sorted[Math.floor((sorted.length - 1) / 2)]!, high: sorted.at(-1)! };
}
