/** The drawing of parallel coordinates: a line for each run, and axes on which a pointer marks a range. */
import { type PointerEvent, type ReactElement, useState } from 'react';
import type { RunSummary } from '../../../src-shared/contract/index.ts';
import { runMark } from '../../../src-shared/theme/run-mark.ts';
import { colour } from '../../../src-shared/theme/tokens.ts';
import { runsTexts as texts } from '../../texts/runs.ts';
import { whole } from '../../ui/format.ts';
import { useSize } from '../../ui/use-size.ts';
import { type ColumnId, runTitle, textOf, valueOf } from './columns.ts';
import type { ParallelAxis, Range, Ranges } from './parallel-axes.ts';

const MARGIN = { left: 48, right: 72, top: 24, bottom: 12 };
/** Half of the width in px in which an axis takes the pointer. */
const NEAR = 12;

export interface ParallelPlotProps {
  readonly runs: readonly RunSummary[];
  readonly kept: ReadonlySet<RunSummary>;
  readonly axes: readonly ParallelAxis[];
  readonly ranges: Ranges;
  readonly chosen: RunSummary | null;
  readonly onRange: (column: ColumnId, range: Range) => void;
  readonly onChoose: (run: RunSummary) => void;
}

export function ParallelPlot({ runs, kept, axes, ranges, chosen, onRange, onChoose }: ParallelPlotProps): ReactElement {
  const [box, { width, height }] = useSize<HTMLDivElement>();
  const [left, right] = [MARGIN.left, width - MARGIN.right];
  const [top, bottom] = [MARGIN.top, height - MARGIN.bottom];
  const xOf = (index: number): number => (axes.length === 1 ? left : left + (index * (right - left)) / (axes.length - 1));
  const lineOf = (run: RunSummary): string => {
    const points = axes.flatMap(({ column, places }, index) => {
      const place = places.get(valueOf(column, run));
      return place === undefined ? [] : [`${xOf(index)} ${bottom - place * (bottom - top)}`];
    });
    return points.length === 0 ? '' : `M${points.join('L')}`;
  };
  const wordsOf = (run: RunSummary): string =>
    `${runTitle(run)}: ${axes.map(({ column }) => `${texts.columns[column][0]} ${textOf(column, run)}`).join(', ')}`;
  // Those that are kept lie above the others, the chosen one above all.
  const rank = (run: RunSummary): number => (run.id === chosen?.id ? 2 : kept.has(run) ? 1 : 0);
  const label = `${texts.parallelTitle}. ${texts.kept(whole(kept.size), whole(runs.length))}`;
  return (
    <div className="runs-plot" ref={box} role="img" aria-label={label}>
      {right > left && bottom > top && (
        <svg width={width} height={height} aria-hidden>
          {runs
            .toSorted((a, b) => rank(a) - rank(b))
            .map((run) => (
              <path
                key={run.id}
                d={lineOf(run)}
                className="runs-line"
                stroke={colour(runMark(run.id).colour)}
                data-kept={kept.has(run)}
                data-chosen={run.id === chosen?.id || undefined}
                onClick={() => onChoose(run)}
              >
                <title>{wordsOf(run)}</title>
              </path>
            ))}
          {axes.map((axis, index) => (
            <g key={axis.column} transform={`translate(${xOf(index)} 0)`}>
              <Axis axis={axis} range={ranges[axis.column] ?? null} ends={[top, bottom]} onRange={onRange} />
            </g>
          ))}
        </svg>
      )}
    </div>
  );
}

interface AxisProps {
  readonly axis: ParallelAxis;
  readonly range: Range | null;
  /** Its upper and lower end in px. */
  readonly ends: readonly [number, number];
  readonly onRange: (column: ColumnId, range: Range) => void;
}

function Axis({ axis: { column, labels }, range, ends: [top, bottom], onRange }: AxisProps): ReactElement {
  const [from, setFrom] = useState<number | null>(null);
  const yOf = (place: number): number => bottom - place * (bottom - top);
  const placeOf = ({ clientY, currentTarget }: PointerEvent<SVGRectElement>): number => {
    const { bottom: end, height } = currentTarget.getBoundingClientRect();
    return Math.max(0, Math.min(1, (end - clientY) / height));
  };
  return (
    <>
      <path d={`M0 ${top}V${bottom}`} className="runs-axis" />
      {range && (
        <rect x={-4} y={yOf(range[1])} width={8} height={Math.max(2, yOf(range[0]) - yOf(range[1]))} className="runs-brush" />
      )}
      <text y={top - 10} textAnchor="middle" className="runs-axis-name">
        {texts.columns[column][0]}
      </text>
      {labels.map(({ place, text }) => (
        <text key={text} x={6} y={yOf(place) + 4} className="runs-tick runs-halo">
          {text}
        </text>
      ))}
      <rect
        x={-NEAR}
        y={top}
        width={2 * NEAR}
        height={bottom - top}
        className="runs-axis-take"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          setFrom(placeOf(event));
        }}
        onPointerMove={(event) => {
          if (from === null) return;
          const to = placeOf(event);
          onRange(column, [Math.min(from, to), Math.max(from, to)]);
        }}
        onPointerUp={(event) => {
          // A click, without a drag, shows the whole axis again.
          if (from !== null && Math.abs(placeOf(event) - from) < 0.01) onRange(column, [0, 1]);
          setFrom(null);
        }}
      />
    </>
  );
}
