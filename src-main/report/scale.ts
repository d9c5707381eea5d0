/**
 * Vertical axes: their domains, the values to label, and the position of a value in the drawing. The positions are needed before
 * Plot draws, to keep labels apart.
 */
import { ticks } from '../../src-shared/format/index.ts';
import { MARGIN, HEIGHT } from './draw.ts';

export interface Axis {
  readonly domain: [number, number];
  readonly type: 'linear' | 'log';
  /** Values to label, in ascending order. */
  readonly ticks: number[];
  /** Height of a value in the drawing, in px from its top. */
  readonly pixels: (value: number) => number;
}

/** From 0 to just above the largest value. */
export const fromZero = (values: readonly number[]): Axis => linear([0, Math.max(1e-9, ...values) * 1.06]);

/** An axis for fractions that lie close together: from a round tenth below the smallest to one above the largest. */
export function fractions(values: readonly number[]): Axis {
  const low = Math.max(0, Math.floor(Math.min(...values) * 10 - 1e-9) / 10);
  const high = Math.min(1, Math.ceil(Math.max(...values) * 10 + 1e-9) / 10);
  return linear([Math.min(low, high - 0.1), high]);
}

/** An axis for ratios around 1: linear from 0, or logarithmic if they differ by more than a factor of 20. */
export function ratios(values: readonly number[]): Axis {
  const all = [...values.filter((value) => value > 0), 1];
  const [low, high] = [Math.min(...all), Math.max(...all)];
  return high / low > 20 ? logarithmic([low / 1.3, high * 1.3]) : fromZero(all);
}

const height = HEIGHT - MARGIN.top - MARGIN.bottom;
const across = (fraction: number): number => MARGIN.top + (1 - fraction) * height;

function linear([low, high]: [number, number]): Axis {
  return {
    domain: [low, high],
    type: 'linear',
    ticks: ticks(low, high, 5),
    pixels: (value) => across((value - low) / (high - low)),
  };
}

/** A logarithmic axis. Powers of ten are labelled, and 2 and 5 between them if there are few. */
function logarithmic([low, high]: [number, number]): Axis {
  const between = high / low > 300 ? [1] : [1, 2, 5];
  const powers = Array.from({ length: 25 }, (_, index) => index - 12);
  const ticks = powers.flatMap((power) => between.map((factor) => Number(`${factor}e${power}`)));
  return {
    domain: [low, high],
    type: 'log',
    ticks: ticks.filter((value) => value >= low && value <= high),
    pixels: (value) => across(Math.log(value / low) / Math.log(high / low)),
  };
}
