/** Thresholds from histograms: against a search that presents every value to the unit itself, and against cases computed by hand. */
import { describe, expect, it } from 'vitest';
import { mulberry32 } from '../math/mulberry32.ts';
import { defaultSettings, type LayerSettings, type NeuronRule } from '../plan/index.ts';
import { arrayPasses, type Histograms, summarise } from '../statistics/index.ts';
import { transferCurve } from '../units/index.ts';
import { BALANCING_STEPS } from './balanced-threshold.ts';
import { histogramPoints } from './histogram-points.ts';
import { balancedThresholds, meanErrors, measuredThresholds } from './index.ts';

/** Histograms of one channel, as calibration makes them. */
function histogramOf(values: readonly number[]): Histograms {
  const request = { shape: [1], level: 'channel', percentiles: [], of: 'value', bins: 64 } as const;
  return summarise(request, arrayPasses(Float64Array.from(values), [1]), values.length).histograms;
}

/** Values that are mostly small, with a few large ones: a folded normal distribution, cubed. */
function tailed(seed: number, sign: number): number[] {
  const random = mulberry32(seed);
  return Array.from({ length: 4000 }, () => {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    return normal ** 3 * (random() < sign ? -1 : 1);
  });
}

const settingsOf = (change: Partial<LayerSettings>): LayerSettings => ({ ...defaultSettings('relu'), ...change });

/** Mean squared error on the points of the histogram, with the unit itself. */
function errorOf(histograms: Histograms, settings: LayerSettings, rule: NeuronRule, steps: number, theta: number): number {
  const { values, weights } = histogramPoints(histograms, 0, rule === 'signed');
  const outputs = transferCurve({ settings, rule, tau: 1, theta, steps }, values);
  return outputs.reduce((sum, output, point) => sum + weights[point]! * (output - values[point]!) ** 2, 0);
}

describe('measured thresholds', () => {
  it.each<readonly [NeuronRule, Partial<LayerSettings>, number]>([
    ['relu', { coding: 'differential', neuron: 'mt', thresholds: 8 }, 8],
    ['relu', { coding: 'rate', neuron: 'mt', thresholds: 4 }, 2],
    ['relu', { coding: 'rate', neuron: 'if' }, 4],
    ['relu', { coding: 'differential', neuron: 'if' }, 8],
    ['signed', { coding: 'differential', neuron: 'mt', thresholds: 2 }, 4],
    ['signed', { coding: 'rate', neuron: 'ms', thresholds: 3 }, 1],
    ['relu', { coding: 'differential', neuron: 'ms', thresholds: 2 }, 2],
    ['relu', { coding: 'rate', neuron: 'ms', thresholds: 3, initial: 0 }, 1],
    ['signed', { coding: 'differential', neuron: 'mt', thresholds: 2, initial: -0.3 }, 4],
  ])('of %s neurons with %o have the least error after %i steps', (rule, change, steps) => {
    const settings = settingsOf(change);
    for (const seed of [1, 2]) {
      const histograms = histogramOf(tailed(seed, 0.3));
      const [theta] = measuredThresholds(histograms, { settings, rule, steps });
      const error = (candidate: number): number => errorOf(histograms, settings, rule, steps, candidate);
      const range = histograms.ranges[0]!;
      const least = Math.min(...Array.from({ length: 600 }, (_, i) => error(2 * range * 2 ** (-i / 85))));
      // The search has 8 steps in an octave, and the scan 85: it may meet a local minimum that is a little lower.
      expect(error(theta!)).toBeLessThanOrEqual(least * 1.05);
    }
  });

  it('of multi-spike neurons and evenly spread values are those computed by hand', () => {
    // N = 2ⁿ levels kλ. (N − 1)·λ³/12 + (1 − (N − 1)λ)³/3 is least at λ = 1/(N − ½); θ = 2ⁿ⁻¹·λ.
    const histograms = histogramOf(Array.from({ length: 32_000 }, (_, i) => i / 32_000));
    for (const thresholds of [2, 3]) {
      const settings = settingsOf({ coding: 'rate', neuron: 'ms', thresholds });
      const [theta] = measuredThresholds(histograms, { settings, rule: 'relu', steps: 1 });
      expect(theta! / (2 ** (thresholds - 1) / (2 ** thresholds - 0.5))).toBeCloseTo(1, 2);
    }
  });

  it('and mean errors are those of the start that the plan chooses', () => {
    // Values from 0 to 1 evenly, T levels: from θ/2 the staircase rounds, with no error on average; from 0 it rounds down, by 1/2T.
    const histograms = histogramOf(Array.from({ length: 32_000 }, (_, i) => i / 32_000));
    const error = (initial?: number) => {
      const settings = settingsOf({ coding: 'rate', neuron: 'if', ...(initial === undefined ? {} : { initial }) });
      return meanErrors(histograms, Float64Array.of(1), { settings, rule: 'relu', steps: 4 })[0]!;
    };
    expect(error()).toBeCloseTo(0, 3);
    expect(error(0)).toBeCloseTo(-1 / 8, 3);
    expect(error(0.75)).toBeCloseTo(1 / 16, 1);
  });

  it('scale with the values, and are 0 where there is nothing to send', () => {
    const settings = settingsOf({});
    const values = tailed(3, 0.5);
    const [theta] = measuredThresholds(histogramOf(values), { settings, rule: 'relu', steps: 4 });
    const [scaled] = measuredThresholds(histogramOf(values.map((x) => 4 * x)), { settings, rule: 'relu', steps: 4 });
    expect(scaled! / theta!).toBeCloseTo(4, 9);
    for (const silent of [
      [0, 0, 0],
      [-1, -2, -0.5],
    ]) {
      expect(measuredThresholds(histogramOf(silent), { settings, rule: 'relu', steps: 4 })).toEqual(Float64Array.of(0));
    }
  });
});

describe('balanced thresholds', () => {
  it.each([false, true])('follow the published steps on the activations themselves, signed %s', (signed) => {
    const values = tailed(5, 0.4);
    let theta = 0;
    for (let step = 0; step < BALANCING_STEPS; step++) {
      const excess = values.map((x) => Math.max(0, (signed ? Math.abs(x) : x) - theta));
      theta += (2 * excess.reduce((sum, x) => sum + x, 0)) / values.length;
    }
    // A bin of the histogram is 1/32 of the range wide.
    const histograms = histogramOf(values);
    expect(Math.abs(balancedThresholds(histograms, signed)[0]! - theta)).toBeLessThan(histograms.ranges[0]! / 64);
  });

  it('reach the largest of evenly spread values in one step', () => {
    const histograms = histogramOf(Array.from({ length: 32_000 }, (_, i) => i / 32_000));
    expect(balancedThresholds(histograms, false)[0]).toBeCloseTo(1, 9);
    expect(balancedThresholds(histogramOf([-2, -1]), false)).toEqual(Float64Array.of(0));
  });
});
