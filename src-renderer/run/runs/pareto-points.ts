/** The runs as points of quality over energy, with their intervals and the Pareto front. */
import type { RunSummary } from '../../../src-shared/contract/index.ts';
import type { Axis } from '../../../src-shared/charts/index.ts';
import { type Estimate, paretoFront, wilson } from '../../../src-shared/results/index.ts';
import { percent } from '../../ui/format.ts';
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

/** Costs that span more than this factor stand on a logarithmic axis. */
const WIDE = 8;
/** Room at both ends of a logarithmic axis, as a factor. */
const ROOM = 1.22;

/** The axis of energies. */
export function costAxis(costs: readonly number[], label: string): Axis {
  const [low, high] = [Math.min(...costs), Math.max(...costs)];
  const isWide = low > 0 && high / low > WIDE;
  return {
    label,
    unit: '',
    scale: isWide ? 'log' : 'linear',
    range: isWide ? [low / ROOM, high * ROOM] : [0, high * 1.05 || 1],
    format: (value) => String(Number(value.toPrecision(6))),
  };
}

/** The axis of qualities and what else is shown beside them. */
export function qualityAxis(shown: readonly number[]): Axis {
  const [low, high] = [Math.min(...shown), Math.max(...shown)];
  return { label: '', unit: 'fraction', scale: 'linear', range: [low - 0.01, Math.min(1, high + 0.01)], format: percentOf };
}

/** Whole percents have no digits behind the point. */
const percentOf = (share: number): string => percent(share, Number.isInteger(Math.round(1e6 * share) / 1e4) ? 0 : 1);
