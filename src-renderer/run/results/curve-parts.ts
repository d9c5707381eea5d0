/** Early stopping and delayed readout as a chart and rows of a table, from a run's report alone. */
import { inColourOf, readoutChart, type RunChart, stoppingChart } from '../../../src-shared/charts/index.ts';
import { type Estimate, type RunReport, shareIn } from '../../../src-shared/results/index.ts';
import { format, percent, points, ratio } from '../../ui/format.ts';

/** A chart with its figures as a table: one row for each point, in the same order. */
export interface CurvePart {
  readonly chart: RunChart;
  readonly rows: readonly (readonly string[])[];
  /** The row that the plan has chosen; absent if there is none. */
  readonly current?: number;
}

/** An interval as a cell shows it: `77.9–82.9 %`; `–` where there is none. */
export const interval = (estimate: Estimate | null): string =>
  estimate === null ? percent(null) : `${(100 * estimate.low).toFixed(1)}–${percent(estimate.high)}`;

/** Early stopping: one point for each margin of the sweep, over the mean number of steps. Null if the run has none. */
export function stoppingPart(run: number, report: RunReport): CurvePart | null {
  const { early_stopping: sweep } = report;
  const chart = stoppingChart(report, format);
  if (!chart) return null;
  const share = shareIn(report);
  const accuracy = sweep.map((stop) => (stop.accuracy === null ? null : share(stop.accuracy)));
  return {
    chart: inColourOf(run, chart),
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

/**
 * Delayed readout up to step `to`: one point for each first step that was counted. `from`: the first step that the plan asks for. Null if the run
 * has none.
 */
export function readoutPart(run: number, report: RunReport, to: number, from: number): CurvePart | null {
  const rows = report.delayed_readout?.filter(({ from }) => from <= to);
  const chart = readoutChart(report, to, format, from);
  if (!rows || !chart) return null;
  const share = shareIn(report);
  const accuracy = rows.map((row) => (row.accuracy === null ? null : share(row.accuracy[to - row.from]!)));
  const agreement = rows.map((row) => share(row.agreement[to - row.from]!));
  const current = rows.findIndex((row) => row.from === from);
  const whole = accuracy[0] ?? agreement[0]!;
  return {
    chart: inColourOf(run, chart),
    ...(current < 0 ? {} : { current }),
    rows: rows.map((row, index) => [
      String(row.from),
      percent(accuracy[index]?.value),
      interval(accuracy[index]!),
      points((accuracy[index] ?? agreement[index]!).value - whole.value),
      percent(agreement[index]!.value),
    ]),
  };
}
