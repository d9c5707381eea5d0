/** The staircase of a layer's neurons over the range of a drawing, with what it does to the values of a histogram, as plain data. */
import { transferCurve, transferLimits, type TransferLimits, type TransferRequest } from '../../../src-shared/units/index.ts';
import { type Histogram, relativeError } from './histogram.ts';

/** More steps than this change a staircase by less than can be seen; it is said where they are not all taken. */
export const MOST_STEPS = 256;

export interface Staircase {
  /** Ascending inputs and what is sent for each, in units of the activations. */
  readonly inputs: Float64Array;
  readonly outputs: Float64Array;
  readonly limits: TransferLimits;
  /** Steps it was drawn for. */
  readonly steps: number;
  /** Relative error over the histogram's values; null where the float network has only zeros there, or there is no histogram. */
  readonly error: number | null;
}

/** The staircase over `range`, at `points` inputs and at 0. */
export function staircaseOf(
  request: TransferRequest,
  range: readonly [number, number],
  points: number,
  histogram: Histogram | null,
): Staircase {
  const steps = Math.min(request.steps, MOST_STEPS);
  const drawn = { ...request, steps };
  const [low, high] = range;
  const grid = Array.from({ length: points }, (_, index) => low + ((high - low) * index) / (points - 1));
  // 0 itself is among them: dead zones begin there.
  const inputs = Float64Array.from([...new Set([...grid, ...(low < 0 && high > 0 ? [0] : [])])].sort((a, b) => a - b));
  const outputs = transferCurve(drawn, inputs);
  const wanted = request.rule === 'relu' ? (value: number): number => Math.max(0, value) : (value: number): number => value;
  return {
    inputs,
    outputs,
    limits: transferLimits(inputs, outputs),
    steps,
    error: histogram && relativeError(histogram, (values) => transferCurve(drawn, values), wanted),
  };
}

/**
 * Range along x: what is occupied, the thresholds with some room, and for ReLU neurons only a little of what is negative. Up to 1 for a layer
 * that never receives or sends anything positive.
 */
export function chartRange(
  [low, high]: readonly [number, number],
  highest: number,
  rule: TransferRequest['rule'],
): readonly [number, number] {
  const most = Math.max(high, highest * 1.15);
  const top = most > 0 ? most : 1;
  if (rule === 'relu') return [Math.max(low, -0.12 * top) > 0 ? 0 : Math.max(low, -0.12 * top), top];
  return [Math.min(low, -highest * 1.15), top];
}
