/** Thresholds without calibrating again, staircases over a range, and the table's order. */
import { describe, expect, it } from 'vitest';
import type { LayerStatistics } from '../../../src-shared/contract/index.ts';
import { defaultSettings, mergeSettings, type PartialThreshold } from '../../../src-shared/plan/index.ts';
import { channelOf, channelRows, groupOf, sortRows } from './channel-rows.ts';
import { chartRange, MOST_STEPS, staircaseOf } from './staircase.ts';
import { scaleFor, thetasOf } from './theta.ts';

const with_ = (threshold: PartialThreshold) => mergeSettings(defaultSettings('relu'), { threshold });

describe('thresholds of the working plan', () => {
  const statistics = { threshold: [1, 2, 4] as [number, number, number], thresholdCount: 8 };
  const thetas = (now: PartialThreshold, before: PartialThreshold, outdated = true) =>
    thetasOf({ settings: with_(now), calibrated: with_(before), statistics, outdated });

  it('are the fixed value, or those calibrated', () => {
    expect(thetas({ value: 3 }, {})).toMatchObject({ basis: 'fixed', count: 1, low: 3, middle: 3, high: 3 });
    expect(thetas({}, {}, false)).toMatchObject({ basis: 'calibrated', count: 8, low: 1, middle: 2, high: 4 });
  });

  it('are scaled where only the scale differs', () => {
    expect(thetas({ scale: 3 }, { scale: 2 })).toMatchObject({ basis: 'scaled', count: 8, low: 1.5, middle: 3, high: 6 });
  });

  it('are outdated where the statistic differs', () => {
    expect(thetas({ percentile: 99 }, {}).basis).toBe('outdated');
    expect(thetas({}, { value: 1 }).basis).toBe('outdated');
    const settings = { ...with_({ scale: 2 }), neuron: 'ms' } as const;
    expect(thetasOf({ settings, calibrated: with_({}), statistics, outdated: true }).basis).toBe('outdated');
    expect(thetasOf({ settings, calibrated: null, statistics, outdated: true }).basis).toBe('outdated');
  });
});

describe('dragging the line', () => {
  const statistics = { threshold: [1, 2, 4] as [number, number, number], thresholdCount: 8 };
  const changes: readonly PartialThreshold[] = [
    {},
    { scale: 3 },
    { method: 'max' },
    { percentile: 99, scale: 4 },
    { level: 'layer', scale: 0.5 },
  ];

  it.each(changes)('by the scale leads to the threshold that is then shown, whatever else was changed: %j', (change) => {
    const calibrated = with_({ scale: 2 });
    const settings = mergeSettings(calibrated, { threshold: change });
    const outdated = Object.keys(change).length > 0;
    const shown = thetasOf({ settings, calibrated, statistics, outdated });
    const scale = scaleFor(5, shown, settings.threshold.scale);
    const then = thetasOf({
      settings: mergeSettings(settings, { threshold: { scale } }),
      calibrated,
      statistics,
      outdated: true,
    });
    expect(then.middle).toBeCloseTo(5, 3);
    expect(shown.middle).toBeCloseTo(2 * (settings.threshold.scale / 2), 9);
  });

  it('sets one value only where the scale had no part in what is shown', () => {
    const settings = with_({ scale: 2 });
    expect(thetasOf({ settings, calibrated: null, statistics, outdated: true }).scalable).toBe(false);
    expect(thetasOf({ settings, calibrated: with_({ value: 1 }), statistics, outdated: true }).scalable).toBe(false);
    expect(thetasOf({ settings, calibrated: with_({}), statistics, outdated: false }).scalable).toBe(true);
  });
});

describe('a staircase', () => {
  const settings = { ...with_({}), coding: 'rate', neuron: 'if' } as const;

  it('shows its dead zone, its clipping and its error', () => {
    const histogram = { low: 0, high: 2, counts: [1, 0, 0, 1] };
    const drawn = staircaseOf({ settings, rule: 'relu', tau: 1, theta: 1, steps: 2 }, [-1, 2], 301, histogram);
    expect(drawn.limits.dead![0]).toBe(-1);
    expect(drawn.limits.dead![1]).toBeCloseTo(0.24, 1);
    expect(drawn.limits.clippedAbove).toBeCloseTo(0.75, 1);
    // Centres 0.25 and 1.75: 0.5 and 1 are sent.
    expect(drawn.error).toBeCloseTo(Math.hypot(0.25, 0.75) / Math.hypot(0.25, 1.75), 6);
    expect([...drawn.inputs]).toContain(0);
  });

  it('takes no more steps than can be told apart, and says how many', () => {
    expect(staircaseOf({ settings, rule: 'relu', tau: 1, theta: 1, steps: 100_000 }, [0, 1], 5, null)).toMatchObject({
      steps: MOST_STEPS,
      error: null,
    });
  });

  it('is drawn where values and thresholds are', () => {
    expect(chartRange([-8, 2], 3, 'relu')).toEqual([-0.12 * 3 * 1.15, 3 * 1.15]);
    expect(chartRange([0.5, 2], 1, 'relu')).toEqual([0, 2]);
    expect(chartRange([-1, 2], 4, 'signed')).toEqual([-4.6, 4.6]);
  });
});

describe('the table of channels', () => {
  const statistics: LayerStatistics = {
    layer: 'a',
    channel: null,
    channels: 3,
    level: 'channel',
    groups: 'channel',
    total: 3,
    first: 0,
    thresholdCount: 3,
    threshold: [1, 2, 3],
    thresholds: [1, 3, 2],
    mean: [0.1, 0.3, 0.1],
    variance: [4, 9, 1],
    maximum: [5, 5, 5],
    percentile: null,
    histogram: null,
    unsolved: [1],
    silent: [2],
  };
  const rows = channelRows(statistics);

  it('has all groups of the statistics where one value is the threshold of all', () => {
    const fixed = channelRows({ ...statistics, level: 'layer', thresholds: [7], unsolved: [], silent: [] });
    expect(fixed.map(({ mean, threshold }) => [mean, threshold])).toEqual([
      [0.1, 7],
      [0.3, 7],
      [0.1, 7],
    ]);
    expect(groupOf(2, { ...statistics, level: 'layer' } as LayerStatistics)).toBe(2);
  });

  it('has the rows from the first that is here on, and knows their channels', () => {
    const neurons = { ...statistics, groups: 'neuron', total: 12, first: 4, unsolved: [5] } as const;
    expect(channelRows({ ...neurons, unsolved: [5] }).map(({ index, flag }) => [index, flag])).toEqual([
      [4, null],
      [5, 'unsolved'],
      [6, null],
    ]);
    expect([groupOf(1, neurons), channelOf(5, neurons), channelOf(3, neurons)]).toEqual([4, 1, 0]);
    expect([groupOf(2, { ...neurons, groups: 'layer' }), channelOf(0, { ...neurons, groups: 'layer' })]).toEqual([0, null]);
  });

  it('has a row per group with its deviation and flag', () => {
    expect(rows[1]).toEqual({ index: 1, mean: 0.3, deviation: 3, maximum: 5, threshold: 3, flag: 'unsolved' });
    expect(rows.map(({ flag }) => flag)).toEqual([null, 'unsolved', 'silent']);
  });

  it('is sorted by any column, equal rows by index', () => {
    const order = (column: Parameters<typeof sortRows>[1]['column'], descending: boolean) =>
      sortRows(rows, { column, descending }).map(({ index }) => index);
    expect(order('threshold', true)).toEqual([1, 2, 0]);
    expect(order('mean', false)).toEqual([0, 2, 1]);
    expect(order('maximum', true)).toEqual([0, 1, 2]);
    expect(order('flag', true)).toEqual([1, 2, 0]);
  });
});
