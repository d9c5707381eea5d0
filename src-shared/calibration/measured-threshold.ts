/**
 * Thresholds from the measured distribution of a layer's activations (docs/thresholds.md): the base threshold with which the neuron's own
 * staircase, in the layer's coding and after T steps, has the least mean squared error on the calibrated histogram. Unlike threshold iteration
 * (docs/algorithm.md §6) it assumes neither a Gaussian nor evenly spaced levels, so it is defined for every neuron without leak.
 */
import type { NeuronRule } from '../plan/defaults.ts';
import type { LayerSettings } from '../plan/types.ts';
import type { Histograms } from '../statistics/index.ts';
import { carriedRange, neuronSettingsOf, transferCurve, valueCoding } from '../units/index.ts';
import { histogramPoints, type Points } from './histogram-points.ts';

/** The neuron whose staircase is fitted, and the number of steps. */
export interface StaircaseRequest {
  readonly settings: LayerSettings;
  readonly rule: NeuronRule;
  /** Number of time steps T, at least 1. */
  readonly steps: number;
}

/** The outputs of a neuron with θ = 1: entry i is that of the input `least` + (i + ½)·`width`. Outside of the table it is saturated. */
interface Staircase {
  readonly least: number;
  readonly width: number;
  readonly outputs: Float64Array;
}

/**
 * Entries for inputs above zero, and as many for those below: enough for the finest levels of 8 thresholds and 8 steps. A table for more steps
 * has fewer, but never less than the least number, so that it takes no longer to draw.
 */
const MOST_ENTRIES = 65536;
const LEAST_ENTRIES = 8192;
const MOST_ENTRY_STEPS = 2 ** 20;
/** The table reaches further than the largest value that the neuron can represent by this factor, so that it ends saturated. */
const BEYOND = 1.5;
/** A longer run changes the best threshold by less than the histogram's bins allow to see. */
const MOST_STAIRCASE_STEPS = 256;

/** The number of steps after which the staircase is fitted, for a run of `steps`. */
export const staircaseSteps = (steps: number): number => Math.min(steps, MOST_STAIRCASE_STEPS);

/** The staircase of a neuron without leak. It is drawn by the unit itself, and scales with θ. */
function staircaseOf({ settings, rule, steps: asked }: StaircaseRequest): Staircase {
  const steps = staircaseSteps(asked);
  const { most } = carriedRange(neuronSettingsOf(settings, rule, valueCoding(settings.coding), 1), steps, 1);
  const above = Math.max(LEAST_ENTRIES, Math.min(MOST_ENTRIES, Math.floor(MOST_ENTRY_STEPS / steps)));
  const width = (most * BEYOND) / above;
  const below = rule === 'signed' ? above : 0;
  const inputs = Float64Array.from({ length: below + above }, (_, entry) => (entry - below + 0.5) * width);
  return { least: -below * width, width, outputs: transferCurve({ settings, rule, tau: 1, theta: 1, steps }, inputs) };
}

/** Sums over the points of the error θ·F(x/θ) − x and of its square, weighted. */
interface StaircaseError {
  readonly sum: number;
  readonly squares: number;
}

/** The error of a staircase with base threshold θ > 0 on some points. */
function staircaseError({ least, width, outputs }: Staircase, theta: number, { values, weights }: Points): StaircaseError {
  const last = outputs.length - 1;
  const [perEntry, first] = [1 / (theta * width), least / width];
  let [sum, squares] = [0, 0];
  for (let point = 0; point < values.length; point++) {
    const entry = Math.floor(values[point]! * perEntry - first);
    const error = theta * outputs[entry < 0 ? 0 : entry > last ? last : entry]! - values[point]!;
    sum += weights[point]! * error;
    squares += weights[point]! * error * error;
  }
  return { sum, squares };
}

/** Octaves below twice the histogram's range in which θ is searched, thresholds tried in each, and then between two neighbours. */
const OCTAVES = 8;
const PER_OCTAVE = 8;
const BETWEEN = 16;

/**
 * The best θ of each channel of the histograms. It is 0 for a channel without activations that the neuron represents (above zero for a ReLU
 * neuron), which then never fires. The error has many local minima, since θ moves all levels at once; a scan finds the least one.
 */
export function measuredThresholds(histograms: Histograms, request: StaircaseRequest): Float64Array {
  const staircase = staircaseOf(request);
  return histograms.ranges.map((range, channel) => {
    const points = histogramPoints(histograms, channel, request.rule === 'signed');
    if (points.values.length === 0) return 0;
    const errorOf = (octaves: number): number => staircaseError(staircase, 2 * range * 2 ** -octaves, points).squares;
    const coarse = bestOf(0, OCTAVES, OCTAVES * PER_OCTAVE, errorOf);
    const fine = bestOf(coarse - 1 / PER_OCTAVE, coarse + 1 / PER_OCTAVE, 2 * BETWEEN, errorOf);
    return 2 * range * 2 ** -fine;
  });
}

/** Of `count` + 1 positions from `from` to `to`, the one with the least error; the first of equals, which is the largest θ. */
function bestOf(from: number, to: number, count: number, errorOf: (position: number) => number): number {
  let [best, least] = [from, Infinity];
  for (let index = 0; index <= count; index++) {
    const position = from + ((to - from) * index) / count;
    const error = errorOf(position);
    if (error < least) [best, least] = [position, error];
  }
  return best;
}

/**
 * The mean error of the neurons of each channel with base thresholds `thetas`: the staircase minus the activation, over all activations of the
 * channel. `thetas`: one for each channel, or one for all.
 */
export function meanErrors(histograms: Histograms, thetas: Float64Array, request: StaircaseRequest): Float64Array {
  const staircase = staircaseOf(request);
  const { bins, counts } = histograms;
  return histograms.ranges.map((_, channel) => {
    const points = histogramPoints(histograms, channel, request.rule === 'signed');
    const theta = thetas[thetas.length === 1 ? 0 : channel]!;
    const all = counts.subarray(channel * bins, (channel + 1) * bins).reduce((sum, count) => sum + count, 0);
    // A neuron with θ = 0 loses all of its activation.
    const sum =
      theta > 0
        ? staircaseError(staircase, theta, points).sum
        : -points.values.reduce((lost, value, i) => lost + points.weights[i]! * value, 0);
    return all === 0 ? 0 : sum / all;
  });
}
