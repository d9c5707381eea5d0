/**
 * Local threshold balancing (Bu et al., arXiv 2409.03368; docs/thresholds.md): θ starts at 0 and grows by twice the mean excess of the
 * activations, the gradient step of E[(x − θ)²; x > θ]. After the published number of steps few activations are above it.
 */
import type { Histograms } from '../statistics/index.ts';
import { histogramPoints } from './histogram-points.ts';

/** Steps of the published code, which takes one for each of its calibration batches. */
export const BALANCING_STEPS = 12;

/**
 * θ of each channel of the histograms. `signed`: the activations count by their magnitude. The mean goes over all activations of the
 * channel, those at or below θ with an excess of 0.
 */
export function balancedThresholds(histograms: Histograms, signed: boolean): Float64Array {
  const { bins, counts } = histograms;
  return histograms.ranges.map((_, channel) => {
    const { values, weights } = histogramPoints(histograms, channel, signed);
    const all = counts.subarray(channel * bins, (channel + 1) * bins).reduce((sum, count) => sum + count, 0);
    let theta = 0;
    for (let step = 0; step < BALANCING_STEPS && all > 0; step++) {
      let excess = 0;
      for (let point = 0; point < values.length; point++) {
        excess += weights[point]! * Math.max(0, Math.abs(values[point]!) - theta);
      }
      theta += (2 * excess) / all;
    }
    return theta;
  });
}
