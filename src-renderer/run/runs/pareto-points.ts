/** The runs as points of quality over energy, with their intervals and the Pareto front. */
import type { RunSummary } from '../../../src-shared/contract/index.ts';
import { logTicks, ticks } from '../../../src-shared/format/ticks.ts';
import { type Estimate, paretoFront, wilson } from '../../../src-shared/results/index.ts';
import type { Energy } from './runs-layout.ts';

/** A finished run in the chart. */
export interface RunPoint {
  readonly run: RunSummary;
  readonly cost: number;
  readonly quality: number;
  readonly interval: Estimate;
  readonly isOnFront: boolean;
}

/** The points in the order of their energy, and what their quality is: accuracy, or agreement if no run has labels. */
export interface RunPoints {
  readonly what: 'accuracy' | 'agreement';
  readonly points: readonly RunPoint[];
}

/** The points of all runs that have the figures. */
export function runPoints(runs: readonly RunSummary[], energy: Energy): RunPoints {
  const done = runs.flatMap((run) => (run.outline ? [{ run, outline: run.outline }] : []));
  const what = done.some(({ outline }) => outline.accuracy !== null) ? 'accuracy' : 'agreement';
  const all = done.flatMap(({ run, outline }) => {
    const [quality, cost] = [outline[what], outline[energy]];
    if (quality === null) return [];
    return [{ run, cost, quality, interval: wilson(Math.round(quality * run.samples), run.samples) }];
  });
  const front = new Set(paretoFront(all));
  return {
    what,
    points: all
      .map((point) => ({ ...point, isOnFront: front.has(point) }))
      .toSorted((a, b) => a.cost - b.cost || a.run.id - b.run.id),
  };
}

/** A scale from values to px. */
export interface Axis {
  readonly at: (value: number) => number;
  readonly ticks: readonly number[];
}

/** Costs that span more than this factor stand on a logarithmic axis. */
const WIDE = 8;
const TICKS = 6;

/** The axis of energies over `width` px. */
export function costAxis(costs: readonly number[], from: number, to: number): Axis {
  const [low, high] = [Math.min(...costs), Math.max(...costs)];
  if (!(low > 0 && high / low > WIDE)) return linearAxis(0, high * 1.05 || 1, from, to);
  const [a, b] = [Math.log(low) - 0.2, Math.log(high) + 0.2];
  return {
    at: (value) => from + ((Math.log(Math.max(value, Math.exp(a))) - a) / (b - a)) * (to - from),
    ticks: logTicks(Math.exp(a), Math.exp(b), TICKS),
  };
}

/** The axis from `low` to `high`. */
export const linearAxis = (low: number, high: number, from: number, to: number): Axis => ({
  at: (value) => from + ((value - low) / (high - low || 1)) * (to - from),
  ticks: ticks(low, high, TICKS),
});
