/** The plans of a search in the chart, which grows while the search goes on. A click or Enter chooses a plan. */
import { type ReactElement, useMemo } from 'react';
import { wilson } from '../../src-shared/results/index.ts';
import type { TrialPoint } from '../../src-shared/tuning/index.ts';
import { Chart, type ChartTable } from '../charts/index.ts';
import { nameOfUse } from '../found-plan/index.ts';
import { tuningTexts as texts } from '../texts/tuning.ts';
import { costOf, frontPlot, type TriedPlans } from './front.ts';

export interface FrontChartProps {
  readonly tried: TriedPlans;
  readonly chosen: TrialPoint | undefined;
  readonly onChoose: (point: TrialPoint) => void;
}

export function FrontChart({ tried, chosen, onChoose }: FrontChartProps): ReactElement | null {
  const found = useMemo(() => frontPlot(tried, chosen), [tried, chosen]);
  if (!found) return null;
  return (
    <Chart
      className="found-plan-chart"
      title={texts.chartTitle[tried.labelled ? 'accuracy' : 'agreement']}
      about={texts.chartAbout}
      plot={found.plot}
      table={() => tableOf(tried, found.plot.x.unit)}
      onChoose={(spot) => {
        const point = found.pointAt(spot);
        if (point) onChoose(point);
      }}
    />
  );
}

const percents = { format: (value: number): string => value.toFixed(1) };

const tableOf = ({ whole, part, front, labelled }: TriedPlans, unit: string): ChartTable => ({
  columns: [
    { title: texts.columns.plan },
    { title: unit === '' ? texts.energyAxis : `${texts.energyPjAxis} (${unit})` },
    ...[labelled ? texts.accuracyAxis : texts.agreementAxis, 'low', 'high'].map((title) => ({
      title: `${title} (%)`,
      ...percents,
    })),
    { title: texts.columns.samples },
    { title: texts.marks.front },
  ],
  rows: [...whole, ...part].map((point) => {
    const { low, high, value } = wilson(point.right, point.samples);
    const isOnFront = front.includes(point) ? texts.marks.front : null;
    return [nameOfUse(point), costOf(point), 100 * value, 100 * low, 100 * high, point.samples, isOnFront];
  }),
});
