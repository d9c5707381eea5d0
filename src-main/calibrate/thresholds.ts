/**
 * Turns statistics into base thresholds θ (docs/algorithm.md §6, §9). A threshold is the statistic times the scale, and never
 * negative. For a multi-spike neuron it is chosen so that the bits that one step may send together reach the statistic.
 */
import { balancedThresholds, iterationLevels, meanErrors, measuredThresholds } from '../../src-shared/calibration/index.ts';
import { SpikeloomError } from '../../src-shared/errors/index.ts';
import type { LayerSettings } from '../../src-shared/plan/types.ts';
import type { Thresholds } from '../../src-shared/spiking/index.ts';
import { type Histograms, together } from '../../src-shared/statistics/index.ts';
import { mostQuanta, mostSpikesOf } from '../../src-shared/units/index.ts';
import type { NeuronSite } from '../convert/index.ts';
import { type Statistics, thresholdIteration } from './statistics/index.ts';

/** Thresholds of one layer. */
export interface SiteThresholds {
  readonly thresholds: Thresholds;
  /** Indices for which threshold iteration has no sound answer. */
  readonly unsolved: readonly number[];
  /** Indices whose statistic is negative: their θ is 0. */
  readonly silent: readonly number[];
}

/** The statistics that thresholds come from. */
export type UsedStatistics = Pick<Statistics, 'shape' | 'percentiles' | 'max' | 'mean' | 'variance' | 'histograms'>;

/** The threshold that a plan gives as a value. It needs no statistics. */
export const givenThreshold = (value: number): SiteThresholds => ({
  thresholds: { level: 'layer', shape: [1], values: Float64Array.of(value) },
  unsolved: [],
  silent: [],
});

/** Base thresholds of one layer. Throws `plan.invalid` for threshold iteration in front of a signed neuron. */
export function siteThresholds(
  site: NeuronSite,
  settings: LayerSettings,
  statistics: UsedStatistics,
  steps: number,
): SiteThresholds {
  const { level, method, scale, value } = settings.threshold;
  if (value !== undefined) return givenThreshold(value);
  const { base, unsolved } = baseStatistic(site, settings, statistics, steps);
  const silent: number[] = [];
  // θ is the largest threshold. The smallest of a multi-spike neuron is λ = θ/2ⁿ⁻¹, and all bits that a step may send together are the
  // statistic: λ(2ⁿ − 1), or λ(2ⁿ − 2ⁿ⁻ᴷ) with at most K spikes.
  // The measured error is that of the neuron itself, so that method finds θ and no statistic.
  const spread =
    settings.neuron === 'ms' && method !== 'measured'
      ? 2 ** (settings.thresholds - 1) / mostQuanta(settings.thresholds, mostSpikesOf(settings).mostSpikes)
      : 1;
  const values = base.map((statistic, index) => {
    if (statistic < 0) silent.push(index);
    return Math.max(0, statistic) * scale * spread;
  });
  const meanError =
    settings.correction === 'mean'
      ? { meanError: meanErrors(statistics.histograms, values, { settings, rule: site.rule, steps }) }
      : {};
  return { thresholds: { level, shape: statistics.shape, values, ...meanError }, unsolved, silent };
}

function baseStatistic(
  site: NeuronSite,
  settings: LayerSettings,
  statistics: UsedStatistics,
  steps: number,
): { base: Float64Array; unsolved: readonly number[] } {
  const { threshold } = settings;
  switch (threshold.method) {
    case 'max':
      return { base: statistics.max, unsolved: [] };
    case 'percentile':
      return { base: statistics.percentiles[0]!, unsolved: [] };
    case 'iteration': {
      if (site.rule === 'signed') {
        throw new SpikeloomError(
          'plan.invalid',
          `Layer ${site.name} is a signed neuron: threshold iteration is defined for ReLU neurons only; choose max or percentile.`,
          { at: { layer: site.name } },
        );
      }
      const solved = thresholdIteration(statistics.mean, statistics.variance, iterationLevels(settings, steps));
      return { base: solved.values, unsolved: solved.unsolvable };
    }
    case 'measured':
      return {
        base: measuredThresholds(histogramsFor(settings, statistics), { settings, rule: site.rule, steps }),
        unsolved: [],
      };
    case 'balanced':
      return { base: balancedThresholds(histogramsFor(settings, statistics), site.rule === 'signed'), unsolved: [] };
  }
}

/** The histograms of the values that share a threshold: those of channels, or one of the whole layer. */
const histogramsFor = ({ threshold }: LayerSettings, { histograms }: UsedStatistics): Histograms =>
  threshold.level === 'layer' ? together(histograms) : histograms;
