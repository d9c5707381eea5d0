/**
 * Intervals and tests for shares of samples. All intervals are of 95 %. The formulas are short and exact, and their tests compare them
 * with published values.
 */
import { significant } from '../format/index.ts';

/** A share 0…1 of samples, or a difference of shares −1…1, and its 95 % interval. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Differences below this probability are called differences; others are noise. */
export const SURE = 0.05;
/** The 97.5 % quantile of the normal distribution. */
const Z = 1.959963984540054;

/** The share `count`/`of` with Wilson's score interval. Example: 81 of 263 gives 0.308, from 0.255 to 0.366. */
export function wilson(count: number, of: number): Estimate {
  const value = count / of;
  const scale = 1 + Z ** 2 / of;
  const centre = (value + Z ** 2 / (2 * of)) / scale;
  const half = (Z * Math.sqrt((value * (1 - value)) / of + Z ** 2 / (4 * of ** 2))) / scale;
  // Rounding must not leave the estimate outside at 0 and at 1.
  return { value, low: Math.max(0, Math.min(value, centre - half)), high: Math.min(1, Math.max(value, centre + half)) };
}

/** How two answers to the same samples compare: the numbers of samples that both, only one, or neither gets right. */
export interface PairedCounts {
  readonly both: number;
  readonly first: number;
  readonly second: number;
  readonly neither: number;
}

/** Counts the pairs of `samples` samples. `first`, `second`: whether that answer to a sample, by its number, is right. */
export function countPairs(
  samples: number,
  first: (sample: number) => boolean,
  second: (sample: number) => boolean,
): PairedCounts {
  const counts = { both: 0, first: 0, second: 0, neither: 0 };
  for (let i = 0; i < samples; i++) counts[first(i) ? (second(i) ? 'both' : 'first') : second(i) ? 'second' : 'neither']++;
  return counts;
}

/**
 * The share of the first minus that of the second, with Newcombe's interval for paired samples (method 10: score intervals of both
 * shares, joined through their correlation).
 */
export function pairedDifference({ both, first, second, neither }: PairedCounts): Estimate {
  const samples = both + first + second + neither;
  const [a, b] = [wilson(both + first, samples), wilson(both + second, samples)];
  const margins = (both + first) * (second + neither) * (both + second) * (first + neither);
  const product = both * neither - first * second;
  const corrected = product > 0 ? Math.max(0, product - samples / 2) : product;
  const correlation = margins === 0 ? 0 : corrected / Math.sqrt(margins);
  const distance = (x: number, y: number): number => Math.sqrt(Math.max(0, x ** 2 - 2 * correlation * x * y + y ** 2));
  const value = (first - second) / samples;
  return {
    value,
    low: Math.max(-1, value - distance(a.value - a.low, b.high - b.value)),
    high: Math.min(1, value + distance(a.high - a.value, b.value - b.low)),
  };
}

/** A paired difference with the test of whether it is more than noise. The interval excludes 0 exactly if `p` is below 0.05. */
export interface TestedDifference extends Estimate {
  /** P value of McNemar's exact test. */
  readonly p: number;
}

/**
 * The paired difference with McNemar's exact test and an interval that agrees with it. For few samples Newcombe's interval alone is
 * narrower than the test allows: if 2 of 2 samples differ in one direction it excludes 0, with p = 0.5. It is therefore joined with the
 * interval to which the test leads: Clopper and Pearson's interval of the direction of the m samples that differ, times m/n. An end
 * is the outer one of both, or that of the test alone if Newcombe's holds 0 and the test excludes it (6 of thousands in one direction).
 */
export function testedDifference(counts: PairedCounts): TestedDifference {
  const p = mcnemar(counts);
  const [{ value, low, high }, exact] = [pairedDifference(counts), exactDifference(counts)];
  const isSure = p < SURE;
  return {
    value,
    low: isSure && value > 0 && low <= 0 ? exact.low : Math.min(low, exact.low),
    high: isSure && value < 0 && high >= 0 ? exact.high : Math.max(high, exact.high),
    p,
  };
}

/** The ends of the paired difference to which McNemar's exact test leads, given the number of samples that differ. */
function exactDifference({ both, first, second, neither }: PairedCounts): Pick<Estimate, 'low' | 'high'> {
  const differing = first + second;
  const share = differing / (both + differing + neither);
  return {
    low: (2 * lowestChance(first, differing) - 1) * share,
    high: (1 - 2 * lowestChance(second, differing)) * share,
  };
}

/** The lower end of Clopper and Pearson's interval: the chance with which `count` or more of `of` have a probability of 0.025. */
function lowestChance(count: number, of: number): number {
  let [low, high] = [0, count / of];
  if (count === 0) return 0;
  for (let middle = high / 2; low < middle && middle < high; middle = (low + high) / 2) {
    if (upperTail(count, of, middle) < SURE / 2) low = middle;
    else high = middle;
  }
  return high;
}

/** The probability of `count` or more of `of`, each with `chance`, for a chance of at most `count`/`of`: terms become smaller from the first on. */
function upperTail(count: number, of: number, chance: number): number {
  if (chance === 1) return 1;
  let [term, sum] = [1, 0];
  for (let k = count; k <= of && term > sum * Number.EPSILON; k++) {
    sum += term;
    term *= ((of - k) / (k + 1)) * (chance / (1 - chance));
  }
  return Math.exp(logChoose(of, count) + count * Math.log(chance) + (of - count) * Math.log1p(-chance)) * sum;
}

/**
 * The share `a` minus the share `b` of other samples, with Newcombe's interval for independent samples (method 10: score intervals of
 * both shares, joined). Example: 56 of 70 and 48 of 80 give 0.2, from 0.0524 to 0.3339.
 */
export function independentDifference(a: Estimate, b: Estimate): Estimate {
  const value = a.value - b.value;
  return {
    value,
    low: value - Math.hypot(a.value - a.low, b.high - b.value),
    high: value + Math.hypot(a.high - a.value, b.value - b.low),
  };
}

/**
 * McNemar's exact test, two-sided: the probability of a difference at least as large if both were equally often right. `first`, `second`:
 * the numbers of samples that only one of them gets right. Example: 9 and 2 give 0.0654.
 */
export function mcnemar({ first, second }: Pick<PairedCounts, 'first' | 'second'>): number {
  const [fewer, all] = [Math.min(first, second), first + second];
  // The logarithm of (all over fewer) / 2^all, whose products would be too large for a number.
  const log = logChoose(all, fewer) - all * Math.LN2;
  let [term, sum] = [1, 0];
  for (let i = fewer; i >= 0 && term > sum * Number.EPSILON; i--) {
    sum += term;
    term *= i / (all - i + 1);
  }
  return Math.min(1, 2 * Math.exp(log) * sum);
}

/** P as people read it: two digits, and as many more as show on which side of 0.05 it is. Example: 0.0498 is `0.0498`, and 0.0412 is `0.041`. */
export function pText(p: number): string {
  let digits = 2;
  while (p < SURE && Number(p.toPrecision(digits)) >= SURE) digits++;
  return significant(p, digits);
}

const logChoose = (all: number, some: number): number => logFactorial(all) - logFactorial(some) - logFactorial(all - some);

/** ln n!, by products up to 20 and by Stirling's series above, which is then exact to 14 digits. */
function logFactorial(n: number): number {
  if (n > 20)
    return (n + 0.5) * Math.log(n) - n + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * n) - 1 / (360 * n ** 3) + 1 / (1260 * n ** 5);
  let product = 1;
  for (let i = 2; i <= n; i++) product *= i;
  return Math.log(product);
}
