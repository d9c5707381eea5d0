/** What a project tells of its layers and operators: statistics, thresholds, attributes and weights. */
import { expect, it } from 'vitest';
import { thresholdIteration } from '../../../src-main/calibrate/statistics/index.ts';
import type { ProjectBench } from '../support/bench.ts';
import { codeOf } from '../support/window.ts';

export function projectStatisticTests(on: ProjectBench): void {
  it('tells the statistics of a layer, and of one of its channels', async () => {
    const { window, view } = on;
    const ask = { path: view.path, layer: 'ra' };
    const all = await window.call('calibration.layer', { ...ask, channel: null });
    expect(all).toMatchObject({
      layer: 'ra',
      channel: null,
      channels: 8,
      level: 'channel',
      groups: 'channel',
      total: 8,
      first: 0,
    });
    for (const values of [all.thresholds, all.mean, all.variance, all.maximum, all.percentile]) expect(values).toHaveLength(8);
    const sorted = all.thresholds.toSorted((a, b) => a - b);
    expect(all.threshold).toEqual([sorted[0], sorted[3], sorted[7]]);
    const count = ({ histogram }: typeof all): number => histogram!.counts.reduce((sum, one) => sum + one, 0);
    expect(count(all)).toBe(8 * 60 * 144);
    for (let channel = 0; channel < 8; channel++) {
      const one = await window.call('calibration.layer', { ...ask, channel });
      expect(one.mean).toEqual(all.mean);
      expect(one.threshold).toEqual([0, 0, 0].map(() => all.thresholds[channel]));
      expect(one.histogram!.low).toBe(-one.histogram!.high);
      expect(count(one)).toBe(60 * 144);
    }
    expect(await codeOf(window.call('calibration.layer', { ...ask, layer: 'x', channel: null }))).toBe('option.invalid');
    expect(await codeOf(window.call('calibration.layer', { ...ask, channel: 8 }))).toBe('option.invalid');
  });

  it('tells attributes and weights of an operator; of a neuron layer without an operator nothing', async () => {
    const { window, view } = on;
    const conv = view.graph.nodes.find(({ op }) => op === 'Conv')!;
    const { attributes, weights } = await window.call('network.node', { path: view.path, node: conv.id });
    expect(attributes.map(({ name }) => name)).toContain('strides');
    expect(weights.reduce((sum, { count }) => sum + count, 0)).toBe(conv.parameters);
    for (const { statistics, histogram, count } of weights) {
      expect(statistics!.min).toBeLessThanOrEqual(statistics!.mean);
      expect(histogram!.counts.reduce((sum, one) => sum + one, 0)).toBe(count);
    }
    const relu = view.graph.nodes.find(({ op }) => op === 'Relu')!;
    expect((await window.call('network.node', { path: view.path, node: relu.id })).weights).toEqual([]);
    expect(await codeOf(window.call('network.node', { path: view.path, node: 'x' }))).toBe('option.invalid');
  });

  it('tells how threshold iteration gets to its answer', async () => {
    const { window, view } = on;
    const curve = await window.call('calibration.iteration', { path: view.path, layer: 'ra', channel: 3 });
    expect(curve).toMatchObject({ channel: 3, solved: true });
    expect(curve.thresholds[0]).toBe(1);
    const { mean, variance } = await window.call('calibration.layer', { path: view.path, layer: 'ra', channel: null });
    // Multi-threshold neurons with 8 thresholds over 8 steps have 8 · 2⁸ levels.
    const { values } = thresholdIteration([mean[3]!], [variance[3]!], 8 * 2 ** 8);
    expect(curve.thresholds.at(-1)).toBe(values[0]);
    expect(await codeOf(window.call('calibration.iteration', { path: view.path, layer: 'ra', channel: 8 }))).toBe(
      'option.invalid',
    );
  });
}
