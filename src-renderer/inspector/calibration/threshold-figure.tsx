/** The drawing of a threshold in the frame of all charts: its figures as a table, what is read at an input, and the part that is shown. */
import { type ReactElement, type ReactNode, useEffect, useMemo, useState } from 'react';
import type { Axis, ChartTable } from '../../../src-shared/charts/index.ts';
import type { NeuronRule } from '../../../src-shared/plan/index.ts';
import { ChartFrame, type Range } from '../../charts/index.ts';
import { inspectorTexts as texts } from '../../texts/inspector.ts';
import { significant, whole } from '../../ui/format.ts';
import { bars, type Histogram, shareBelow } from './histogram.ts';
import { ReadingSurface } from './reading-surface.tsx';
import type { Staircase } from './staircase.ts';
import { ThresholdChart, type ThresholdChartProps } from './threshold-chart.tsx';

export interface ThresholdFigureProps extends Omit<ThresholdChartProps, 'surface' | 'staircase' | 'range'> {
  /** All of the axis. */
  readonly range: Range;
  /** The staircase over a range, with the limits of all of it. */
  readonly staircaseOver: (range: Range) => Staircase;
  /** A share of values, in words. */
  readonly share: (share: number) => string;
  readonly legend: ReactNode;
}

/** Rows of the table, about. */
const ROWS = 64;

export function ThresholdFigure({ range: all, staircaseOver, share, legend, ...chart }: ThresholdFigureProps): ReactElement {
  const { name, width, rule, histogram } = chart;
  const [zoom, setZoom] = useState<Range | undefined>();
  const [spot, setSpot] = useState<{ readonly at: number; readonly byKey: boolean } | null>(null);
  useEffect(() => void setZoom(undefined), [name]);
  const range = zoom ?? all;
  const staircase = useMemo(() => staircaseOver(range), [staircaseOver, range]);
  const axis: Axis = { label: texts.inputAxis, unit: '', scale: 'linear', range: all, format: significant };
  const words = spot ? wordsAt(spot.at, staircase, rule, histogram, share) : '';
  return (
    <ChartFrame
      className="inspector-threshold"
      title={name}
      table={() => tableOf(all, staircaseOver(all), rule, histogram)}
      legend={legend}
      onResetZoom={zoom ? () => setZoom(undefined) : undefined}
    >
      <ThresholdChart
        {...chart}
        range={range}
        staircase={staircase}
        surface={(place) => (
          <ReadingSurface
            {...{ title: name, place, axis, range }}
            spot={spot?.at ?? null}
            onSpot={(at, byKey) => setSpot(at === null ? null : { at, byKey })}
            onZoom={setZoom}
          />
        )}
      />
      {words === '' ? null : (
        <span className="ui-pointed chart-spot inspector-spot" aria-hidden style={{ maxWidth: width }}>
          {words}
        </span>
      )}
      <p className="visually-hidden" aria-live="polite">
        {spot?.byKey ? words : ''}
      </p>
    </ChartFrame>
  );
}

const floatOf = (rule: NeuronRule, input: number): number => (rule === 'relu' ? Math.max(0, input) : input);

/** The value that is sent for an input: that of the nearest input that is drawn. */
function sentAt({ inputs, outputs }: Staircase, input: number): number {
  const after = inputs.findIndex((one) => one >= input);
  const index = after < 0 ? inputs.length - 1 : after;
  const isBefore = index > 0 && input - inputs[index - 1]! < inputs[index]! - input;
  return outputs[isBefore ? index - 1 : index]!;
}

const wordsAt = (
  at: number,
  staircase: Staircase,
  rule: NeuronRule,
  histogram: Histogram | null,
  share: (share: number) => string,
): string =>
  texts.chartSpot(
    significant(at),
    histogram && share(shareBelow(histogram, at)),
    significant(sentAt(staircase, at)),
    significant(floatOf(rule, at)),
  );

/** A row for each bar of the histogram, with what is sent for its middle; for as many inputs if there is none. */
function tableOf([low, high]: Range, staircase: Staircase, rule: NeuronRule, histogram: Histogram | null): ChartTable {
  const step = (high - low) / ROWS;
  const rows = histogram
    ? bars(histogram, [low, high], ROWS)
    : Array.from({ length: ROWS }, (_, row) => ({ from: low + row * step, to: low + (row + 1) * step, count: null }));
  const titles = texts.chartColumns;
  return {
    columns: [
      { title: titles.from },
      { title: titles.to },
      { title: titles.values, format: whole },
      { title: titles.sent },
      { title: titles.float },
    ],
    rows: rows.map(({ from, to, count }) => {
      const middle = (from + to) / 2;
      return [from, to, count, sentAt(staircase, middle), floatOf(rule, middle)];
    }),
  };
}
