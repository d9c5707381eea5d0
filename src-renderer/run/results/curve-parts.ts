/** Early stopping and delayed readout as curves and rows of a table, from a run's report alone. */
import { type Estimate, floatShare, type RunReport, shareIn } from '../../../src-shared/results/index.ts';
import { runTexts as texts } from '../../texts/run.ts';
import { percent, points, ratio } from '../../ui/format.ts';
import { type Curves, type Line, linesRange } from './curves.ts';

/** A chart with its figures as a table: one row for each point, in the same order. */
export interface CurvePart {
  readonly curves: Curves;
  readonly rows: readonly (readonly string[])[];
}

/** An interval as a cell shows it: `77.9–82.9 %`; `–` where there is none. */
export const interval = (estimate: Estimate | null): string =>
  estimate === null ? percent(null) : `${(100 * estimate.low).toFixed(1)}–${percent(estimate.high)}`;

interface Shares {
  /** Along the axis: steps. */
  readonly at: readonly number[];
  readonly accuracy: readonly (Estimate | null)[];
  readonly agreement: readonly (Estimate | null)[];
  readonly float: Estimate | null;
}

function curvesOf({ at, accuracy, agreement, float }: Shares): Curves {
  const line = (label: string, shares: readonly (Estimate | null)[], look: Pick<Line, 'colour' | 'dash'>): Line[] =>
    shares.every((share) => share === null)
      ? []
      : [{ label, ...look, values: shares.map((share) => share?.value ?? null), band: shares }];
  const lines = [
    ...line(texts.accuracy, accuracy, { colour: 'accent', dash: [] }),
    ...line(texts.agreement, agreement, { colour: 'third', dash: [6, 3] }),
    ...(float
      ? [
          {
            label: texts.floatNetwork,
            colour: 'muted',
            dash: [2, 3],
            values: at.map(() => float.value),
            reference: true,
          } as const,
        ]
      : []),
  ];
  return { steps: at, lines, range: linesRange(lines), scale: 'linear' };
}

/** Early stopping: one point for each margin of the sweep, over the mean number of steps. Null if the run has none. */
export function stoppingPart(report: RunReport): CurvePart | null {
  const { early_stopping: sweep } = report;
  if (sweep.length === 0) return null;
  const share = shareIn(report);
  const accuracy = sweep.map((stop) => (stop.accuracy === null ? null : share(stop.accuracy)));
  const agreement = sweep.map((stop) => (stop.agreement === undefined ? null : share(stop.agreement)));
  return {
    curves: curvesOf({ at: sweep.map(({ mean_steps }) => mean_steps), accuracy, agreement, float: floatShare(report) }),
    rows: sweep.map((stop, index) => [
      String(stop.margin),
      stop.mean_steps.toFixed(2),
      percent(stop.accuracy),
      interval(accuracy[index]!),
      percent(stop.agreement),
      ratio(stop.energy_ratio),
    ]),
  };
}

/** Delayed readout up to step `to`: one point for each first step that was counted. Null if the run has none. */
export function readoutPart(report: RunReport, to: number): CurvePart | null {
  const rows = report.delayed_readout?.filter(({ from }) => from <= to);
  if (!rows) return null;
  const share = shareIn(report);
  const accuracy = rows.map((row) => (row.accuracy === null ? null : share(row.accuracy[to - row.from]!)));
  const agreement = rows.map((row) => share(row.agreement[to - row.from]!));
  const whole = accuracy[0] ?? agreement[0]!;
  return {
    curves: curvesOf({ at: rows.map(({ from }) => from), accuracy, agreement, float: floatShare(report) }),
    rows: rows.map(({ from }, index) => [
      String(from),
      percent(accuracy[index]?.value),
      interval(accuracy[index]!),
      points((accuracy[index] ?? agreement[index]!).value - whole.value),
      percent(agreement[index]!.value),
    ]),
  };
}
