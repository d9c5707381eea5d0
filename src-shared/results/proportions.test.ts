/** Intervals and tests give the published values, and behave at the ends of their ranges. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mcnemar, type PairedCounts, pairedDifference, pText, SURE, testedDifference, wilson } from './proportions.ts';

/** Newcombe, Statistics in Medicine 17 (1998) 857–872, table I, method 3. */
it.each([
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
])('Wilson’s interval of %i of %i is %f to %f', (count, of, low, high) => {
  const estimate = wilson(count, of);
  expect(estimate.low).toBeCloseTo(low, 4);
  expect(estimate.high).toBeCloseTo(high, 4);
});

it('an interval holds its share, inside 0…1', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e6 }), fc.double({ min: 0, max: 1, noNaN: true }), (of, share) => {
      const { value, low, high } = wilson(Math.round(share * of), of);
      expect(low >= 0 && low <= value && value <= high && high <= 1).toBe(true);
    }),
  );
});

/**
 * Altman et al., Statistics with Confidence (2000), table 6.2; Newcombe, Statistics in Medicine 17 (1998) 2635–2650; Bentur et al.
 * (2009) as in Fagerland, Lydersen and Laake, Statistical Analysis of Contingency Tables (2017), chapter 8.
 */
describe('the interval of a paired difference', () => {
  it.each([
    [14, 5, 0, 22, 0.011, 0.226],
    [36, 12, 2, 0, 0.0569, 0.3404],
    [1, 1, 7, 12, -0.507, -0.026],
  ])('of %i, %i, %i, %i is that of the books', (both, first, second, neither, low, high) => {
    const digits = 3;
    const estimate = pairedDifference({ both, first, second, neither });
    expect(estimate.low).toBeCloseTo(low, digits);
    expect(estimate.high).toBeCloseTo(high, digits);
  });

  it('changes its sign with the order, and holds the difference', () => {
    const count = fc.nat(2000);
    fc.assert(
      fc.property(count, count, count, count, (both, first, second, neither) => {
        fc.pre(both + first + second + neither > 0);
        const one = pairedDifference({ both, first, second, neither });
        const other = pairedDifference({ both, first: second, second: first, neither });
        expect(other.value).toBeCloseTo(-one.value, 12);
        expect(other.low).toBeCloseTo(-one.high, 12);
        expect(one.low <= one.value && one.value <= one.high).toBe(true);
      }),
    );
  });

  it('of answers that never differ is narrow, and of one sample is wide', () => {
    const equal = pairedDifference({ both: 800, first: 0, second: 0, neither: 200 });
    expect(equal.value).toBe(0);
    expect(equal.high - equal.low).toBeLessThan(0.01);
    const single = pairedDifference({ both: 1, first: 0, second: 0, neither: 0 });
    expect([single.low < -0.5, single.high > 0.5]).toEqual([true, true]);
  });
});

describe('McNemar’s exact test', () => {
  /** Fay, Exact McNemar's test (vignette of exact2x2): 9 and 2. Agresti, Categorical Data Analysis, approval ratings: 86 and 150. */
  it.each([
    [9, 2, 0.06543],
    [86, 150, 3.716e-5],
    [1, 7, 0.0703125],
    [0, 5, 0.0625],
    [3, 3, 1],
    [0, 0, 1],
  ])('of %i and %i gives %f', (first, second, p) => {
    expect(mcnemar({ first, second }) / p).toBeCloseTo(1, 3);
    expect(mcnemar({ first: second, second: first })).toBe(mcnemar({ first, second }));
  });

  it('is the sum of the probabilities, term by term', () => {
    const count = fc.nat(60);
    fc.assert(
      fc.property(count, count, (first, second) => {
        const [fewer, all] = [Math.min(first, second), first + second];
        let [term, sum] = [2 ** -all, 0];
        for (let i = 0; i <= fewer; i++) {
          sum += term;
          term *= (all - i) / (i + 1);
        }
        expect(mcnemar({ first, second }) / Math.min(1, 2 * sum)).toBeCloseTo(1, 10);
      }),
    );
  });

  it('of 25,000 and 25,500 samples is a number: 2 · P(X ≤ 25,000), as the normal distribution approximates it', () => {
    // z = 499 / √50,500 = 2.2205 with the correction for continuity.
    expect(mcnemar({ first: 25_000, second: 25_500 })).toBeCloseTo(0.02638, 4);
  });
});

describe('the tested difference', () => {
  /** Null if interval, value and P of a table agree; otherwise what does not. */
  const contradiction = (counts: PairedCounts): string | null => {
    const { value, low, high, p } = testedDifference(counts);
    const words = JSON.stringify({ counts, value, low, high, p });
    if (!(-1 <= low && low <= value && value <= high && high <= 1)) return `the value is outside: ${words}`;
    const isAway = low > 0 || high < 0;
    return isAway === p < SURE ? null : `interval and P contradict each other: ${words}`;
  };

  it('excludes 0 exactly if P is below 0.05, for all tables of up to 60 samples and 20 that differ either way', () => {
    const wrong: string[] = [];
    for (let samples = 1; samples <= 60; samples++)
      for (let first = 0; first <= Math.min(20, samples); first++)
        for (let second = 0; second <= Math.min(20, samples - first); second++) {
          const rest = samples - first - second;
          // What both get right shifts Newcombe's interval alone; its ends and its middle are where that is largest and least.
          for (const both of new Set([0, Math.floor(rest / 2), rest])) {
            const words = contradiction({ both, first, second, neither: rest - both });
            if (words !== null) wrong.push(words);
          }
        }
    expect(wrong).toEqual([]);
  });

  it('does so for any number of samples', () => {
    const [few, many] = [fc.nat(300), fc.nat(60_000)];
    fc.assert(
      fc.property(many, few, few, many, (both, first, second, neither) => {
        fc.pre(both + first + second + neither > 0);
        expect(contradiction({ both, first, second, neither })).toBeNull();
      }),
    );
    // The least number that is sure, of many samples: Newcombe's interval alone holds 0.
    const six = { both: 125, first: 6, second: 0, neither: 4869 };
    expect(pairedDifference(six).low).toBeLessThan(0);
    expect(contradiction(six)).toBeNull();
  });

  /** Clopper and Pearson (1934): 9 of 11 are from 0.4822 to 0.9772. */
  it('has the ends of the direction’s exact interval, if those are the wider ones', () => {
    const { low } = testedDifference({ both: 0, first: 9, second: 2, neither: 0 });
    expect(low).toBeCloseTo(2 * 0.4822 - 1, 3);
  });

  it('changes its sign with the order, and is Newcombe’s or wider for answers that never differ', () => {
    const one = testedDifference({ both: 20, first: 7, second: 1, neither: 4 });
    const other = testedDifference({ both: 20, first: 1, second: 7, neither: 4 });
    expect([other.low, other.high, other.p]).toEqual([-one.high, -one.low, one.p]);
    const same = { both: 30, first: 0, second: 0, neither: 10 };
    const { p, ...interval } = testedDifference(same);
    expect([interval, p]).toEqual([pairedDifference(same), 1]);
  });
});

it.each([
  [0.0412, '0.041'],
  [0.04949, '0.049'],
  [0.0498, '0.0498'],
  [0.04996, '0.04996'],
  [0.0499999, '0.0499999'],
  [SURE, '0.050'],
  [0.0501, '0.050'],
  [1, '1.0'],
  [0.0000123, '1.2e−5'],
])('P = %f is printed as %s, which is on the same side of 0.05', (p, text) => {
  expect(pText(p)).toBe(text);
  expect(Number(text.replace('−', '-')) < SURE).toBe(p < SURE);
});
