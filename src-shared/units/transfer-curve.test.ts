/** The staircase of a neuron: known values, and what must hold for all of them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LayerSettings } from '../plan/types.ts';
import { transferCurve, transferLimits } from './transfer-curve.ts';

const base: LayerSettings = {
  coding: 'rate',
  neuron: 'if',
  thresholds: 3,
  threshold: { method: 'max', percentile: 99.9, of: 'value', level: 'layer', scale: 1 },
};
const at = (
  settings: Partial<LayerSettings>,
  steps: number,
  inputs: readonly number[],
  theta = 1,
  rule: 'relu' | 'signed' = 'relu',
) => [...transferCurve({ settings: { ...base, ...settings }, rule, tau: 0.9, theta, steps }, Float64Array.from(inputs))];

describe('transfer curve', () => {
  it('of rate-coded IF is the value rounded to θ/T and clipped to 0…θ', () => {
    expect(at({}, 4, [-1, 0, 0.1, 0.2, 0.4, 0.9, 3])).toEqual([0, 0, 0, 0.25, 0.5, 1, 1]);
    expect(at({}, 4, [0.4], 2)).toEqual([0.5]);
  });

  it('of multi-spike at one step is the value quantised to n bits', () => {
    const lambda = 1 / 4;
    const codes = at({ neuron: 'ms' }, 1, [0, 0.2, 0.5, 0.9, 1.7, 9]).map((value) => value / lambda);
    expect(codes).toEqual([0, 1, 2, 4, 7, 7]);
  });

  it('of multi-threshold at one step is the largest θ/2ᵏ that three quarters of it reach', () => {
    expect(at({ neuron: 'mt' }, 1, [0.18, 0.19, 0.37, 0.38, 0.74, 0.75, 5])).toEqual([0, 0.25, 0.25, 0.5, 0.5, 1, 1]);
  });

  it('of a signed neuron is odd for multi-threshold neurons', () => {
    const inputs = [0.1, 0.3, 0.7, 1.1, 2];
    const up = at({ neuron: 'mt', coding: 'differential' }, 5, inputs, 1, 'signed');
    const down = at(
      { neuron: 'mt', coding: 'differential' },
      5,
      inputs.map((value) => -value),
      1,
      'signed',
    );
    expect(down).toEqual(up.map((value) => -value));
  });

  it('comes nearer to the value with more steps in the codings without leak', () => {
    const settings = fc.constantFrom<Partial<LayerSettings>>(
      { coding: 'rate', neuron: 'if' },
      { coding: 'rate', neuron: 'mt-negative' },
      { coding: 'differential', neuron: 'mt' },
      { coding: 'differential', neuron: 'ms' },
    );
    fc.assert(
      fc.property(settings, fc.double({ min: 0.05, max: 0.95, noNaN: true }), (given, value) => {
        const [estimate] = at(given, 64, [value]);
        expect(Math.abs(estimate! - value)).toBeLessThan(0.1);
      }),
    );
  });

  it('of LIF at one step is 0 or θ, split at θ/2 by the potential it starts with', () => {
    expect(at({ coding: 'leaky-rate', neuron: 'lif' }, 1, [0.49, 0.51])).toEqual([0, 1]);
  });

  it('never fires at θ = 0', () => {
    expect(at({ neuron: 'mt' }, 8, [1, 2], 0)).toEqual([0, 0]);
  });
});

describe('transfer limits', () => {
  const limits = (inputs: readonly number[], outputs: readonly number[]) =>
    transferLimits(Float64Array.from(inputs), Float64Array.from(outputs));

  it('are the zeros around 0 and where the output stands still below its input', () => {
    const inputs = [-2, -1, 0, 1, 2, 3, 4];
    expect(limits(inputs, [0, 0, 0, 0, 2, 2, 2])).toEqual({ dead: [-2, 1], clippedAbove: 2, clippedBelow: null });
    expect(limits(inputs, [-1, -1, 0, 1, 2, 3, 4])).toEqual({ dead: [0, 0], clippedAbove: null, clippedBelow: -1 });
  });

  it('are absent where the neuron answers to 0 already', () => {
    expect(limits([0, 1], [0.5, 1]).dead).toBeNull();
  });
});
