/** How often a layer sent spikes of each size. */
import { type ReactElement, useMemo } from 'react';
import { Chart } from '../charts/index.ts';
import { spikeTexts as texts } from '../texts/spikes.ts';
import { sizesPlot, sizesTable } from './plots.ts';
import type { Recording } from './recording.ts';
import { sizeBars } from './spike-sizes.ts';

interface SizesChartProps {
  readonly recording: Recording;
  /** The chosen step, from 0. */
  readonly step: number;
}

export function SizesChart({ recording: { layer, steps }, step }: SizesChartProps): ReactElement {
  const bars = useMemo(() => sizeBars(layer, steps, step), [layer, steps, step]);
  const plot = useMemo(() => sizesPlot(bars, step), [bars, step]);
  return (
    <Chart
      className="spikes-sizes"
      title={texts.sizes}
      about={texts.sizesAbout}
      plot={plot}
      table={() => sizesTable(bars, step)}
    />
  );
}
