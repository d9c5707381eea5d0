/** The places of values along an axis in px, and the values that an axis labels. */
import { logTicks, ticks } from '../format/index.ts';
import type { Axis } from './plot.ts';

/** Where values lie between two ends in px. */
export interface Scale {
  readonly at: (value: number) => number;
  /** The value at a place. */
  readonly value: (place: number) => number;
}

/** The rectangle in which marks are drawn, in px. */
export interface Area {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** The scale of an axis between the places of its lowest and of its highest value. */
export function scaleOf({ scale, range: [low, high] }: Axis, from: number, to: number): Scale {
  const span = to - from;
  if (scale === 'log') {
    const room = Math.log(high / low);
    return {
      at: (value) => from + (Math.log(Math.max(value, Number.MIN_VALUE) / low) / room) * span,
      value: (place) => low * Math.exp(((place - from) / span) * room),
    };
  }
  return {
    at: (value) => from + ((value - low) / (high - low)) * span,
    value: (place) => low + ((place - from) / span) * (high - low),
  };
}

/** The values that an axis labels if about `count` labels have room. */
export function ticksOf({ scale, range: [low, high], whole, names }: Axis, count: number): number[] {
  if (scale === 'log') return logTicks(low, high, count);
  if (scale === 'linear') return ticks(low, high, count).filter((value) => !whole || Number.isInteger(value));
  const [first, last] = [Math.max(0, Math.ceil(low)), Math.min((names?.length ?? 0) - 1, Math.floor(high))];
  const every = Math.max(1, Math.ceil((last - first + 1) / Math.max(1, count)));
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index).filter(
    (value) => (value - first) % every === 0,
  );
}

/** The range of fractions: round tenths around all of them, at least 0.1 wide and inside 0…1; all of it for none. */
export function shareRange(values: readonly number[]): readonly [number, number] {
  if (values.length === 0) return [0, 1];
  const low = Math.floor(Math.min(1, ...values) * 10 - 1e-9) / 10;
  const high = Math.ceil(Math.max(0, ...values) * 10 + 1e-9) / 10;
  return [Math.max(0, Math.min(low, 0.9)), Math.min(1, Math.max(high, 0.1))];
}

/** The axis of fractions, in percent; ticks have no digits behind the point. */
export const fractionAxis = (
  label: string,
  range: readonly [number, number],
  percent: (value: number, digits?: number) => string,
): Axis => ({
  ...{ label, unit: 'fraction', scale: 'linear', range },
  format: (value) => percent(value),
  tick: (value) => percent(value, 0),
});

/** The range from 0 to just above the largest value. */
export const fromZero = (values: readonly number[]): readonly [number, number] => [0, Math.max(1e-9, ...values) * 1.06];

/** Largest ratio between values that still share a linear axis. */
const MOST_LINEAR = 20;
/** Room above and below on a logarithmic axis, as a factor. */
const LOG_ROOM = 1.25;

/** The range of ratios and 1: from 0 on a linear axis, or on a logarithmic one if they lie far apart. */
export function ratioRange(values: readonly number[]): Pick<Axis, 'range' | 'scale'> {
  const positive = values.filter((value) => value > 0);
  const [low, high] = [Math.min(1, ...positive), Math.max(1, ...positive)];
  if (high / low <= MOST_LINEAR) return { range: [0, high * 1.08], scale: 'linear' };
  return { range: [low / LOG_ROOM, high * LOG_ROOM], scale: 'log' };
}
