/** Histograms, staircases and their axis for any values, the smallest and the largest too: shares in order, ranges that hold what is drawn. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ticks } from '../../../src-shared/format/index.ts';
import { CODINGS, defaultSettings, mergeSettings, NEURONS, neuronsOf } from '../../../src-shared/plan/index.ts';
import { bars, occupied, relativeError, shareBelow, total } from './histogram.ts';
import { chartRange, MOST_STEPS, staircaseOf } from './staircase.ts';
import { scaleFor, thetasOf } from './theta.ts';

const histograms = fc
  .record({
    low: fc.double({ min: -1e6, max: 1e6, noNaN: true }),
    width: fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
    counts: fc.array(fc.nat({ max: 1_000_000 }), { minLength: 1, maxLength: 40 }),
  })
  .map(({ low, width, counts }) => ({ low, high: low + width, counts }));

describe('any histogram', () => {
  it('has shares between 0 and 1 that rise with the value', () => {
    const place = fc.double({ min: -1, max: 2, noNaN: true });
    fc.assert(
      fc.property(histograms, fc.array(place, { minLength: 2, maxLength: 6 }), (histogram, places) => {
        const { low, high } = histogram;
        const values = places.toSorted((a, b) => a - b).map((at) => low + at * (high - low));
        const shares = values.map((value) => shareBelow(histogram, value));
        for (const share of shares) expect(share >= 0 && share <= 1 + 1e-12).toBe(true);
        shares.slice(1).forEach((share, index) => expect(share).toBeGreaterThanOrEqual(shares[index]! - 1e-9));
        if (total(histogram) > 0) expect([shareBelow(histogram, -1e9), shareBelow(histogram, 1e9)]).toEqual([0, 1]);
      }),
    );
  });

  it('has no more bars than there is room for, and every value in one of them', () => {
    fc.assert(
      fc.property(histograms, fc.integer({ min: 1, max: 30 }), (histogram, most) => {
        const drawn = bars(histogram, [histogram.low, histogram.high], most);
        expect(drawn.length).toBeLessThanOrEqual(most);
        expect(drawn.reduce((sum, { count }) => sum + count, 0)).toBe(total(histogram));
        drawn
          .slice(1)
          .forEach(({ from }, index) => expect(from).toBeGreaterThanOrEqual(drawn[index]!.to - 1e-9 * Math.abs(from)));
      }),
    );
  });

  it('is occupied where its values are', () => {
    fc.assert(
      fc.property(histograms, (histogram) => {
        const [low, high] = occupied(histogram);
        expect(low).toBeLessThan(high);
        const slack = 1e-6 * (high - low);
        const inside = shareBelow(histogram, high + slack) - shareBelow(histogram, low - slack);
        if (total(histogram) > 0) expect(inside).toBeCloseTo(1, 6);
      }),
    );
  });

  it('of a single value, or of none, has shares too', () => {
    const point = { low: 3, high: 3, counts: [7] };
    expect([2, 3, 4].map((value) => shareBelow(point, value))).toEqual([0, 0, 1]);
    expect(bars(point, [0, 6], 10)).toEqual([{ from: 3, to: 3, count: 7 }]);
    const none = { low: 0, high: 1, counts: [] };
    expect([shareBelow(none, 0.5), total(none), bars(none, [0, 1], 4)]).toEqual([0, 0, []]);
    expect(occupied(none)).toEqual([0, 1]);
    expect(
      relativeError(
        none,
        (values) => values,
        (value) => value,
      ),
    ).toBeNull();
  });
});

describe('the axis', () => {
  const value = fc.oneof(fc.constantFrom(0, 1e-30, 1e-9, 0.5, 1, 1e9), fc.double({ min: 1e-9, max: 1e6, noNaN: true }));

  it('has a length, and thresholds on it', () => {
    fc.assert(
      fc.property(value, value, value, fc.constantFrom('relu' as const, 'signed' as const), (below, above, theta, rule) => {
        const [low, high] = chartRange([-below, above], theta, rule);
        expect(low).toBeLessThan(high);
        expect(high).toBeGreaterThanOrEqual(theta);
        expect(high).toBeGreaterThanOrEqual(above);
        if (rule === 'signed') expect(low).toBeLessThanOrEqual(-theta);
        const marks = ticks(low, high, 5);
        expect(marks.length).toBeGreaterThan(1);
        expect(marks.every(Number.isFinite)).toBe(true);
      }),
    );
  });
});

const COMBINATIONS = CODINGS.flatMap((coding) =>
  NEURONS.filter((neuron) => neuronsOf(coding).includes(neuron)).map((neuron) => [coding, neuron] as const),
);

describe('the staircase', () => {
  it.each(COMBINATIONS)('of %s with %s is finite everywhere, over an axis that rises, 0 among its inputs', (coding, neuron) => {
    for (const rule of ['relu', 'signed'] as const) {
      const settings = mergeSettings(defaultSettings(rule), { coding, neuron });
      for (const theta of [1e-9, 1, 1e9]) {
        const range = chartRange([-theta, 2 * theta], theta, rule);
        const { inputs, outputs, steps } = staircaseOf({ settings, rule, tau: 0.9, theta, steps: 4 }, range, 21, null);
        expect([inputs.length, steps]).toEqual([outputs.length, 4]);
        expect([...outputs].every(Number.isFinite)).toBe(true);
        expect(inputs.every((value, index) => index === 0 || value > inputs[index - 1]!)).toBe(true);
        expect(inputs).toContain(0);
      }
    }
  });

  it('of a rate neuron comes nearer to the float network with every doubling of the steps', () => {
    const settings = mergeSettings(defaultSettings('relu'), { coding: 'rate', neuron: 'if' });
    const histogram = { low: 0, high: 0.95, counts: Array.from({ length: 40 }, () => 1) };
    const errors = [1, 2, 4, 8, 16, 32].map(
      (steps) => staircaseOf({ settings, rule: 'relu', tau: 1, theta: 1, steps }, [0, 1], 5, histogram).error!,
    );
    errors.slice(1).forEach((error, index) => expect(error).toBeLessThan(errors[index]!));
  });

  it('draws as many steps as the plan has, up to the most that can be told apart', () => {
    const settings = defaultSettings('relu');
    const stepsOf = (steps: number) => staircaseOf({ settings, rule: 'relu', tau: 1, theta: 1, steps }, [0, 1], 3, null).steps;
    expect([1, 8, MOST_STEPS, MOST_STEPS + 1].map(stepsOf)).toEqual([1, 8, MOST_STEPS, MOST_STEPS]);
  });
});

it('the scale for a threshold leads to that threshold, in four digits', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
      fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
      fc.constantFrom(0.5, 1, 4),
      (to, middle, scale) => {
        const next = scaleFor(to, { middle }, scale);
        expect(Math.abs((middle * next) / scale - to) / to).toBeLessThan(6e-4);
      },
    ),
  );
});

it('thresholds of 0 stay 0 with any scale', () => {
  const calibrated = defaultSettings('relu');
  const statistics = { threshold: [0, 0, 0] as [number, number, number], thresholdCount: 4 };
  const settings = mergeSettings(calibrated, { threshold: { scale: 8 } });
  expect(thetasOf({ settings, calibrated, statistics, outdated: true })).toMatchObject({
    basis: 'scaled',
    low: 0,
    middle: 0,
    high: 0,
  });
});
