/** Thresholds without calibrating again, staircases over a range, and the table's order. */
import { describe, expect, it } from 'vitest';
import { defaultSettings, mergeSettings, type PartialThreshold } from '../../../src-shared/plan/index.ts';
import { channelRows, sortRows } from './channel-rows.ts';
import { chartRange, MOST_STEPS, staircaseOf } from './staircase.ts';
import { spread, thetasOf, thetasOfChannel } from './theta.ts';

const with_ = (threshold: PartialThreshold) => mergeSettings(defaultSettings('relu'), { threshold });

describe('thresholds of the working plan', () => {
  const statistics = { thresholds: [1, 2] };
  const thetas = (now: PartialThreshold, before: PartialThreshold, outdated = true) =>
    thetasOf({ settings: with_(now), calibrated: with_(before), statistics, outdated });

  it('are the fixed value, or those calibrated', () => {
    expect(thetas({ value: 3 }, {})).toEqual({ basis: 'fixed', values: [3] });
    expect(thetas({}, {}, false)).toEqual({ basis: 'calibrated', values: [1, 2] });
  });

  it('are scaled where only the scale differs', () => {
    expect(thetas({ scale: 3 }, { scale: 2 })).toEqual({ basis: 'scaled', values: [1.5, 3] });
  });

  it('are outdated where the statistic differs', () => {
    expect(thetas({ percentile: 99 }, {}).basis).toBe('outdated');
    expect(thetas({}, { value: 1 }).basis).toBe('outdated');
    const settings = { ...with_({ scale: 2 }), neuron: 'ms' } as const;
    expect(thetasOf({ settings, calibrated: with_({}), statistics, outdated: true }).basis).toBe('outdated');
    expect(thetasOf({ settings, calibrated: null, statistics, outdated: true }).basis).toBe('outdated');
  });

  it('of a channel are those of its groups', () => {
    expect(thetasOfChannel([1, 2, 3, 4], 'channel', 2, 4)).toEqual([3]);
    expect(thetasOfChannel([1, 2, 3, 4], 'neuron', 1, 2)).toEqual([3, 4]);
    expect(thetasOfChannel([1], 'channel', 2, 4)).toEqual([1]);
    expect(thetasOfChannel([1, 2], 'channel', null, 2)).toEqual([1, 2]);
    expect(spread([4, 1, 3, 2])).toEqual({ low: 1, middle: 2, high: 4 });
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
  const rows = channelRows({
    layer: 'a',
    level: 'channel',
    thresholds: [1, 3, 2],
    mean: [0.1, 0.3, 0.1],
    variance: [4, 9, 1],
    maximum: [5, 5, 5],
    percentile: null,
    histograms: [],
    unsolved: [1],
    silent: [2],
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
