/** The values of a channel as its histogram tells them: points spread evenly over every bin that is not empty. */
import type { Histograms } from '../statistics/index.ts';

/** Values and the number of activations that each stands for. */
export interface Points {
  readonly values: Float64Array;
  readonly weights: Float64Array;
}

/** Points in each bin. The number is even, so that the lowest bin above zero, where most activations of a ReLU lie, is not centred on one. */
const POINTS_PER_BIN = 8;

/**
 * The points of a channel above zero, or of both signs. A channel of range 0 has no points: all of its values are 0. `signed`: with the
 * points below zero; a ReLU neuron represents these exactly, as 0.
 */
export function histogramPoints({ bins, ranges, counts }: Histograms, channel: number, signed: boolean): Points {
  const width = ranges[channel]! / (bins / 2);
  const values: number[] = [];
  const weights: number[] = [];
  for (let bin = signed ? 0 : bins / 2; bin < bins && width > 0; bin++) {
    const count = counts[channel * bins + bin]!;
    for (let point = 0; point < POINTS_PER_BIN && count > 0; point++) {
      values.push((bin - bins / 2 + (point + 0.5) / POINTS_PER_BIN) * width);
      weights.push(count / POINTS_PER_BIN);
    }
  }
  return { values: Float64Array.from(values), weights: Float64Array.from(weights) };
}
