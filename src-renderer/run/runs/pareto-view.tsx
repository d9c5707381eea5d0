/** What the runs reach over what they cost: a point with its interval for each, and the line of those that none beats in both. */
import { type ReactElement, useEffect, useMemo, useState } from 'react';
import type { RunSummary } from '../../../src-shared/contract/index.ts';
import { ChartFrame, type ChartTable } from '../../charts/index.ts';
import { runsTexts as texts } from '../../texts/runs.ts';
import { percent, ratio } from '../../ui/format.ts';
import { EmptyState, Select } from '../../ui/index.ts';
import { runTitle } from './columns.ts';
import { type RunPoint, type RunPoints, runPoints } from './pareto-points.ts';
import { ParetoPlot, type ParetoZoom } from './pareto-plot.tsx';
import { ENERGIES, type Energy, keepRunsLayout } from './runs-layout.ts';

export interface ParetoViewProps {
  readonly runs: readonly RunSummary[];
  readonly chosen: RunSummary | null;
  readonly energy: Energy;
  readonly onChoose: (run: RunSummary) => void;
}

export function ParetoView({ runs, chosen, energy, onChoose }: ParetoViewProps): ReactElement {
  const found = useMemo(() => runPoints(runs, energy), [runs, energy]);
  const [pointed, setPointed] = useState<number | null>(null);
  const [zoom, setZoom] = useState<ParetoZoom>({});
  // Another energy has another axis.
  useEffect(() => void setZoom({}), [energy]);
  const quality = texts[found.what];
  const told = found.points.find(({ run }) => run.id === (pointed ?? chosen?.id));
  return (
    <div className="runs-pareto">
      <div className="runs-chart-head">
        <Select
          label={texts.energyName}
          value={energy}
          options={ENERGIES.map((value) => ({ value, label: texts.energies[value] }))}
          onChange={(next) => keepRunsLayout({ energy: next as Energy })}
        />
        <p role="status">{told ? wordsOf(told, texts.energies[energy]) : texts.paretoKeys}</p>
      </div>
      {found.points.length === 0 ? (
        <EmptyState title={texts.noPoints} />
      ) : (
        <ChartFrame
          title={texts.paretoTitle(quality, texts.energies[energy])}
          about={texts.paretoAbout}
          table={() => tableOf(found, texts.energies[energy])}
          onResetZoom={zoom.x || zoom.y ? () => setZoom({}) : undefined}
        >
          <ParetoPlot
            found={found}
            label={`${texts.paretoTitle(quality, texts.energies[energy])}. ${texts.paretoKeys}`}
            axis={texts.energies[energy]}
            chosen={chosen?.id ?? null}
            pointed={pointed}
            onPoint={setPointed}
            onChoose={onChoose}
            zoom={zoom}
            onZoom={setZoom}
          />
        </ChartFrame>
      )}
    </div>
  );
}

/** `Run 3: 80.4 % (77.8–82.7), energy / float32 2.9, on the Pareto front`. */
const wordsOf = ({ run, quality, interval, cost, isOnFront }: RunPoint, energy: string): string =>
  [
    `${runTitle(run)}: ${percent(quality)} (${(100 * interval.low).toFixed(1)}–${(100 * interval.high).toFixed(1)})`,
    `${energy} ${ratio(cost)}`,
    ...(isOnFront ? [texts.onFront] : []),
  ].join(', ');

const tableOf = ({ what, points }: RunPoints, energy: string): ChartTable => ({
  columns: [
    { title: texts.columnRun },
    { title: energy, format: (value) => ratio(value) },
    ...[what, 'low', 'high'].map((title) => ({ title: `${title} (%)`, format: (value: number) => value.toFixed(1) })),
    { title: texts.front },
  ],
  rows: points.map(({ run, cost, quality, interval, isOnFront }) => [
    runTitle(run),
    cost,
    100 * quality,
    100 * interval.low,
    100 * interval.high,
    isOnFront ? texts.onFront : null,
  ]),
});
