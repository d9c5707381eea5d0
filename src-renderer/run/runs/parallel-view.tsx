/** Settings and results of all runs as parallel coordinates: a line for each run, and a range on every axis that keeps some of them. */
import { type ReactElement, useMemo, useState } from 'react';
import type { RunSummary } from '../../../src-shared/contract/index.ts';
import { ChartFrame, type ChartTable } from '../../charts/index.ts';
import { runsTexts as texts } from '../../texts/runs.ts';
import { whole } from '../../ui/format.ts';
import { Button, EmptyState } from '../../ui/index.ts';
import { type ColumnId, runTitle, valueOf } from './columns.ts';
import { brushed, parallelAxes, type ParallelAxis, type Range, type Ranges } from './parallel-axes.ts';
import { ParallelPlot } from './parallel-plot.tsx';

export interface ParallelViewProps {
  readonly runs: readonly RunSummary[];
  readonly chosen: RunSummary | null;
  readonly onChoose: (run: RunSummary) => void;
}

export function ParallelView({ runs, chosen, onChoose }: ParallelViewProps): ReactElement {
  const done = useMemo(() => runs.filter(({ outline }) => outline !== null), [runs]);
  const axes = useMemo(() => parallelAxes(done), [done]);
  const [ranges, setRanges] = useState<Ranges>({});
  const kept = useMemo(() => brushed(done, axes, ranges), [done, axes, ranges]);
  if (axes.length === 0) return <EmptyState title={texts.noPoints} />;
  const keep = (column: ColumnId, [low, high]: Range): void => {
    const { [column]: _, ...others } = ranges;
    setRanges(low <= 0 && high >= 1 ? others : { ...others, [column]: [low, high] });
  };
  return (
    <div className="runs-pareto">
      <div className="runs-chart-head">
        <p role="status">{texts.kept(whole(kept.length), whole(done.length))}</p>
        <Button variant="quiet" disabled={Object.keys(ranges).length === 0} onClick={() => setRanges({})}>
          {texts.clear}
        </Button>
        <Sliders axes={axes} ranges={ranges} onRange={keep} />
      </div>
      <ChartFrame title={texts.parallelTitle} about={texts.parallelAbout} table={() => tableOf(kept, axes)}>
        <ParallelPlot
          runs={done}
          kept={new Set(kept)}
          axes={axes}
          ranges={ranges}
          chosen={chosen}
          onRange={keep}
          onChoose={onChoose}
        />
      </ChartFrame>
    </div>
  );
}

const tableOf = (runs: readonly RunSummary[], axes: readonly ParallelAxis[]): ChartTable => ({
  columns: [{ title: texts.columnRun }, ...axes.map(({ column }) => ({ title: texts.columns[column][0] }))],
  rows: runs.map((run) => [runTitle(run), ...axes.map(({ column }) => valueOf(column, run))]),
});

interface SlidersProps {
  readonly axes: readonly ParallelAxis[];
  readonly ranges: Ranges;
  readonly onRange: (column: ColumnId, range: Range) => void;
}

/** Two sliders for each axis: what a pointer does on the axes, for the keyboard. They are in view while one of them has it. */
const Sliders = ({ axes, ranges, onRange }: SlidersProps): ReactElement => (
  <div className="runs-sliders">
    {axes.map(({ column }) => {
      const [low, high] = ranges[column] ?? [0, 1];
      const [name] = texts.columns[column];
      const slider = (label: string, value: number, take: (next: number) => Range): ReactElement => (
        <input
          type="range"
          min={0}
          max={100}
          value={Math.round(100 * value)}
          aria-label={label}
          title={label}
          onChange={({ target }) => onRange(column, take(Number(target.value) / 100))}
        />
      );
      return (
        <span key={column}>
          {slider(texts.least(name), low, (next) => [Math.min(next, high), high])}
          {slider(texts.most(name), high, (next) => [low, Math.max(next, low)])}
        </span>
      );
    })}
  </div>
);
